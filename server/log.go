package server

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"time"

	"charm.land/ssh"

	"wenkaiyue.com/cv/server/guard"
	"wenkaiyue.com/cv/server/visits"
)

// logVisit logs one line about a session that has ended. It never logs keys, passwords or
// user names other than tags. Refused visits are counted but not logged, health checks
// neither.
func (s *Server) logVisit(v *visit) {
	level, software := slog.LevelInfo, tidy(strings.TrimPrefix(v.Context().ClientVersion(), "SSH-2.0-"))
	switch why := v.guard.Refusal(); {
	case why != guard.None:
		v.ends("refused: " + why.String())
		level = slog.LevelDebug
	case software == healthcheck && isLocal(v):
		level = slog.LevelDebug
		s.checks.Add(1)
	}
	v.ends(v.ending(visits.Done))
	v.mu.Lock()
	defer v.mu.Unlock()
	v.line.From, v.line.Client = s.source(v.RemoteAddr()), software
	v.line.Subsystem, v.line.Command = tidy(v.Subsystem()), tidy(v.RawCommand())
	if pty, _, ok := v.Pty(); ok {
		v.line.Term, v.line.Size = tidy(pty.Term), fmt.Sprintf("%dx%d", pty.Window.Width, pty.Window.Height)
	}
	s.record(v.Context(), level, v)
}

// record logs a visit that has ended and, at [slog.LevelInfo], counts it. "The log" in the
// README lists the attributes. The caller holds v.mu.
func (s *Server) record(ctx context.Context, level slog.Level, v *visit) {
	if level == slog.LevelInfo {
		s.visits.Add(1)
		s.counts.add(v)
	}
	v.line.Seconds = time.Since(v.began).Seconds()
	if h := s.cfg.Log.Handler(); h.Enabled(ctx, level) {
		r := slog.NewRecord(time.Now(), level, visits.VisitMessage, 0) // without the source line, which is slow to find
		r.AddAttrs(v.line.Attrs()...)
		_ = h.Handle(ctx, r)
	}
}

// isLocal reports whether a session comes from this machine, as a health check does. A
// remote client with that name is a visitor.
func isLocal(sess ssh.Session) bool {
	from, at := guard.Address(sess.RemoteAddr()), guard.Address(sess.LocalAddr())
	return from.IsLoopback() || from.IsValid() && from == at
}

// source returns an address in the form that LogAddress selects. A /24 or /48 does not
// identify a person.
func (s *Server) source(a net.Addr) string {
	ip, bits := guard.Address(a), 48
	switch s.cfg.LogAddress {
	case addressFull:
		return ip.String()
	case addressHash:
		mac := hmac.New(sha256.New, s.key.Secret)
		mac.Write([]byte(guard.Source(ip).String()))
		return hex.EncodeToString(mac.Sum(nil)[:8])
	}
	if ip.Is4() {
		bits = 24
	}
	p, _ := ip.Prefix(bits)
	return p.String()
}

// maxLogged limits a client's text in a log line, in bytes.
const maxLogged = 64

// tidy returns a client's text as printable ASCII of at most maxLogged bytes.
func tidy(s string) string { return tidyTo(s, maxLogged) }

// tidyTo is tidy with another limit, in bytes.
func tidyTo(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, s[:min(len(s), limit+1)])
	if len(s) > limit {
		s = s[:limit] + "..."
	}
	return s
}

// tally counts the traffic since the start, without health checks and connections that send
// nothing. Handshakes without a common algorithm count as refused.
func (s *Server) tally() visits.Traffic {
	st := s.guard.Stats()
	t := visits.Traffic{
		Connections: st.Admitted - min(st.Admitted, s.checks.Load()+st.Silent),
		Visits:      s.visits.Load(), Asides: s.asides.Load(), Refused: map[string]uint64{},
	}
	for why, n := range st.Refused {
		t.Refused[why.String()] = n
	}
	t.Refused[guard.Algorithms] = st.Failed[guard.Algorithms]
	return t
}

// logTallies logs the traffic since the last line, at each interval and when ctx is done.
// Scanners appear only in these counts.
func (s *Server) logTallies(ctx context.Context, every time.Duration) {
	var last visits.Traffic
	for tick := time.Tick(every); ctx.Err() == nil; {
		select {
		case <-tick:
		case <-ctx.Done():
		}
		now := s.tally()
		if attrs := since(now, last); len(attrs) > 0 {
			s.cfg.Log.LogAttrs(ctx, slog.LevelInfo, visits.TrafficMessage, attrs...)
		}
		last = now
	}
}

// since returns the attributes of the traffic after before, or nil if there was none.
func since(now, before visits.Traffic) []slog.Attr {
	came := visits.Traffic{
		// A health check is known after its connection, which the last line may count.
		Connections: max(now.Connections, before.Connections) - before.Connections,
		Visits:      now.Visits - before.Visits, Asides: now.Asides - before.Asides, Refused: map[string]uint64{},
	}
	for why, n := range now.Refused {
		if n -= before.Refused[why]; n > 0 {
			came.Refused[why] = n
		}
	}
	if came.Connections == 0 && came.Visits == 0 && len(came.Refused) == 0 {
		return nil
	}
	return came.Attrs()
}
