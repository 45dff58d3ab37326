// Package visits defines the records of a CV server's log ([Visit], [Traffic]), reads
// logs, and reports on them ([Report]).
//
// A log is read line by line and never held in memory:
//
//	file (plain, gzip) → Read → { Summary → Report: text, JSON | Table: CSV }
//
// The memory of a [Summary] is bounded: one row a day from [firstYear] to [lastYear], at
// most [maxNames] names of a kind, with the others counted together, [maxSources] sources,
// and one count for each length of visit, in tenths of a second up to a week. Texts in a
// log come from strangers. They are cleaned when they are decoded, so that none can
// move a cursor or fill a screen.
//
// The package knows neither SSH nor the CV.
package visits

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The bounds of a line.
const (
	maxLine    = 64 << 10 // bytes; a longer line is skipped. The server writes a few hundred
	firstYear  = 2020     // the server's clock is wrong before this year
	lastYear   = 2100
	maxSeconds = 7 * 24 * 60 * 60 // a week, for a visit or a stay
	maxCount   = 1 << 40          // in one line, so that no sum overflows
	maxText    = 256              // characters of a text; the server writes fewer
)

// Sink receives the records of a log. It may keep them.
type Sink interface {
	Visit(v *Visit) error
	Traffic(t *Traffic) error
}

// Lines counts the lines of a log.
type Lines struct {
	Read    uint64 `json:"read"`
	Skipped uint64 `json:"skipped"` // neither a visit nor traffic
}

// ErrDamaged is the error of [Read] if a log cannot be read to its end.
var ErrDamaged = errors.New("the log is damaged")

// Read passes the visits and the traffic of a log on to a sink, without those before
// the day of since. The log is JSON lines as [log/slog] writes them, plain or gzip,
// as they are or as journald and docker keep them. Other lines are skipped and
// counted. Read returns the sink's error at once, and an [ErrDamaged] after all that
// could be read.
func Read(r io.Reader, since time.Time, to Sink) (n Lines, err error) {
	in := bufio.NewReaderSize(r, maxLine)
	if magic, _ := in.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(in)
		if err != nil {
			return n, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		in = bufio.NewReaderSize(z, maxLine)
	}
	first := dayOf(since)
	for err == nil {
		line, failed := nextLine(in)
		if errors.Is(failed, io.EOF) && len(line) == 0 {
			return n, nil
		}
		if failed != nil && !errors.Is(failed, io.EOF) {
			return n, fmt.Errorf("%w: %w", ErrDamaged, failed)
		}
		n.Read++
		switch v, t := decode(line); {
		case v != nil && !dayOf(v.Time).Before(first):
			err = to.Visit(v)
		case t != nil && !dayOf(t.Time).Before(first):
			err = to.Traffic(t)
		case v == nil && t == nil:
			n.Skipped++
		}
	}
	return n, err
}

// dayOf returns the date of t in its own zone, as midnight UTC.
func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// nextLine returns the next line with its end, or an empty one for a line longer than
// [maxLine].
func nextLine(in *bufio.Reader) ([]byte, error) {
	line, err := in.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return line, err
	}
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = in.ReadSlice('\n')
	}
	if errors.Is(err, io.EOF) {
		err = nil // the next call says so
	}
	return []byte("\n"), err
}

// entry is a line of a log, or the line that docker's json-file driver (log) or
// journalctl -o json (MESSAGE) has put it in.
type entry struct {
	Time    time.Time `json:"time"`
	Level   string    `json:"level"`
	Message string    `json:"msg"`
	Log     string    `json:"log"`
	Journal string    `json:"MESSAGE"`
	Visit
	Traffic
}

// decode reads one line: a visit, traffic, or neither. It skips what stands before
// the first brace, such as the prefix of journalctl or docker compose.
func decode(line []byte) (*Visit, *Traffic) {
	var e entry
	at := bytes.IndexByte(line, '{')
	if at < 0 || json.Unmarshal(line[at:], &e) != nil {
		return nil, nil
	}
	if inner := cmp.Or(e.Log, e.Journal); e.Message == "" && inner != "" {
		e = entry{}
		if json.Unmarshal([]byte(inner), &e) != nil {
			return nil, nil
		}
	}
	// At level debug the server writes refused visits and its own health checks.
	if y := e.Time.Year(); y < firstYear || y > lastYear || strings.HasPrefix(e.Level, "DEBUG") {
		return nil, nil
	}
	e.Visit.Time, e.Traffic.Time = e.Time, e.Time
	switch {
	case e.Message == VisitMessage && e.Visit.valid():
		return &e.Visit, nil
	case e.Message == TrafficMessage && e.Traffic.valid():
		return nil, &e.Traffic
	}
	return nil, nil
}

// valid cleans the texts of a visit and reports whether its times are possible.
func (v *Visit) valid() bool {
	for _, s := range []*string{&v.Door, &v.From, &v.Client, &v.Term, &v.Size, &v.Tag, &v.Edition, &v.Subsystem, &v.Command, &v.Took, &v.Ended} {
		*s = clean(*s)
	}
	ok := v.Seconds >= 0 && v.Seconds <= maxSeconds
	for i, s := range v.Read {
		v.Read[i].Place = clean(s.Place)
		ok = ok && s.Seconds >= 0 && s.Seconds <= maxSeconds
	}
	return ok
}

// valid cleans the texts of traffic and reports whether its counts are possible.
func (t *Traffic) valid() bool {
	ok := t.Connections <= maxCount && t.Visits <= maxCount && t.Asides <= maxCount
	refused := make(map[string]uint64, len(t.Refused))
	for name, n := range t.Refused {
		refused[clean(name)] += n
		ok = ok && n <= maxCount
	}
	t.Refused = refused
	return ok
}

// UnmarshalJSON implements [json.Unmarshaler]. Unlike a map, it keeps the order.
func (s *Stays) UnmarshalJSON(b []byte) error {
	*s = nil
	d := json.NewDecoder(bytes.NewReader(b))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return errors.Join(err, errors.New("not an object"))
	}
	for d.More() {
		place, err := d.Token()
		if err != nil {
			return err
		}
		stay := Stay{Place: fmt.Sprint(place)}
		if err := d.Decode(&stay.Seconds); err != nil {
			return err
		}
		*s = append(*s, stay)
	}
	return nil
}

// clean returns at most [maxText] characters of s, in one line, with a question
// mark for each that is not visible.
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

// ParseSince parses a date, 2026-11-01, or a number of days or weeks that end with
// today: 7d, 4w.
func ParseSince(s string, now time.Time) (time.Time, error) {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t, nil
	}
	var n int
	var unit, rest string
	_, _ = fmt.Sscanf(s, "%d%1s%s", &n, &unit, &rest)
	if days := map[string]int{"d": 1, "w": 7}[unit]; days > 0 && n > 0 && n <= 10_000 && rest == "" {
		return now.AddDate(0, 0, 1-days*n), nil
	}
	return time.Time{}, fmt.Errorf("%q is not a date; write 2026-11-01, or 7d or 4w for the last days or weeks", s)
}
