package server

import (
	"net"

	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/files"
	"wenkaiyue.com/cv/server/guard"
)

// openSSH opens an SSH door. Everybody gets in.
func (s *Server) openSSH(l net.Listener) (protocol, net.Listener, error) {
	// Shells, commands and SFTP pass the same middleware, the outermost first.
	handle := s.begin(s.logVisits(s.recoverPanics(s.limit(s.route))))
	srv, err := wish.NewServer(
		wish.WithVersion("cv"),
		wish.WithMiddleware(func(ssh.Handler) ssh.Handler { return handle }),
		wish.WithSubsystem("sftp", ssh.SubsystemHandler(handle)),
		func(srv *ssh.Server) error {
			srv.AddHostKey(s.key)
			// The guard offers "none"; a client that first offers something else is
			// accepted too.
			srv.PasswordHandler = func(ssh.Context, string) bool { return true }
			srv.PublicKeyHandler = func(ssh.Context, ssh.PublicKey) bool { return true }
			srv.KeyboardInteractiveHandler = func(ssh.Context, gossh.KeyboardInteractiveChallenge) bool { return true }
			return nil
		},
		s.rotation.Install,
		s.guard.Install,
	)
	return srv, s.guard.Listener(l), err
}

// visitContext is the context of a session channel, which knows its visit.
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

// receive gives a session channel its visit.
func (s *Server) receive(ctx ssh.Context, session *guard.Session) ssh.Context {
	v := s.newVisit(session)
	session.OnResize(v.window.Resize)
	return visitContext{ctx, v}
}

// begin is the middleware that makes a session a visit, which goes on as the session.
func (s *Server) begin(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		v := visitOf(sess.Context())
		v.Session = sess
		s.rotation.Await(sess)
		next(v)
	}
}

// route is where every visit by SSH comes to: files, a command, or the screen.
func (s *Server) route(sess ssh.Session) {
	v := visitOf(sess.Context())
	words, copies := files.ParseCopy(v.typed)
	switch {
	case v.Subsystem() == "sftp":
		s.sftp(v)
	case copies:
		s.scp(v, words)
	case v.interactive():
		s.show(v)
	default:
		v.guard.Drain() // no command reads anything
		_ = v.Exit(s.run(v))
	}
}
