package visits

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

// FuzzDecode compares the decoder with encoding/json, which is slower: what
// both take for JSON says the same to both.
func FuzzDecode(f *testing.F) {
	v := Visit{
		From: "192.0.2.0/24", Client: "OpenSSH_9.9", Term: "xterm", Size: "80x24", Tag: "acme", Status: 1, Took: "pdf vcard", Seconds: 12.5, Ended: "left",
		Read: []Stay{{"education", 1.5}, {"contact", 0}},
	}
	one := strings.TrimSpace(line(noon, slog.LevelInfo, VisitMessage, v.Attrs()))
	quoted, _ := json.Marshal(one)
	for _, seed := range []string{
		one,
		strings.TrimSpace(line(noon, slog.LevelInfo, TrafficMessage, (&Traffic{Connections: 3, Refused: []Count{{"rate", 2}}}).Attrs())),
		`{"log":` + string(quoted) + `}`,
		strings.Replace(one, "acme", `\u0061\"\\\/\b\f\n\r\t\u6f22`, 1),
		strings.Replace(one, `"term"`, `"t\u0065rm"`, 1),
		strings.Replace(one, `"status":1`, `"status":1.0`, 1),
		strings.Replace(one, `"status":1`, `"status":-0`, 1),
		strings.Replace(one, `"read"`, `"read":{"x":1},"read"`, 1),
		strings.Replace(one, `"from"`, ` "new" : [1,{"a":null},true] , "from"`, 1),
		strings.Replace(one, "12.5", "1.25E+1", 1),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got := newDecoder().decode(b)
		if !comparable(b) {
			return
		}
		want := reference(b)
		if (got.visit == nil) != (want.visit == nil) || (got.traffic == nil) != (want.traffic == nil) {
			t.Fatalf("%s\n is %+v, want %+v", b, got, want)
		}
		if got.visit != nil && !same(*got.visit, *want.visit) {
			t.Errorf("%s\n is %+v\nwant %+v", b, *got.visit, *want.visit)
		}
		if got.traffic != nil && !same(*got.traffic, *want.traffic) {
			t.Errorf("%s\n is %+v\nwant %+v", b, *got.traffic, *want.traffic)
		}
	})
}

// comparable are lines that are JSON to everybody: valid, in UTF-8 and without
// halves of surrogate pairs; with no deeper nesting and no longer numbers than
// anybody writes.
func comparable(b []byte) bool {
	lower := bytes.ToLower(b)
	return json.Valid(b) && bytes.HasPrefix(b, []byte("{")) && bytes.Equal(bytes.ToValidUTF8(b, nil), b) &&
		!bytes.Contains(lower, []byte(`\ud`)) && bytes.Count(b, []byte("[")) < 100 && bytes.Count(b, []byte("{")) < 100
}

func same[T any](a, b T) bool {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range x.NumField() {
		v, w := x.Field(i), y.Field(i)
		switch v.Kind() {
		case reflect.Slice:
			if v.Len() != w.Len() || v.Len() > 0 && !reflect.DeepEqual(v.Interface(), w.Interface()) {
				return false
			}
		default:
			t, isTime := v.Interface().(time.Time)
			if isTime && !t.Equal(w.Interface().(time.Time)) || !isTime && !reflect.DeepEqual(v.Interface(), w.Interface()) {
				return false
			}
		}
	}
	return true
}

// field is a key and its value.
type field struct {
	key   string
	value json.RawMessage
}

// fields are those of an object in order, or false for anything else.
func fields(b []byte) (out []field, ok bool) {
	d := json.NewDecoder(bytes.NewReader(b))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, false
	}
	for d.More() {
		key, _ := d.Token()
		f := field{key: key.(string)}
		if d.Decode(&f.value) != nil {
			return nil, false
		}
		out = append(out, f)
	}
	return out, true
}

// reference reads a line as the decoder should.
func reference(b []byte) record {
	all, ok := fields(b)
	if !ok {
		return record{}
	}
	has := map[string]json.RawMessage{}
	for _, f := range all {
		if _, twice := has[f.key]; !twice { // as for any wrapper, the first counts
			has[f.key] = f.value
		}
	}
	if _, ok := has["msg"]; !ok {
		for _, key := range []string{"log", "MESSAGE"} {
			var inner string
			if w := has[key]; w != nil && w[0] == '"' && json.Unmarshal(w, &inner) == nil {
				if !comparable([]byte(inner)) {
					return newDecoder().decode(b) // nothing to compare with
				}
				all, _ = fields([]byte(inner))
				break
			}
		}
	}
	return referenceOf(all)
}

func referenceOf(all []field) record {
	var v Visit
	var c Traffic
	var msg, level string
	bad := false
	text := func(to *string, raw json.RawMessage) {
		if raw[0] != '"' {
			bad = true
			return
		}
		_ = json.Unmarshal(raw, to)
		*to = clean([]byte(*to))
	}
	seconds := func(raw json.RawMessage) (f float64) {
		if json.Unmarshal(raw, &f) != nil || string(raw) == "null" || f < 0 || f > maxSeconds || math.IsNaN(f) {
			bad = true
			return 0
		}
		return f
	}
	count := func(raw json.RawMessage) (n uint64) {
		if json.Unmarshal(raw, &n) != nil || string(raw) == "null" || n > maxCount {
			bad = true
			return 0
		}
		return n
	}
	for _, f := range all {
		raw := f.value
		texts := map[string]*string{
			"door": &v.Door, "from": &v.From, "client": &v.Client, "term": &v.Term, "size": &v.Size, "tag": &v.Tag,
			"subsystem": &v.Subsystem, "command": &v.Command, "took": &v.Took, "ended": &v.Ended,
		}
		switch f.key {
		case "msg", "level", "time":
			s := ""
			if raw[0] == '"' {
				_ = json.Unmarshal(raw, &s)
			}
			switch f.key {
			case "msg":
				msg = s
			case "level":
				level = s
			default:
				if at, err := time.Parse(time.RFC3339, s); err == nil {
					v.Time, c.Time = at, at
				}
			}
		case "status":
			if json.Unmarshal(raw, &v.Status) != nil || string(raw) == "null" {
				bad = true
			}
		case "seconds":
			v.Seconds = seconds(raw)
		case "connections":
			c.Connections = count(raw)
		case "asides":
			c.Asides = count(raw)
		case "visits":
			c.Visits = count(raw)
		case "read", "refused":
			group, ok := fields(raw)
			bad = bad || !ok
			if f.key == "read" {
				v.Read = nil
				for _, g := range group {
					v.Read = append(v.Read, Stay{clean([]byte(g.key)), seconds(g.value)})
				}
			} else {
				c.Refused = nil
				for _, g := range group {
					c.Refused = append(c.Refused, Count{clean([]byte(g.key)), count(g.value)})
				}
			}
		default:
			if to := texts[f.key]; to != nil {
				text(to, raw)
			}
		}
	}
	if y := v.Time.Year(); bad || y < firstYear || y > lastYear || strings.HasPrefix(level, "DEBUG") {
		return record{}
	}
	switch msg {
	case "visit":
		return record{visit: &v}
	case "traffic":
		return record{traffic: &c}
	}
	return record{}
}
