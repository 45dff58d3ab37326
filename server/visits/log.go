package visits

import (
	"log/slog"
	"strings"
	"time"
)

// The messages of the records that this package reads.
const (
	VisitMessage   = "visit"   // of a [Visit] that has ended
	TrafficMessage = "traffic" // of the [Traffic] of an hour
)

// Web is the door of visits over HTTP.
const Web = "web"

// Visit is an SSH session that has ended, or a file that was served over HTTP. Empty
// fields are not written.
type Visit struct {
	Door      string    `json:"door"`    // [Web], or "" for SSH
	Time      time.Time `json:"-"`       // of the record: when the visit ended, by the server's clock
	From      string    `json:"from"`    // network, hash or address
	Client    string    `json:"client"`  // software: what follows "SSH-2.0-", or the User-Agent
	Term      string    `json:"term"`    // TERM of the terminal; "" without one
	Size      string    `json:"size"`    // COLSxROWS; "" without a terminal
	Tag       string    `json:"tag"`     // the user name if it is a tag, or ""
	Edition   string    `json:"edition"` // names of the editions shown, separated by spaces; "" if there is only one
	Subsystem string    `json:"subsystem"`
	Command   string    `json:"command"` // the words after the host name
	Status    int       `json:"status"`  // exit status
	Read      Stays     `json:"read"`    // in the order of first reading
	Took      string    `json:"took"`    // names of the formats taken, separated by spaces
	Seconds   float64   `json:"seconds"`
	Ended     string    `json:"ended"` // why; see [Endings]
}

// Stays is a JSON object of a log: seconds by place, in its order.
type Stays []Stay

// Stay is the time that a section or page was on screen.
type Stay struct {
	Place   string
	Seconds float64
}

// Attrs returns the attributes of the visit in the log, without the time, which is
// the record's.
func (v *Visit) Attrs() []slog.Attr {
	var attrs []slog.Attr
	text := func(key, value string) {
		if value != "" {
			attrs = append(attrs, slog.String(key, value))
		}
	}
	text("door", v.Door)
	attrs = append(attrs, slog.String("from", v.From), slog.String("client", v.Client))
	text("term", v.Term)
	text("size", v.Size)
	text("tag", v.Tag)
	text("edition", v.Edition)
	text("subsystem", v.Subsystem)
	text("command", v.Command)
	if v.Status != 0 {
		attrs = append(attrs, slog.Int("status", v.Status))
	}
	if len(v.Read) > 0 {
		var places []slog.Attr
		for _, s := range v.Read {
			places = append(places, slog.Float64(s.Place, s.Seconds))
		}
		attrs = append(attrs, slog.Attr{Key: "read", Value: slog.GroupValue(places...)})
	}
	text("took", v.Took)
	if v.Door != Web { // where a request takes no time
		attrs = append(attrs, slog.Float64("seconds", v.Seconds))
	}
	return append(attrs, slog.String("ended", v.Ended))
}

// terminal reports whether the visitor had a terminal.
func (v *Visit) terminal() bool { return v.Term != "" || v.Size != "" }

// took returns the names of the formats taken.
func (v *Visit) took() []string { return strings.Fields(v.Took) }

// Traffic counts connections since the record before.
type Traffic struct {
	Time        time.Time `json:"-"` // of the record
	Connections uint64    `json:"connections"`
	Visits      uint64    `json:"visits"`
	Asides      uint64    `json:"asides"`  // HTTP requests that are no visit, such as for an icon
	Refused     Counts    `json:"refused"` // connections, requests and visits refused or ended, by reason
}

// Counts is a JSON object of a log: numbers by name, in its order.
type Counts []Count

// Count is how often something with a name happened.
type Count struct {
	Name  string `json:"name"`
	Times uint64 `json:"times"`
}

// Attrs returns the attributes of the traffic in the log, without the time.
func (t *Traffic) Attrs() []slog.Attr {
	attrs := []slog.Attr{slog.Uint64("connections", t.Connections), slog.Uint64("visits", t.Visits)}
	if t.Asides > 0 {
		attrs = append(attrs, slog.Uint64("asides", t.Asides))
	}
	if len(t.Refused) > 0 {
		var reasons []slog.Attr
		for _, r := range t.Refused {
			reasons = append(reasons, slog.Uint64(r.Name, r.Times))
		}
		attrs = append(attrs, slog.Attr{Key: "refused", Value: slog.GroupValue(reasons...)})
	}
	return attrs
}
