package guard

import (
	"encoding/binary"
	"slices"
	"strings"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// receive receives a request, and reports false if the channel is closed.
func (ch *channel) receive() bool {
	select {
	case req, ok := <-ch.reqs:
		if ok {
			ch.handle(req)
		}
		return ok
	case <-ch.due:
		ch.due = nil
		ch.deliver()
	}
	return true
}

func (ch *channel) handle(req *gossh.Request) {
	s := ch.session
	g := s.conn.guard
	if req.Type == "window-change" && len(req.Payload) >= 16 {
		ch.resize(req)
		return
	}
	if !s.conn.ask() {
		return // the connection has been closed
	}
	var granted bool
	if req.Payload, granted = ch.filter.grant(req.Type, req.Payload); !granted {
		g.refused[Request].Add(1)
		_ = req.Reply(false, nil)
		return
	}
	switch {
	case !ch.filter.started:
		_ = req.Reply(true, nil) // many clients wait for it before they start anything
		req.WantReply = false
	case req.Type == "subsystem" && !ch.double(), !s.Begin():
		_ = req.Reply(false, nil)
		return
	case ch.filter.long:
		g.refused[Command].Add(1)
		g.mu.Lock()
		s.refusal = Command
		g.mu.Unlock()
	}
	ch.granted <- req
}

// resize delivers a window change (RFC 4254, section 6.7), or the newest of those that
// come too fast.
func (ch *channel) resize(req *gossh.Request) {
	_ = req.Reply(true, nil)
	ch.width = int(min(binary.BigEndian.Uint32(req.Payload), maxWidth))
	ch.height = int(min(binary.BigEndian.Uint32(req.Payload[4:]), maxHeight))
	if ch.due == nil && time.Since(ch.last) >= resizeEvery {
		ch.deliver()
		return
	}
	ch.session.CountRequest()
	if ch.due == nil {
		ch.due = time.After(resizeEvery)
	}
}

// deliver passes the newest size to the server.
func (ch *channel) deliver() {
	ch.last = time.Now()
	if f := ch.session.resized; f != nil {
		f(ch.width, ch.height)
	}
}

// Bounds of a terminal, in cells. Larger sizes are cut.
const (
	maxWidth  = 500
	maxHeight = 200
)

// Bounds of other requests.
const (
	maxCommand  = 512 // bytes
	maxEnv      = 16  // variables
	maxEnvBytes = 128 // of a name and its value
)

// isTerminalName reports whether s may be a name in terminfo, safe in a log and in a path.
func isTerminalName(s string) bool {
	return 0 < len(s) && len(s) <= 64 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.+_-") == ""
}

// filter decides on the requests of one session channel (RFC 4254, section 6), in their
// order.
type filter struct {
	subsystems []string // that are served
	terminal   bool     // one has been granted
	started    bool     // so has a shell, a command or a subsystem
	long       bool     // the command was too long; it has been cut to nothing
	env        int      // variables granted
}

// grant returns the payload to pass on, and reports whether the request is granted.
func (f *filter) grant(kind string, payload []byte) ([]byte, bool) {
	if f.started {
		return nil, false
	}
	switch kind {
	case "pty-req":
		return f.grantTerminal(payload)
	case "env":
		return payload, f.grantVariable(payload)
	case "shell":
		f.started = true
		return nil, true
	case "exec", "subsystem":
		var p struct{ Value string }
		if gossh.Unmarshal(payload, &p) != nil || kind == "subsystem" && !slices.Contains(f.subsystems, p.Value) {
			return nil, false
		}
		f.started = true
		if f.long = kind == "exec" && len(p.Value) > maxCommand; f.long {
			payload = gossh.Marshal(struct{ Value string }{})
		}
		return payload, true
	}
	return nil, false // agent, X11, break, signal, and unknown requests
}

// grantTerminal grants one terminal, and bounds its size. It drops the modes, because the
// server has no terminal driver.
func (f *filter) grantTerminal(payload []byte) ([]byte, bool) {
	var p struct {
		Term                 string
		Cols, Rows, PxX, PxY uint32
		Modes                string
	}
	if f.terminal || gossh.Unmarshal(payload, &p) != nil {
		return nil, false
	}
	f.terminal = true
	if !isTerminalName(p.Term) {
		p.Term = "xterm"
	}
	p.Cols, p.Rows, p.PxX, p.PxY, p.Modes = min(p.Cols, maxWidth), min(p.Rows, maxHeight), 0, 0, ""
	return gossh.Marshal(p), true
}

// grantVariable grants a few short, printable variables of known names.
func (f *filter) grantVariable(payload []byte) bool {
	var p struct{ Name, Value string }
	if f.env >= maxEnv || gossh.Unmarshal(payload, &p) != nil || len(p.Name)+len(p.Value) > maxEnvBytes ||
		strings.ContainsFunc(p.Name+p.Value, func(r rune) bool { return r < ' ' || r > '~' }) {
		return false
	}
	if !slices.Contains([]string{"LANG", "COLORTERM", "NO_COLOR", "TERM_PROGRAM", "TZ"}, p.Name) && !strings.HasPrefix(p.Name, "LC_") {
		return false
	}
	f.env++
	return true
}
