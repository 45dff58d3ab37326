package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"sync/atomic"

	"charm.land/ssh"
	"charm.land/wish/v2"
	"github.com/coreos/go-systemd/v22/daemon"
	"github.com/prometheus/client_golang/prometheus"
	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/guard"
	"wenkaiyue.com/cv/server/metrics"
	"wenkaiyue.com/cv/server/screen"
)

// Server shows one CV over SSH.
type Server struct {
	cfg      Config
	tags     map[string]bool
	public   host // zero: show the address that the visitor has reached
	key      *hostKey
	next     *hostKey // of the next start; nil: none
	editions atomic.Pointer[editions]
	ssh      *ssh.Server
	runner   *screen.Runner
	guard    *guard.Guard
	listener net.Listener
	web      *webDoor      // nil: none
	visits   atomic.Uint64 // ended
	here     atomic.Int64  // visits that are not logged yet
	counts   *counts
	reloads  *prometheus.CounterVec
	valid    *prometheus.GaugeVec
	watched  *metrics.Server // nil: none
	checks   atomic.Uint64   // health checks, which are no visits
}

// New checks cfg, loads or makes the host key and takes the listening address.
// A wrong value of cfg is a [*ConfigError].
func New(cfg Config) (*Server, error) {
	s, err := prepare(cfg)
	if err != nil {
		return nil, err
	}
	cfg = s.cfg
	if s.key, err = cfg.hostKey(); err != nil {
		return nil, err
	}
	if s.key.made != "" {
		cfg.Log.Warn("made a new host key; keep its file, or visitors are warned of another host", "file", s.key.made)
	}
	registry := metrics.NewRegistry(cfg.Version, cfg.Revision)
	registry.MustRegister(s.guard, s.valid)
	s.counts, s.reloads = newCounts(registry, s.editions.Load()), newReloads(registry)
	programs := screen.Config{
		Log: cfg.Log, Ended: programEnded,
		Source: func(sess ssh.Session) screen.Source { return guard.SessionOf(sess.Context()).Work() },
	}
	if cfg.Metrics != "" { // measuring costs time at each key
		measure(&programs, registry)
	}
	s.runner = screen.New(programs)
	rotation := s.newRotation()
	every := []wish.Middleware{rotation.await, s.logVisits, recoverPanics(cfg.Log), s.limit} // outermost first
	shells := append(slices.Clip(every), s.scp, s.commands, s.runner.Middleware(s.program))
	s.ssh, err = wish.NewServer(
		wish.WithVersion("cv"),
		wish.WithSubsystem("sftp", ssh.SubsystemHandler(chain(s.sftp, every))),
		func(srv *ssh.Server) error { srv.Handler = chain(func(ssh.Session) {}, shells); return nil },
		s.options,
		rotation.install,
		s.guard.Install,
	)
	if err != nil {
		return nil, err
	}
	listener, err := cfg.socket()
	if err != nil {
		return nil, err
	}
	s.listener = s.guard.Listener(listener)
	if cfg.HTTP != "" {
		if s.web, err = s.newWebDoor(); err != nil {
			_ = listener.Close()
			return nil, err
		}
	}
	if s.watched, err = s.newMetricsServer(registry); err != nil {
		_ = listener.Close()
		s.web.abandon()
		return nil, err
	}
	return s, nil
}

// listen listens on the address in a field of the configuration.
func listen(field, address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, wrong(field, fmt.Errorf("cannot listen on %s: %w", address, reason(err)))
	}
	return l, nil
}

// chain wraps a handler in middleware, the first one outermost.
func chain(h ssh.Handler, all []wish.Middleware) ssh.Handler {
	for _, m := range slices.Backward(all) {
		h = m(h)
	}
	return h
}

// options sets what wish has no option for.
func (s *Server) options(srv *ssh.Server) error {
	srv.AddHostKey(s.key)
	// Everybody gets in. The guard offers "none"; a client that first offers
	// something else is accepted too.
	srv.PasswordHandler = func(ssh.Context, string) bool { return true }
	srv.PublicKeyHandler = func(ssh.Context, ssh.PublicKey) bool { return true }
	srv.KeyboardInteractiveHandler = func(ssh.Context, gossh.KeyboardInteractiveChallenge) bool { return true }
	return nil
}

// reason returns the part of a network error that helps a person.
func reason(err error) error {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err
	}
	return err
}

// Addr returns the address that the server listens on.
func (s *Server) Addr() net.Addr { return s.listener.Addr() }

// Fingerprint returns the SHA256 fingerprint of the host key, as ssh shows it.
func (s *Server) Fingerprint() string { return gossh.FingerprintSHA256(s.key.PublicKey()) }

// Command returns the line that visits this server from the same machine.
func (s *Server) Command() string {
	h := s.public
	if h.name == "" {
		h, _ = parseHost(s.Addr().String())
		h.name = "localhost"
	}
	return h.ssh("", "")
}

// Run serves until ctx is done. Then it tells every visitor why it closes and
// returns nil within 5 s, or 6 s with metrics.
func (s *Server) Run(ctx context.Context) error {
	defer s.watch(ctx)() // it ends last
	webFailed := s.web.open()
	s.cfg.Log.Info("listening", "address", s.Addr().String())
	failed, serving := make(chan error, 1), make(chan struct{})
	go func() { failed <- s.ssh.Serve(&accepting{s.listener, sync.OnceFunc(func() { close(serving) })}) }()
	select {
	case <-serving: // before that, Shutdown has no effect
		s.notify(daemon.SdNotifyReady)
	case err := <-failed:
		failed <- err // for below
	}
	beside, served := context.WithCancel(context.WithoutCancel(ctx))
	var others sync.WaitGroup
	others.Go(func() { s.logTallies(beside, tallyEvery) })
	others.Go(func() { s.reload(beside) })
	defer others.Wait()
	defer served()
	var err error
	select {
	case err := <-failed:
		s.shutdown(context.WithoutCancel(ctx))
		return fmt.Errorf("serve: %w", err)
	case err = <-webFailed:
		err = fmt.Errorf("serve the web: %w", err)
	case <-ctx.Done():
	}
	s.cfg.Log.Info("stopping")
	s.notify(daemon.SdNotifyStopping)
	s.shutdown(context.WithoutCancel(ctx))
	if end := <-failed; !errors.Is(end, ssh.ErrServerClosed) && !errors.Is(end, net.ErrClosed) {
		err = errors.Join(err, fmt.Errorf("serve: %w", end))
	}
	return err
}

// accepting is a listener that calls begun before it accepts.
type accepting struct {
	net.Listener
	begun func()
}

// Accept implements [net.Listener].
func (l *accepting) Accept() (net.Conn, error) {
	l.begun()
	return l.Listener.Accept()
}
