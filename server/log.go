package server

import (
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"charm.land/ssh"
	"charm.land/wish/v2"

	"wenkaiyue.com/cv/server/guard"
	"wenkaiyue.com/cv/server/visits"
)

// logVisits is the middleware that gives a session its visit and logs one line when
// it ends. Keys, passwords and user names other than tags are never logged. Refused
// visits are counted and not logged; health checks are neither.
func (s *Server) logVisits(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		s.here.Add(1)
		defer s.here.Add(-1)
		v := &visit{began: time.Now(), editions: s.editions.Load()}
		v.edition, v.typed = v.editions.choose(sess, s.tag(sess))
		v.shows(v.edition)
		next(&visitSession{sess, visitContext{sess.Context(), v}})
		s.logVisit(sess, v)
	}
}

// logVisit is not part of logVisits, whose stack frame lives as long as the visit.
func (s *Server) logVisit(sess ssh.Session, v *visit) {
	level := slog.LevelInfo
	switch why := guard.SessionOf(sess.Context()).Refusal(); {
	case why != guard.None:
		v.ends("refused: " + why.String())
		level = slog.LevelDebug
	case checksHealth(sess):
		level = slog.LevelDebug
		s.checks.Add(1)
	}
	v.ends(end(sess, visits.Done))
	if level == slog.LevelInfo {
		s.visits.Add(1)
		s.counts.add(v)
	}
	s.cfg.Log.LogAttrs(sess.Context(), level, visits.VisitMessage, s.describe(sess, v)...)
}

// describe returns the log attributes of a visit. "The log" in the README lists them.
func (s *Server) describe(sess ssh.Session, v *visit) []slog.Attr {
	line := visits.Visit{
		From:      s.source(sess.RemoteAddr()),
		Client:    client(sess),
		Tag:       s.tag(sess),
		Subsystem: tidy(sess.Subsystem()),
		Command:   tidy(sess.RawCommand()),
	}
	if pty, _, ok := sess.Pty(); ok {
		line.Term, line.Size = tidy(pty.Term), fmt.Sprintf("%dx%d", pty.Window.Width, pty.Window.Height)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, r := range v.read {
		line.Read = append(line.Read, visits.Stay{Place: r.place, Seconds: seconds(r.time)})
	}
	line.Edition, line.Took = strings.Join(v.shown, " "), strings.Join(v.took, " ")
	line.Status, line.Seconds, line.Ended = v.status, seconds(time.Since(v.began)), v.ended
	return line.Attrs()
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
func recoverPanics(log *slog.Logger) wish.Middleware {
	return func(next ssh.Handler) ssh.Handler {
		return func(sess ssh.Session) {
			defer func() {
				if r := recover(); r != nil {
					log.Error("a session panicked", "panic", r, "stack", string(debug.Stack()))
					visitOf(sess.Context()).ends(visits.Panic)
					refuse(sess, "something went wrong here, and it was not your fault")
				}
			}()
			next(sess)
		}
	}
}
