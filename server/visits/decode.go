package visits

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The bounds of a line.
const (
	firstYear  = 2020 // the server's clock is wrong before this year
	lastYear   = 2100
	maxSeconds = 7 * 24 * 60 * 60 // a week, for a visit or a stay
	maxCount   = 1 << 40          // in one line, so that no sum overflows
	maxText    = 256              // characters of a text; the server writes fewer
)

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
	for i, c := range t.Refused {
		t.Refused[i].Name = clean(c.Name)
		ok = ok && c.Times <= maxCount
	}
	return ok
}

// UnmarshalJSON implements [json.Unmarshaler].
func (s *Stays) UnmarshalJSON(b []byte) error {
	*s = nil
	return eachMember(b, func(name string, v float64) { *s = append(*s, Stay{name, v}) })
}

// UnmarshalJSON implements [json.Unmarshaler].
func (c *Counts) UnmarshalJSON(b []byte) error {
	*c = nil
	return eachMember(b, func(name string, v uint64) { *c = append(*c, Count{name, v}) })
}

// eachMember calls f for each member of a JSON object of numbers, in order.
func eachMember[N float64 | uint64](b []byte, f func(name string, v N)) error {
	d := json.NewDecoder(bytes.NewReader(b))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return errors.Join(err, errors.New("not an object"))
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		var v N
		if err := d.Decode(&v); err != nil {
			return err
		}
		f(fmt.Sprint(name), v)
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
