package visits

import (
	"log/slog"
	"maps"
	"slices"
)

// The messages of the records that this package reads.
const (
	VisitMessage   = "visit"   // of a [Visit] that has ended
	TrafficMessage = "traffic" // of the [Traffic] of an hour
)

// Web is the door of visits over HTTP.
const Web = "web"

// Visit is an SSH session that has ended, or a file served over HTTP. Empty fields are not
// written.
type Visit struct {
	Door      string  `json:"door"`    // [Web], or "" for SSH
	From      string  `json:"from"`    // network, hash or address
	Client    string  `json:"client"`  // software: the text after "SSH-2.0-", or the User-Agent
	Term      string  `json:"term"`    // TERM of the terminal; "" without one
	Size      string  `json:"size"`    // COLSxROWS; "" without a terminal
	Tag       string  `json:"tag"`     // the user name if it is a tag, or ""
	Edition   string  `json:"edition"` // names of the editions shown, separated by spaces; "" if there is only one
	Subsystem string  `json:"subsystem"`
	Command   string  `json:"command"` // the words after the host name
	Status    int     `json:"status"`  // exit status
	Read      Stays   `json:"read"`    // in the order of first reading
	Took      string  `json:"took"`    // names of the formats taken, separated by spaces
	Seconds   float64 `json:"seconds"`
	Ended     string  `json:"ended"` // why; see [Endings]
}

// Stays is a JSON object of a log: seconds by place, in the order of first reading.
type Stays []Stay

// Stay is the time that a section or page was on screen.
type Stay struct {
	Place   string
	Seconds float64
}

// Attrs returns the attributes of the visit in the log, with times in tenths of a second.
func (v *Visit) Attrs() []slog.Attr {
	places := make([]slog.Attr, len(v.Read))
	for i, s := range v.Read {
		places[i] = slog.Float64(s.Place, tenths(s.Seconds))
	}
	attrs := []slog.Attr{
		slog.String("door", v.Door), slog.String("from", v.From), slog.String("client", v.Client),
		slog.String("term", v.Term), slog.String("size", v.Size), slog.String("tag", v.Tag),
		slog.String("edition", v.Edition), slog.String("subsystem", v.Subsystem), slog.String("command", v.Command),
		slog.Int("status", v.Status), {Key: "read", Value: slog.GroupValue(places...)}, slog.String("took", v.Took),
		slog.Float64("seconds", tenths(v.Seconds)), slog.String("ended", v.Ended),
	}
	empty := []slog.Value{slog.StringValue(""), slog.IntValue(0), slog.GroupValue()}
	return slices.DeleteFunc(attrs, func(a slog.Attr) bool {
		if a.Key == "seconds" {
			return v.Door == Web // a web request takes no time
		}
		return !slices.Contains([]string{"from", "client", "ended"}, a.Key) && slices.ContainsFunc(empty, a.Value.Equal)
	})
}

// terminal reports whether the visitor had a terminal.
func (v *Visit) terminal() bool { return v.Term != "" || v.Size != "" }

// Traffic counts connections since the previous record.
type Traffic struct {
	Connections uint64            `json:"connections"`
	Visits      uint64            `json:"visits"`
	Asides      uint64            `json:"asides"`  // HTTP requests that are not visits, such as for an icon
	Refused     map[string]uint64 `json:"refused"` // connections, requests and visits refused or ended, by reason
}

// Attrs returns the attributes of the traffic in the log.
func (t *Traffic) Attrs() []slog.Attr {
	attrs := []slog.Attr{slog.Uint64("connections", t.Connections), slog.Uint64("visits", t.Visits)}
	if t.Asides > 0 {
		attrs = append(attrs, slog.Uint64("asides", t.Asides))
	}
	var reasons []slog.Attr
	for _, name := range slices.Sorted(maps.Keys(t.Refused)) {
		reasons = append(reasons, slog.Uint64(name, t.Refused[name]))
	}
	if len(reasons) > 0 {
		attrs = append(attrs, slog.Attr{Key: "refused", Value: slog.GroupValue(reasons...)})
	}
	return attrs
}

// The endings of a visit in the log, other than limits of the guard.
const (
	Left    = "left"
	Done    = "done"
	Gone    = "gone"
	Restart = "restart"
	Panic   = "panic"
)

// Endings returns all endings of visits, in alphabetical order.
func Endings() []string {
	return []string{Done, Gone, "idle", Left, Panic, "requests", Restart, "session-time", "unread"}
}

// meanings returns the meanings of the endings of visits and of the guard's reasons.
func meanings() map[string]string {
	return map[string]string{
		Left:           "the visitor quit",
		Done:           "a command or a copy was carried out",
		Gone:           "the connection was closed or lost",
		Restart:        "the server was stopped",
		Panic:          "a fault of the server: see its log",
		"total":        "more connections than the server takes",
		"per-source":   "more connections than one source may have",
		"rate":         "more new connections than one source may make",
		"resting":      "the source had sent garbage",
		"proxy":        "a PROXY header was missing or wrong",
		"pending":      "closed without a session to admit others",
		"startup":      "no session in the time to start one",
		"garbage":      "the client did not speak SSH",
		"channels":     "too many channels, or one of another type",
		"requests":     "too many requests",
		"request":      "a request that is not granted",
		"command":      "a command that is too long",
		"unread":       "the client stopped reading",
		"idle":         "nothing was typed for too long",
		"session-time": "a visit as long as one may be",
		"algorithms":   "the client had no algorithm in common with the server",
	}
}
