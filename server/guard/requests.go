package guard

import (
	"encoding/binary"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/guard/filter"
)

// requests receives the requests of one channel for as long as it lives: one that is not
// received would block the whole connection.
type requests struct {
	session       *Session
	rest          chan<- *gossh.Request
	filter        filter.Requests
	held          []*source        // sources in which the session has a place for a subsystem
	width, height int              // of the newest window change
	last          time.Time        // when one was delivered
	due           <-chan time.Time // when the newest is delivered that waits
}

func (r *requests) run(reqs <-chan *gossh.Request) {
	defer r.session.close()
	defer r.release()
	defer r.close()
	for {
		select {
		case req, ok := <-reqs:
			if !ok {
				return
			}
			r.take(req)
		case <-r.due:
			r.deliver()
			r.due = nil
		}
	}
}

func (r *requests) take(req *gossh.Request) {
	verdict, payload := r.filter.Judge(req.Type, req.Payload)
	if verdict != filter.Resize && !r.session.conn.ask() {
		return // the connection has been closed
	}
	req.Payload = payload
	switch verdict {
	case filter.Refuse:
		r.session.conn.guard.refused.add(Request)
		_ = req.Reply(false, nil)
	case filter.Resize:
		r.resize(req)
	case filter.Pass:
		r.session.terminal.Store(r.filter.Pty)
		r.forward(req)
	case filter.Start:
		if req.Type == "subsystem" && !r.place() || !r.session.begin() {
			_ = req.Reply(false, nil)
			return
		}
		if r.filter.Long {
			r.session.refuse(Command)
		}
		r.forward(req)
		r.close() // nothing more will be handed on
	}
}

// place waits until the sources may run one more subsystem, because an SFTP session takes
// 20 goroutines. It reports false after StartupTimeout.
func (r *requests) place() bool {
	c := r.session.conn
	late := time.NewTimer(c.guard.cfg.StartupTimeout)
	defer late.Stop()
	for _, s := range c.sources {
		select {
		case s.places <- struct{}{}:
			r.held = append(r.held, s)
		case <-late.C:
			c.guard.refused.add(PerSource)
			return false
		case <-c.gone:
			return false
		}
	}
	return true
}

// release gives the places back.
func (r *requests) release() {
	for _, s := range r.held {
		<-s.places
	}
}

// resize delivers a window change (RFC 4254, section 6.7), or the newest of those that
// come too fast.
func (r *requests) resize(req *gossh.Request) {
	_ = req.Reply(true, nil)
	r.width = int(min(binary.BigEndian.Uint32(req.Payload), filter.MaxWidth))
	r.height = int(min(binary.BigEndian.Uint32(req.Payload[4:]), filter.MaxHeight))
	now := time.Now()
	if r.due == nil && now.Sub(r.last) >= resizeEvery {
		r.deliver()
		return
	}
	r.session.conn.charge(packetCost)
	if r.due == nil {
		r.due = time.After(resizeEvery)
	}
}

// deliver hands on the newest size.
func (r *requests) deliver() {
	r.last = time.Now()
	if f := r.session.resized; f != nil {
		f(r.width, r.height)
	}
}

// forward hands a request on, unless the connection is closed first.
func (r *requests) forward(req *gossh.Request) {
	select {
	case r.rest <- req:
	case <-r.session.conn.gone:
	}
}

func (r *requests) close() {
	if r.rest != nil {
		close(r.rest)
		r.rest = nil
	}
}

// refuse marks the session as refused, for [Session.Refusal].
func (s *Session) refuse(why Reason) {
	g := s.conn.guard
	g.refused.add(why)
	g.mu.Lock()
	defer g.mu.Unlock()
	s.refusal = why
}
