package guard

import (
	"slices"
	"strings"

	gossh "golang.org/x/crypto/ssh"
)

// verdict is what becomes of a request.
type verdict uint8

const (
	refuse verdict = iota // it is answered no
	resize                // it is a window change
	pass                  // it is handed on
	start                 // it is handed on and starts the session
)

// filter judges the requests of one session channel (RFC 4254, section 6), in
// their order.
type filter struct {
	cfg     *Config
	env     int
	pty     bool
	started bool
	long    bool // the command was too long; it has been cut to nothing
}

// isTerminalName reports whether a name is one that terminfo may have, and that neither
// a log nor a path would take for more.
func isTerminalName(s string) bool {
	return 0 < len(s) && len(s) <= 64 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.+_-") == ""
}

// judge returns what becomes of a request, and the payload to hand on.
func (f *filter) judge(kind string, payload []byte) (verdict, []byte) {
	if kind == "window-change" {
		if len(payload) < 16 {
			return refuse, nil
		}
		return resize, payload[:8] // columns and rows; then come pixels
	}
	if f.started {
		return refuse, nil
	}
	switch kind {
	case "pty-req":
		return f.judgePty(payload)
	case "env":
		return f.judgeEnv(payload)
	case "shell":
		f.started = true
		return start, nil
	case "exec", "subsystem":
		var p struct{ Value string }
		if gossh.Unmarshal(payload, &p) != nil || kind == "subsystem" && !slices.Contains(f.cfg.Subsystems, p.Value) {
			return refuse, nil
		}
		f.started = true
		if kind == "exec" && len(p.Value) > maxCommand {
			f.long = true
			return start, gossh.Marshal(struct{ Value string }{})
		}
		return start, payload
	}
	return refuse, nil // agent, X11, break, signal, and what we do not know
}

// judgePty grants one terminal, of a size that can be believed. Its modes are
// nobody's business: there is no terminal driver here.
func (f *filter) judgePty(payload []byte) (verdict, []byte) {
	var p struct {
		Term                 string
		Cols, Rows, PxX, PxY uint32
		Modes                string
	}
	if f.pty || gossh.Unmarshal(payload, &p) != nil {
		return refuse, nil
	}
	f.pty = true
	if !isTerminalName(p.Term) {
		p.Term = "xterm"
	}
	p.Cols, p.Rows, p.PxX, p.PxY, p.Modes = min(p.Cols, maxWidth), min(p.Rows, maxHeight), 0, 0, ""
	return pass, gossh.Marshal(p)
}

// judgeEnv takes a few short variables that are known and printable.
func (f *filter) judgeEnv(payload []byte) (verdict, []byte) {
	var p struct{ Name, Value string }
	if f.env >= maxEnv || gossh.Unmarshal(payload, &p) != nil || len(p.Name)+len(p.Value) > maxEnvBytes {
		return refuse, nil
	}
	if strings.ContainsFunc(p.Name+p.Value, func(r rune) bool { return r < ' ' || r > '~' }) {
		return refuse, nil
	}
	switch p.Name {
	case "LANG", "COLORTERM", "NO_COLOR", "TERM_PROGRAM", "TZ":
	default:
		if !strings.HasPrefix(p.Name, "LC_") {
			return refuse, nil
		}
	}
	f.env++
	return pass, payload
}
