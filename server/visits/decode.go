package visits

import (
	"bytes"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/valyala/fastjson"
)

// The years in which a visit may be: a clock that says something else is wrong.
const (
	firstYear = 2020
	lastYear  = 2100
)

// maxSeconds bounds how long a visit, or a stay, may have been: a week.
const maxSeconds = 7 * 24 * 60 * 60

// maxText bounds what is kept of a text, in characters; the server writes less.
const maxText = 256

// record is one line of a log: one of the two, or neither.
type record struct {
	visit   *Visit
	traffic *Traffic
}

// decoder reads lines of a log. What it returns is good until the next line.
type decoder struct {
	parser  fastjson.Parser
	inner   fastjson.Parser // of a line that is wrapped in another
	visit   Visit
	traffic Traffic

	level, message []byte
	bad            bool
	each           func(key []byte, v *fastjson.Value)
	eachStay       func(key []byte, v *fastjson.Value)
	eachReason     func(key []byte, v *fastjson.Value)
	texts          texts
}

func newDecoder() *decoder {
	d := &decoder{texts: texts{}}
	d.each, d.eachStay, d.eachReason = d.attr, d.stay, d.reason // once, not once a line
	return d
}

// decode reads one line. What comes before the first brace is somebody else's:
// the prefix of journalctl, docker compose or a container runtime.
func (d *decoder) decode(line []byte) record {
	at := bytes.IndexByte(line, '{')
	if at < 0 {
		return record{}
	}
	v, err := d.parser.ParseBytes(line[at:])
	if err != nil {
		return record{}
	}
	if w := wrapped(v); w != nil && !v.Exists(keyMessage) {
		if v, err = d.inner.ParseBytes(w); err != nil {
			return record{}
		}
	}
	o, err := v.Object()
	if err != nil {
		return record{}
	}
	d.visit = Visit{Read: d.visit.Read[:0]}
	d.traffic = Traffic{Refused: d.traffic.Refused[:0]}
	d.level, d.message, d.bad = nil, nil, false
	o.Visit(d.each)
	return d.record()
}

// wrapped is the line within a record of docker's json-file driver or of
// journalctl -o json, or nil.
func wrapped(v *fastjson.Value) []byte {
	for _, key := range [...]string{"log", "MESSAGE"} {
		if line := v.GetStringBytes(key); line != nil {
			return line
		}
	}
	return nil
}

// record is what the attributes come to. At level debug the server writes what is
// no visit: who was refused one, and its own health checks.
func (d *decoder) record() record {
	t := d.visit.Time
	if year := t.Year(); d.bad || year < firstYear || year > lastYear || bytes.HasPrefix(d.level, []byte("DEBUG")) {
		return record{}
	}
	switch string(d.message) {
	case VisitMessage:
		return record{visit: &d.visit}
	case TrafficMessage:
		d.traffic.Time = t
		return record{traffic: &d.traffic}
	}
	return record{}
}

// attr takes over one attribute. Of two with the same name the last one counts.
func (d *decoder) attr(key []byte, v *fastjson.Value) {
	switch string(key) {
	case keyTime:
		if t, err := time.Parse(time.RFC3339, string(v.GetStringBytes())); err == nil {
			d.visit.Time = t
		}
	case keyLevel:
		d.level = v.GetStringBytes()
	case keyMessage:
		d.message = v.GetStringBytes()
	case keyDoor:
		d.text(&d.visit.Door, v, d.texts)
	case keyFrom:
		d.text(&d.visit.From, v, nil) // seldom comes again
	case keyClient:
		d.text(&d.visit.Client, v, d.texts)
	case keyTerm:
		d.text(&d.visit.Term, v, d.texts)
	case keySize:
		d.text(&d.visit.Size, v, d.texts)
	case keyTag:
		d.text(&d.visit.Tag, v, d.texts)
	case keySubsystem:
		d.text(&d.visit.Subsystem, v, d.texts)
	case keyCommand:
		d.text(&d.visit.Command, v, d.texts)
	case keyTook:
		d.text(&d.visit.Took, v, d.texts)
	case keyEnded:
		d.text(&d.visit.Ended, v, d.texts)
	case keyStatus:
		n, err := v.Int()
		d.visit.Status, d.bad = n, d.bad || err != nil
	case keySeconds:
		d.visit.Seconds = d.seconds(v)
	case keyRead:
		d.visit.Read = d.visit.Read[:0]
		d.group(v, d.eachStay)
	case keyConnections:
		d.traffic.Connections = d.count(v)
	case keyVisits:
		d.traffic.Visits = d.count(v)
	case keyAsides:
		d.traffic.Asides = d.count(v)
	case keyRefused:
		d.traffic.Refused = d.traffic.Refused[:0]
		d.group(v, d.eachReason)
	}
}

func (d *decoder) stay(key []byte, v *fastjson.Value) {
	d.visit.Read = append(d.visit.Read, Stay{d.texts.clean(key), d.seconds(v)})
}

func (d *decoder) reason(key []byte, v *fastjson.Value) {
	d.traffic.Refused = append(d.traffic.Refused, Count{d.texts.clean(key), d.count(v)})
}

func (d *decoder) group(v *fastjson.Value, each func([]byte, *fastjson.Value)) {
	o, err := v.Object()
	if err != nil {
		d.bad = true
		return
	}
	o.Visit(each)
}

func (d *decoder) text(to *string, v *fastjson.Value, known texts) {
	b, err := v.StringBytes()
	if err != nil {
		d.bad = true
		return
	}
	*to = known.clean(b)
}

func (d *decoder) seconds(v *fastjson.Value) float64 {
	f, err := v.Float64()
	if err != nil || !(f >= 0 && f <= maxSeconds) { // no NaN either
		d.bad = true
		return 0
	}
	return f
}

// maxCount bounds what one line may count, so that no sum overflows.
const maxCount = 1 << 40

func (d *decoder) count(v *fastjson.Value) uint64 {
	n, err := v.Uint64()
	if err != nil || n > maxCount {
		d.bad = true
		return 0
	}
	return n
}

// texts keeps the texts that come again and again, so that a million lines do not
// make a million copies of each.
type texts map[string]string

// clean makes a stranger's text safe to print: visible characters in one line,
// maxText of them.
func (t texts) clean(b []byte) string {
	if s, ok := t[string(b)]; ok {
		return s
	}
	s := clean(b)
	if t != nil && len(t) < 4*maxNames && len(b) <= maxText {
		t[string(b)] = s
	}
	return s
}

func clean(b []byte) string {
	plain := len(b) <= maxText
	for i := 0; plain && i < len(b); i++ {
		plain = b[i] >= ' ' && b[i] <= '~'
	}
	if plain {
		return string(b)
	}
	var out strings.Builder
	n := 0
	for _, r := range string(b[:min(len(b), utf8.UTFMax*maxText)]) {
		if n++; n > maxText {
			break
		}
		if r == utf8.RuneError || !unicode.IsPrint(r) || unicode.Is(unicode.M, r) {
			r = '?'
		}
		out.WriteRune(r)
	}
	return out.String()
}
