package visits

import (
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// FuzzDecode checks that any decoded line is within bounds and can be printed.
func FuzzDecode(f *testing.F) {
	v := Visit{
		From: "192.0.2.0/24", Client: "OpenSSH_9.9", Term: "xterm", Size: "80x24", Tag: "acme", Status: 1, Took: "pdf vcard", Seconds: 12.5, Ended: "left",
		Read: []Stay{{"education", 1.5}, {"contact", 0}},
	}
	one := strings.TrimSpace(line(noon, slog.LevelInfo, VisitMessage, v.Attrs()))
	quoted, _ := json.Marshal(one)
	for _, seed := range []string{
		one,
		strings.TrimSpace(line(noon, slog.LevelInfo, TrafficMessage, (&Traffic{Connections: 3, Refused: map[string]uint64{"rate": 2}}).Attrs())),
		`{"log":` + string(quoted) + `}`,
		strings.Replace(one, "acme", `\u0061\"\\\/\b\f\n\r\t\u6f22\ud800`, 1),
		strings.Replace(one, `"status":1`, `"status":1.0`, 1),
		strings.Replace(one, `"read"`, `"read":{"x":1},"read"`, 1),
		strings.Replace(one, `"from"`, ` "new" : [1,{"a":null},true] , "from"`, 1),
		strings.Replace(one, "12.5", "1.25E+1", 1),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r := decode(b)
		if r == nil {
			return
		}
		texts := []string{r.Door, r.From, r.Client, r.Term, r.Size, r.Tag, r.Subsystem, r.Command, r.Took, r.Ended}
		if !(r.Seconds >= 0 && r.Seconds <= maxSeconds) || r.Time.Year() < firstYear {
			t.Errorf("got seconds or time out of bounds: %+v", r)
		}
		for _, s := range r.Read {
			texts = append(texts, s.Place)
			if !(s.Seconds >= 0 && s.Seconds <= maxSeconds) {
				t.Errorf("got seconds out of bounds: %+v", r)
			}
		}
		for _, s := range texts {
			if utf8.RuneCountInString(s) > maxText || !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
				t.Errorf("got text %q, want at most %d printable characters", s, maxText)
			}
		}
	})
}

// The last of several members with the same name counts, as in encoding/json.
func TestDecodeTwice(t *testing.T) {
	v := Visit{From: "a", Read: []Stay{{"education", 1}}}
	l := strings.Replace(line(noon, slog.LevelInfo, VisitMessage, v.Attrs()), `"read":{"education":1}`, `"read":{"x":1},"read":{"b":2,"a":1}`, 1)
	got := decode([]byte(l))
	if got == nil || len(got.Read) != 2 || got.Read[0] != (Stay{"b", 2}) || got.Read[1] != (Stay{"a", 1}) {
		t.Errorf("got %+v, want stays in b and a", got)
	}
}
