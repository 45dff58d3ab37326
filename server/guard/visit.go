package guard

import (
	"context"
	"io"
	"sync/atomic"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// Visit is a session channel, as its handlers know it. All methods may be called
// on nil, the Visit of a session that no Guard has seen.
type Visit struct {
	conn     *conn
	channel  gossh.Channel
	terminal atomic.Bool
	typed    atomic.Int64 // when the visitor sent something, in ns of Unix time
	writing  atomic.Int64 // since when a write is under way; 0 if none is

	// Under guard.mu.
	refusal Reason
	started time.Time // zero before shell, exec or subsystem
	ended   bool
	why     Reason // it is to end, since
	endsAt  time.Time
	noticed [2]int64 // the deadlines that a notice was given of, in ns of Unix time
	notice  func(Reason, time.Duration)
	end     func(Reason)
	drains  bool // its stderr
}

type visitKey struct{}

// visitContext is the context of one channel; an ssh.Context is that of a
// connection, which may have several.
type visitContext struct {
	ssh.Context
	visit *Visit
}

func (c visitContext) Value(key any) any {
	if key == (visitKey{}) {
		return c.visit
	}
	return c.Context.Value(key)
}

// FromContext returns the Visit of a session's context, or nil.
func FromContext(ctx context.Context) *Visit {
	v, _ := ctx.Value(visitKey{}).(*Visit)
	return v
}

// Refusal returns why this session is only there to be told that it is refused,
// or None. The handler should say so in one line and return.
func (v *Visit) Refusal() Reason {
	if v == nil {
		return None
	}
	v.conn.guard.mu.Lock()
	defer v.conn.guard.mu.Unlock()
	if v.refusal == None {
		return v.conn.refusal
	}
	return v.refusal
}

// Ended returns why the guard has ended this session, or its connection, or None.
func (v *Visit) Ended() Reason {
	if v == nil {
		return None
	}
	v.conn.guard.mu.Lock()
	defer v.conn.guard.mu.Unlock()
	if v.why == None {
		return v.conn.why
	}
	return v.why
}

// OnNotice has f called when the session will end in a while if nothing is typed
// (Idle), or whatever happens (SessionTime). Calls have a goroutine of their own.
func (v *Visit) OnNotice(f func(why Reason, left time.Duration)) {
	if v == nil {
		return
	}
	v.conn.guard.mu.Lock()
	defer v.conn.guard.mu.Unlock()
	v.notice = f
}

// OnEnd has f end the session, in a goroutine of its own, within 5 s; after that
// the connection is closed. Without it the channel is closed at once.
func (v *Visit) OnEnd(f func(why Reason)) {
	if v == nil {
		return
	}
	v.conn.guard.mu.Lock()
	defer v.conn.guard.mu.Unlock()
	v.end = f
}

// Drain has all input of the session be read and dropped from now on. It is for
// handlers that read nothing: x/crypto would keep it.
func (v *Visit) Drain() {
	if v == nil {
		return
	}
	go func() { _, _ = io.Copy(io.Discard, guardedChannel{v.channel, v, nil}) }()
}

// begin marks the session as started. It reports false if the connection has
// gone.
func (v *Visit) begin() {
	c, g := v.conn, v.conn.guard
	now := time.Now()
	v.typed.Store(now.UnixNano())
	c.begun.Store(true)
	g.mu.Lock()
	defer g.mu.Unlock()
	v.started = now
	if c.closed {
		return
	}
	c.stopWaiting()
	c.running++
	g.sessions++
}

// finish marks the session as ended: its channel is closed from here.
func (v *Visit) finish() {
	v.conn.guard.mu.Lock()
	defer v.conn.guard.mu.Unlock()
	v.finishLocked()
}

func (v *Visit) finishLocked() {
	c := v.conn
	if v.started.IsZero() || v.ended {
		return
	}
	v.ended = true
	if c.closed {
		return
	}
	c.guard.sessions--
	if c.running--; c.running == 0 {
		c.since = time.Now()
	}
}
