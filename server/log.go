package server

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"charm.land/ssh"

	"wenkaiyue.com/cv/server/guard"
	"wenkaiyue.com/cv/server/visits"
)

// logVisits is the middleware that logs one line when a session ends. Keys, passwords
// and user names other than tags are never logged. Refused visits are counted and not
// logged; health checks are neither.
func (s *Server) logVisits(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		v := visitOf(sess.Context())
		v.began, v.editions = time.Now(), s.editions.Load()
		var words []string
		if v.RawCommand() != "" {
			words = v.Command()
		}
		v.edition, v.typed = v.editions.Choose(words, v.Environ(), s.tag(v))
		v.shows(v.edition)
		s.enter(v)
		defer s.leave(v)
		next(sess)
		s.logVisit(v)
	}
}

func (s *Server) enter(v *visit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.here[v] = struct{}{}
}

func (s *Server) leave(v *visit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.here, v)
}

// logVisit is not part of logVisits, whose stack frame lives as long as the visit.
func (s *Server) logVisit(v *visit) {
	level := slog.LevelInfo
	switch why := v.guard.Refusal(); {
	case why != guard.None:
		v.ends("refused: " + why.String())
		level = slog.LevelDebug
	case checksHealth(v):
		level = slog.LevelDebug
		s.checks.Add(1)
	}
	v.ends(v.end(visits.Done))
	line := visits.Visit{
		From: s.source(v.RemoteAddr()), Client: client(v), Tag: s.tag(v),
		Subsystem: tidy(v.Subsystem()), Command: tidy(v.RawCommand()),
	}
	if pty, _, ok := v.Pty(); ok {
		line.Term, line.Size = tidy(pty.Term), fmt.Sprintf("%dx%d", pty.Window.Width, pty.Window.Height)
	}
	s.record(v.Context(), level, v, line)
}

// record logs a visit that has ended, with what the door says of it, and counts it at
// [slog.LevelInfo]. "The log" in the README lists the attributes.
func (s *Server) record(ctx context.Context, level slog.Level, v *visit, line visits.Visit) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, r := range v.read {
		line.Read = append(line.Read, visits.Stay{Place: r.place, Seconds: seconds(r.time)})
	}
	line.Edition, line.Took = strings.Join(v.shown, " "), strings.Join(v.took, " ")
	line.Status, line.Seconds, line.Ended = v.status, seconds(time.Since(v.began)), v.ended
	if level == slog.LevelInfo {
		s.visits.Add(1)
		s.counts.add(v)
	}
	s.cfg.Log.LogAttrs(ctx, level, visits.VisitMessage, line.Attrs()...)
}

// client returns the software in the client's identification string.
func client(sess ssh.Session) string {
	return tidy(strings.TrimPrefix(sess.Context().ClientVersion(), "SSH-2.0-"))
}

// checksHealth reports whether a session is a health check from this machine. From
// elsewhere the same client name is a visitor's.
func checksHealth(sess ssh.Session) bool {
	if client(sess) != healthcheck {
		return false
	}
	from, at := guard.Address(sess.RemoteAddr()), guard.Address(sess.LocalAddr())
	return from.IsLoopback() || from.IsValid() && from == at
}

// seconds returns d in seconds, rounded to a tenth.
func seconds(d time.Duration) float64 {
	return float64(d.Round(100*time.Millisecond).Milliseconds()) / 1000
}

// maxLogged bounds a client's text in a log line, in bytes.
const maxLogged = 64

// tidy returns a client's text as printable ASCII of at most maxLogged bytes.
func tidy(s string) string { return tidyTo(s, maxLogged) }

// tidyTo is tidy with another bound, in bytes.
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

// recoverPanics is the middleware that lets a panic end no more than its session.
func (s *Server) recoverPanics(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		v := visitOf(sess.Context())
		defer func() {
			if r := recover(); r != nil {
				s.cfg.Log.Error("a session panicked", "panic", r, "stack", string(debug.Stack()))
				v.ends(visits.Panic)
				v.refuse("something went wrong here, and it was not your fault")
			}
		}()
		next(sess)
	}
}
