// Package visits defines the records of a CV server's log ([Visit], [Traffic]), and sums up
// logs in a [Report].
//
// A log is read line by line and never held in memory:
//
//	file (plain, gzip) → Summary.Read → Report: text, JSON
//	                          └ Each → Row: CSV
//
// The memory of a [Summary] is bounded: one row a day from [firstYear] to [lastYear], at
// most [maxNames] names of a kind, with the others counted together, [maxSources] sources,
// and for each name one count for each length of a visit in tenths of a second: 36,000 under
// a --session-timeout of an hour, and 6 million for visits of up to [maxSeconds]. Texts in a
// log come from strangers. The package cleans them when it decodes them, so that they
// cannot move a cursor or fill a screen.
//
// The package depends on neither SSH nor the CV.
package visits

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Limits of a line.
const (
	maxLine    = 64 << 10 // bytes; a longer line is skipped. The server writes a few hundred
	firstYear  = 2020     // the server's clock is wrong before this year
	lastYear   = 2100
	maxSeconds = 7 * 24 * 60 * 60 // a week, for a visit or a stay
	maxText    = 256              // characters of a text; the server writes fewer
)

// ErrDamaged is returned by [Summary.Read] if it cannot read a log to its end.
var ErrDamaged = errors.New("the log is damaged")

// Read adds up a log: JSON lines of [log/slog], plain or gzip, also inside the records of
// journald and docker. Of other lines it adds the number only. It returns an error of
// [Summary.Each] at once, and an [ErrDamaged] after everything that it could read.
func (s *Summary) Read(log io.Reader) error {
	in := bufio.NewReaderSize(log, maxLine)
	if magic, _ := in.Peek(2); string(magic) == "\x1f\x8b" {
		z, err := gzip.NewReader(in)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		in = bufio.NewReaderSize(z, maxLine)
	}
	for {
		line, more, err := in.ReadLine()
		for more && err == nil {
			line = nil // it is too long
			_, more, err = in.ReadLine()
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		if err := s.add(decode(line)); err != nil {
			return err
		}
	}
}

// Record is a line of a log. Its message tells a visit from traffic.
type Record struct {
	Time    time.Time `json:"time"`
	Level   string    `json:"level"`
	Message string    `json:"msg"`
	Visit
	Traffic
}

// decode decodes one line, or returns nil if it is neither a visit nor traffic. It skips
// the text before the first brace, such as the prefix of journalctl or docker compose.
func decode(line []byte) *Record {
	var r struct {
		Record
		Docker  string `json:"log"`     // the line, as docker's json-file driver keeps it
		Journal string `json:"MESSAGE"` // the same of journalctl -o json
	}
	at := bytes.IndexByte(line, '{')
	if at < 0 || unmarshal(line[at:], &r) != nil {
		return nil
	}
	if inner := cmp.Or(r.Docker, r.Journal); r.Message == "" && inner != "" {
		r.Record = Record{}
		if unmarshal([]byte(inner), &r.Record) != nil {
			return nil
		}
	}
	if !r.valid() {
		return nil
	}
	return &r.Record
}

// unmarshal decodes a line that may have come through other programs.
func unmarshal(line []byte, to any) error {
	return json.Unmarshal(line, to, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// valid cleans the texts of a visit or of traffic, and reports whether it counts: its times
// are possible, and its level is not debug, at which the server logs refused visits and its
// own health checks.
func (r *Record) valid() bool {
	for _, s := range []*string{
		&r.Door, &r.From, &r.Client, &r.Term, &r.Size, &r.Tag, &r.Edition, &r.Subsystem, &r.Command, &r.Took, &r.Ended,
	} {
		*s = clean(*s)
	}
	possible := r.Seconds >= 0 && r.Seconds <= maxSeconds
	for i, stay := range r.Read {
		r.Read[i].Place = clean(stay.Place)
		possible = possible && stay.Seconds >= 0 && stay.Seconds <= maxSeconds
	}
	year := r.Time.Year()
	return possible && year >= firstYear && year <= lastYear && !strings.HasPrefix(r.Level, "DEBUG") &&
		(r.Message == VisitMessage || r.Message == TrafficMessage)
}

// UnmarshalJSONFrom implements [json.UnmarshalerFrom]. Unlike a map, it keeps the order of
// reading.
func (s *Stays) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	*s = nil
	if t, err := d.ReadToken(); err != nil || t.Kind() != jsontext.KindBeginObject {
		return cmp.Or(err, errors.New("not an object"))
	}
	for d.PeekKind() != jsontext.KindEndObject {
		place, err := d.ReadToken()
		if err != nil {
			return err
		}
		stay := Stay{Place: place.String()}
		if err := json.UnmarshalDecode(d, &stay.Seconds); err != nil {
			return err
		}
		*s = append(*s, stay)
	}
	_, err := d.ReadToken()
	return err
}

// clean returns at most [maxText] characters of s, in one line, with a question mark for
// each invisible one.
func clean(s string) string {
	n := 0
	return strings.Map(func(r rune) rune {
		if n++; n > maxText {
			return -1
		}
		if r == utf8.RuneError || !unicode.IsPrint(r) || unicode.Is(unicode.M, r) {
			return '?'
		}
		return r
	}, s[:min(len(s), utf8.UTFMax*maxText)])
}

// ParseSince parses a date, 2026-11-01, or a number of days or weeks up to today, 7d or 4w.
// It returns the date of the first day.
func ParseSince(s string, now time.Time) (string, error) {
	if _, err := time.Parse(time.DateOnly, s); err == nil {
		return s, nil
	}
	var n int
	var unit, rest string
	_, _ = fmt.Sscanf(s, "%d%1s%s", &n, &unit, &rest)
	if days := map[string]int{"d": 1, "w": 7}[unit]; days > 0 && n > 0 && n <= 10_000 && rest == "" {
		return now.AddDate(0, 0, 1-days*n).Format(time.DateOnly), nil
	}
	return "", fmt.Errorf("%q is not a date; write 2026-11-01, or 7d or 4w for the last days or weeks", s)
}
