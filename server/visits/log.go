package visits

import (
	"log/slog"
	"strings"
	"time"
)

// The messages of the records that this package reads.
const (
	VisitMessage   = "visit"   // a visit has ended; see [Visit]
	TrafficMessage = "traffic" // who has come in an hour; see [Traffic]
)

// The attributes of the records, as [log/slog] writes them.
const (
	keyTime        = slog.TimeKey
	keyLevel       = slog.LevelKey
	keyMessage     = slog.MessageKey
	keyDoor        = "door"
	keyFrom        = "from"
	keyClient      = "client"
	keyTerm        = "term"
	keySize        = "size"
	keyTag         = "tag"
	keyEdition     = "edition"
	keySubsystem   = "subsystem"
	keyCommand     = "command"
	keyStatus      = "status"
	keyRead        = "read"
	keyTook        = "took"
	keySeconds     = "seconds"
	keyEnded       = "ended"
	keyConnections = "connections"
	keyVisits      = "visits"
	keyAsides      = "asides"
	keyRefused     = "refused"
)

// Web is the door of visits that come with a browser.
const Web = "web"

// Visit is a session that has ended, or a file that was given on the web. Empty
// fields are not written.
type Visit struct {
	Door      string    `json:"door"`    // [Web], or "" for SSH
	Time      time.Time `json:"-"`       // when it ended, on the server's clock; of the record
	From      string    `json:"from"`    // network, hash or address
	Client    string    `json:"client"`  // software: what follows "SSH-2.0-", or the User-Agent
	Term      string    `json:"term"`    // TERM of the terminal; "" without one
	Size      string    `json:"size"`    // COLSxROWS; "" without a terminal
	Tag       string    `json:"tag"`     // the tag that was typed as user name; "" for any other
	Edition   string    `json:"edition"` // names of those that were shown, separated by spaces; "" where there is one
	Subsystem string    `json:"subsystem"`
	Command   string    `json:"command"` // what was typed after the host name
	Status    int       `json:"status"`  // exit status
	Read      Stays     `json:"read"`    // in the order of first reading
	Took      string    `json:"took"`    // names of formats, separated by spaces
	Seconds   float64   `json:"seconds"`
	Ended     string    `json:"ended"` // why; see "The log" in the README
}

// Stays is a JSON object in a log: seconds by place, in order.
type Stays []Stay

// Stay is how many seconds a section or page has been on screen.
type Stay struct {
	Place   string
	Seconds float64
}

// Attrs is the visit as the log has it, but for the time, which is the record's.
func (v *Visit) Attrs() []slog.Attr {
	var attrs []slog.Attr
	if v.Door != "" {
		attrs = append(attrs, slog.String(keyDoor, v.Door))
	}
	attrs = append(attrs, slog.String(keyFrom, v.From), slog.String(keyClient, v.Client))
	for _, a := range [...]slog.Attr{
		slog.String(keyTerm, v.Term), slog.String(keySize, v.Size), slog.String(keyTag, v.Tag), slog.String(keyEdition, v.Edition),
		slog.String(keySubsystem, v.Subsystem), slog.String(keyCommand, v.Command),
	} {
		if a.Value.String() != "" {
			attrs = append(attrs, a)
		}
	}
	if v.Status != 0 {
		attrs = append(attrs, slog.Int(keyStatus, v.Status))
	}
	if len(v.Read) > 0 {
		var places []slog.Attr
		for _, s := range v.Read {
			places = append(places, slog.Float64(s.Place, s.Seconds))
		}
		attrs = append(attrs, slog.Any(keyRead, slog.GroupValue(places...)))
	}
	if v.Took != "" {
		attrs = append(attrs, slog.String(keyTook, v.Took))
	}
	if v.Door != Web { // where a request takes no time
		attrs = append(attrs, slog.Float64(keySeconds, v.Seconds))
	}
	return append(attrs, slog.String(keyEnded, v.Ended))
}

// terminal reports whether the visitor had one.
func (v *Visit) terminal() bool { return v.Term != "" || v.Size != "" }

// took are the formats that were taken home.
func (v *Visit) took() []string { return strings.Fields(v.Took) }

// Traffic is who has come since the record before.
type Traffic struct {
	Time        time.Time `json:"-"` // of the record
	Connections uint64    `json:"connections"`
	Visits      uint64    `json:"visits"`
	Asides      uint64    `json:"asides"`  // requests on the web that are no visit, such as for an icon
	Refused     Counts    `json:"refused"` // connections, requests and visits refused or ended, by reason
}

// Counts is a JSON object in a log: counts by name, in order.
type Counts []Count

// Count is how often there was something.
type Count struct {
	Name  string `json:"name"`
	Times uint64 `json:"times"`
}

// Attrs is the traffic as the log has it.
func (t *Traffic) Attrs() []slog.Attr {
	attrs := []slog.Attr{slog.Uint64(keyConnections, t.Connections), slog.Uint64(keyVisits, t.Visits)}
	if t.Asides > 0 {
		attrs = append(attrs, slog.Uint64(keyAsides, t.Asides))
	}
	if len(t.Refused) > 0 {
		var reasons []slog.Attr
		for _, r := range t.Refused {
			reasons = append(reasons, slog.Uint64(r.Name, r.Times))
		}
		attrs = append(attrs, slog.Any(keyRefused, slog.GroupValue(reasons...)))
	}
	return attrs
}
