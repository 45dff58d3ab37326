package guard

import (
	"io"
	"time"
)

// sweepEvery is how often the clock is looked at; more often if a limit is
// shorter than that.
const sweepEvery = time.Second

// sweep ends what has outlived its limits, until there are no connections any
// more. One goroutine for all costs less than timers of each.
func (g *Guard) sweep(done <-chan struct{}) {
	every := sweepEvery
	for _, d := range []time.Duration{g.cfg.StartupTimeout, g.cfg.IdleTimeout, g.cfg.SessionTimeout, g.cfg.StallTimeout} {
		every = min(every, max(d/8, time.Millisecond))
	}
	t := time.NewTicker(every)
	defer t.Stop()
	var todo []func()
	for {
		var now time.Time
		select {
		case now = <-t.C:
		case <-done:
			return
		}
		todo = todo[:0]
		g.mu.Lock()
		for c := range g.conns {
			todo = c.check(now, todo)
		}
		g.mu.Unlock()
		for _, do := range todo {
			do()
		}
		clear(todo)
	}
}

// check appends what there is to do about a connection. The caller holds
// guard.mu.
func (c *conn) check(now time.Time, todo []func()) []func() {
	cfg := &c.guard.cfg
	switch {
	case stalled(c.writing.Load(), now, cfg.StallTimeout):
		return append(todo, func() { c.end(Unread) })
	case c.running == 0 && now.Sub(c.since) > cfg.StartupTimeout:
		return append(todo, func() { c.end(Startup) })
	}
	for _, v := range c.visits {
		todo = v.check(now, todo)
	}
	return todo
}

// check appends what there is to do about a channel.
func (v *Visit) check(now time.Time, todo []func()) []func() {
	c, cfg := v.conn, &v.conn.guard.cfg
	if stalled(v.writing.Load(), now, cfg.StallTimeout) {
		return append(todo, func() { c.end(Unread) })
	}
	if !v.drains && c.read.Load() > drainFrom && v.channel != nil {
		// Someone who only types never gets here, and saves a goroutine.
		v.drains = true
		stderr := v.channel.Stderr()
		todo = append(todo, func() { go func() { _, _ = io.Copy(io.Discard, stderr) }() })
	}
	if v.started.IsZero() || v.ended {
		return todo
	}
	if v.why != None {
		if why := v.why; now.After(v.endsAt) {
			todo = append(todo, func() { c.end(why) })
		}
		return todo
	}
	for i, limit := range [2]struct {
		why   Reason
		at    time.Time
		total time.Duration
	}{
		{Idle, time.Unix(0, v.typed.Load()).Add(cfg.IdleTimeout), cfg.IdleTimeout},
		{SessionTime, v.started.Add(cfg.SessionTimeout), cfg.SessionTimeout},
	} {
		left := limit.at.Sub(now)
		if left <= 0 {
			v.why, v.endsAt = limit.why, now.Add(farewellWithin)
			c.guard.refused.add(limit.why)
			return append(todo, v.over(limit.why))
		}
		if at := limit.at.UnixNano(); left <= cfg.NoticeBefore && limit.total > cfg.NoticeBefore && v.noticed[i] != at {
			v.noticed[i] = at
			if f := v.notice; f != nil {
				todo = append(todo, func() { go f(limit.why, left) })
			}
		}
	}
	return todo
}

// over returns what ends the session. The caller holds guard.mu.
func (v *Visit) over(why Reason) func() {
	if end := v.end; end != nil {
		return func() { go end(why) }
	}
	return func() {
		go func() {
			v.finish()
			_ = v.channel.Close()
		}()
	}
}

// stalled reports whether a write has been under way since ns of Unix time, 0 if
// there is none, for longer than it may.
func stalled(since int64, now time.Time, limit time.Duration) bool {
	return since != 0 && now.Sub(time.Unix(0, since)) > limit
}
