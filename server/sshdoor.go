package server

import (
	"cmp"
	"net"
	"runtime/debug"
	"time"

	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/server/files"
	"wenkaiyue.com/cv/server/guard"
	"wenkaiyue.com/cv/server/visits"
	"wenkaiyue.com/cv/tui"
)

// openSSH opens an SSH door, which admits everybody.
func (s *Server) openSSH(l net.Listener) (door, error) {
	srv, err := wish.NewServer(
		wish.WithVersion("cv"),
		wish.WithMiddleware(s.commands, s.fullScreen, s.copies, s.limiting, s.recovering, s.logging), // the last one runs first
		func(srv *ssh.Server) error {
			srv.SubsystemHandlers = map[string]ssh.SubsystemHandler{"sftp": ssh.SubsystemHandler(srv.Handler)}
			srv.AddHostKey(s.key)
			// The guard accepts "none" and keys. Accept clients that first offer another
			// method, too.
			srv.PasswordHandler = func(ssh.Context, string) bool { return true }
			srv.KeyboardInteractiveHandler = func(ssh.Context, gossh.KeyboardInteractiveChallenge) bool { return true }
			return nil
		},
		s.rotation.Install,
		s.guard.Install,
	)
	return door{protocol: srv, listener: s.guard.Listener(l)}, err
}

// visitContext is the context of a session channel, with its visit.
type visitContext struct {
	ssh.Context
	visit *visit
}

// Value implements [context.Context].
func (c visitContext) Value(key any) any {
	if key == (visitKey{}) {
		return c.visit
	}
	return c.Context.Value(key)
}

// receive returns the context of a session channel, with a new visit.
func (s *Server) receive(ctx ssh.Context, session *guard.Session) ssh.Context {
	s.rotation.Announce(ctx)
	v := s.newVisit(session)
	session.OnResize(v.window.Resize)
	return visitContext{ctx, v}
}

// logging begins each visit, and logs it at its end.
func (s *Server) logging(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		v := visitOf(sess.Context())
		v.Session = sess
		s.rotation.Await(sess)
		s.here.Add(1)
		defer s.here.Add(-1)
		s.enter(v)
		next(v)
		s.logVisit(v)
	}
}

// recovering lets a panic end only its session.
func (s *Server) recovering(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		defer func() {
			if r := recover(); r != nil {
				s.cfg.Log.Error("a session panicked", "panic", r, "stack", string(debug.Stack()))
				v := visitOf(sess.Context())
				v.ends(visits.Panic)
				v.refuse(v.words().Visit.Broken)
			}
		}()
		next(sess)
	}
}

// limiting serves the visitors whom the guard admits. It tells visitors that their session is
// refused, will end soon, or ends.
func (s *Server) limiting(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		v := visitOf(sess.Context())
		if why := v.guard.Refusal(); why != guard.None {
			v.guard.Drain()
			v.refuse(refusal(&v.words().Visit, why))
			return
		}
		v.guard.OnEnd(func(why guard.Reason, left time.Duration) {
			v.window.Send(tui.Notice(notice(v.words(), why, left)))
		}, func(why guard.Reason) {
			v.ends(why.String())
			if line := s.cfg.goodbye(v.words(), why); !v.window.End(line) {
				v.refuse(line)
			}
		})
		next(sess)
	}
}

// copies serves SFTP and scp.
func (s *Server) copies(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		v := visitOf(sess.Context())
		wanted, scp := files.ParseCopy(v.typed)
		var err error
		switch {
		case v.Subsystem() == "sftp":
			v.kind = kindFiles
			err = files.SFTP(v, v.folder())
		case scp:
			v.kind = kindFiles
			status := exitDone
			if err = files.SCP(v, v.folder(), wanted); err != nil {
				status = exitFailed
			}
			_ = v.Exit(status)
		default:
			next(sess)
		}
		if err != nil {
			s.cfg.Log.Debug("a copy has ended", "err", err)
		}
	}
}

// fullScreen runs a Bubble Tea program for each interactive session.
func (s *Server) fullScreen(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		if v := visitOf(sess.Context()); v.interactive() {
			s.show(v)
		} else {
			next(sess)
		}
	}
}

// commands runs a command, or writes the CV as text, and ends the session.
func (s *Server) commands(ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		v := visitOf(sess.Context())
		v.guard.Drain() // no command reads input
		_ = v.Exit(s.run(v))
	}
}

// refusal returns the message for a refused visitor.
func refusal(w *locale.Visit, why guard.Reason) string {
	return cmp.Or(map[guard.Reason]string{
		guard.PerSource: w.PerSource, guard.Rate: w.Rate, guard.Resting: w.Resting, guard.Command: w.CommandTooLong,
	}[why], w.Full)
}

// notice returns the message for a visitor whose session ends soon.
func notice(w *locale.Locale, why guard.Reason, left time.Duration) string {
	text := w.Visit.TimeUp
	if why == guard.Idle {
		text = w.Visit.StillThere
	}
	return locale.Fill(text, "time", w.Duration(left))
}

// goodbye returns the message for a visitor whose session ends.
func (c *Config) goodbye(w *locale.Locale, why guard.Reason) string {
	switch why {
	case guard.Idle:
		return locale.Fill(w.Visit.Idle, "time", w.Duration(c.Limits.IdleTimeout))
	case guard.Restart:
		return w.Visit.Restart
	case guard.Total:
		return w.Visit.Full
	}
	return locale.Fill(w.Visit.Over, "time", w.Duration(c.Limits.SessionTimeout))
}
