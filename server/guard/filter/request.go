// Package filter decides what a client may ask for and type in a session. It keeps no
// time and knows no connection.
package filter

import (
	"slices"
	"strings"

	gossh "golang.org/x/crypto/ssh"
)

// Verdict is what becomes of a request.
type Verdict uint8

// Verdicts.
const (
	Refuse Verdict = iota // it is answered no
	Resize                // it is a window change
	Pass                  // it is handed on
	Start                 // it is handed on and starts the session
)

// Requests judges the requests of one session channel (RFC 4254, section 6), in
// their order.
type Requests struct {
	Subsystems []string // that are served
	Pty        bool     // a terminal has been granted
	Long       bool     // the command was too long; it has been cut to nothing

	env     int
	started bool
}

// Bounds of a terminal, in cells. Larger ones are not believed.
const (
	MaxWidth  = 500
	MaxHeight = 200
)

// Bounds of other requests.
const (
	maxCommand  = 512 // bytes
	maxEnv      = 16  // variables
	maxEnvBytes = 128 // of a name and its value
)

// isTerminalName reports whether a name is one that terminfo may have, and that neither
// a log nor a path would take for more.
func isTerminalName(s string) bool {
	return 0 < len(s) && len(s) <= 64 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.+_-") == ""
}

// Judge returns what becomes of a request, and the payload to hand on.
func (f *Requests) Judge(kind string, payload []byte) (Verdict, []byte) {
	if kind == "window-change" {
		if len(payload) < 16 {
			return Refuse, nil
		}
		return Resize, payload[:8] // columns and rows; then come pixels
	}
	if f.started {
		return Refuse, nil
	}
	switch kind {
	case "pty-req":
		return f.judgePty(payload)
	case "env":
		return f.judgeEnv(payload)
	case "shell":
		f.started = true
		return Start, nil
	case "exec", "subsystem":
		var p struct{ Value string }
		if gossh.Unmarshal(payload, &p) != nil || kind == "subsystem" && !slices.Contains(f.Subsystems, p.Value) {
			return Refuse, nil
		}
		f.started = true
		if kind == "exec" && len(p.Value) > maxCommand {
			f.Long = true
			return Start, gossh.Marshal(struct{ Value string }{})
		}
		return Start, payload
	}
	return Refuse, nil // agent, X11, break, signal, and what we do not know
}

// judgePty grants one terminal, of a size that can be believed. Its modes are
// nobody's business: there is no terminal driver here.
func (f *Requests) judgePty(payload []byte) (Verdict, []byte) {
	var p struct {
		Term                 string
		Cols, Rows, PxX, PxY uint32
		Modes                string
	}
	if f.Pty || gossh.Unmarshal(payload, &p) != nil {
		return Refuse, nil
	}
	f.Pty = true
	if !isTerminalName(p.Term) {
		p.Term = "xterm"
	}
	p.Cols, p.Rows, p.PxX, p.PxY, p.Modes = min(p.Cols, MaxWidth), min(p.Rows, MaxHeight), 0, 0, ""
	return Pass, gossh.Marshal(p)
}

// judgeEnv takes a few short variables that are known and printable.
func (f *Requests) judgeEnv(payload []byte) (Verdict, []byte) {
	var p struct{ Name, Value string }
	if f.env >= maxEnv || gossh.Unmarshal(payload, &p) != nil || len(p.Name)+len(p.Value) > maxEnvBytes {
		return Refuse, nil
	}
	if strings.ContainsFunc(p.Name+p.Value, func(r rune) bool { return r < ' ' || r > '~' }) {
		return Refuse, nil
	}
	switch p.Name {
	case "LANG", "COLORTERM", "NO_COLOR", "TERM_PROGRAM", "TZ":
	default:
		if !strings.HasPrefix(p.Name, "LC_") {
			return Refuse, nil
		}
	}
	f.env++
	return Pass, payload
}
