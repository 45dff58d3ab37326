package server

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"charm.land/ssh"
	"charm.land/wish/v2"
)

// logVisits is the middleware that writes one line when a visit ends. User
// names, keys and passwords are never written.
func logVisits(log *slog.Logger) wish.Middleware {
	return func(next ssh.Handler) ssh.Handler {
		return func(sess ssh.Session) {
			start := time.Now()
			next(sess)
			logVisit(log, sess, time.Since(start))
		}
	}
}

// logVisit is apart from the middleware, whose stack waits as long as a visit
// lasts.
func logVisit(log *slog.Logger, sess ssh.Session, took time.Duration) {
	attrs := []slog.Attr{
		slog.String("network", network(sess.RemoteAddr()).String()),
		slog.String("client", tidy(strings.TrimPrefix(sess.Context().ClientVersion(), "SSH-2.0-"))),
	}
	if pty, _, ok := sess.Pty(); ok {
		attrs = append(attrs, slog.String("term", tidy(pty.Term)),
			slog.String("size", fmt.Sprintf("%dx%d", pty.Window.Width, pty.Window.Height)))
	}
	if c := sess.Subsystem(); c != "" {
		attrs = append(attrs, slog.String("subsystem", tidy(c)))
	}
	if c := sess.RawCommand(); c != "" {
		attrs = append(attrs, slog.String("command", tidy(c)))
	}
	attrs = append(attrs, slog.Duration("for", took.Round(time.Millisecond)))
	log.LogAttrs(context.Background(), slog.LevelInfo, "visit", attrs...)
}

// maxLogged bounds what a log line repeats of a client's words.
const maxLogged = 64

// tidy makes a client's words safe to log: printable ASCII, cut short.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, s[:min(len(s), maxLogged+1)])
	if len(s) > maxLogged {
		s = s[:maxLogged] + "..."
	}
	return s
}

// recoverPanics is the middleware that ends a session alone when it panics.
func recoverPanics(log *slog.Logger) wish.Middleware {
	return func(next ssh.Handler) ssh.Handler {
		return func(sess ssh.Session) {
			defer func() {
				if r := recover(); r != nil {
					log.Error("a session panicked", "panic", r, "stack", string(debug.Stack()))
					refuse(sess, exitFailed, "something went wrong here, and it was not your fault")
				}
			}()
			next(sess)
		}
	}
}
