// Package server is the Wish server that shows a CV over SSH.
//
// A visitor takes one path:
//
//	door → guard → visit → {screen, command, files}
//
// A door (door.go) is a protocol on an address. The guard admits its connections and limits
// them, and its handler gives each session a visit (visit.go): one value, known to the
// context of the session, with the edition of the visitor and, for the log, the events of
// the visit. An SSH session passes Wish middleware (sshdoor.go): the log, the guard's limits,
// and then files (files.go), the interactive CV (screen.go) or a command (command.go).
// Everybody is admitted: the server accepts none, a public key, keyboard-interactive and a
// password, and does not check, store or log any of them.
//
// Browsers have a door of their own (webdoor.go), and so have the metrics (metrics.go),
// which are not for visitors.
//
// A CV is published as an edition (package editions): the CV, its layouts and its exports,
// swapped as one. A visit takes the edition once and keeps it to its end.
package server

import (
	"context"
	"fmt"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
	"github.com/prometheus/client_golang/prometheus"
	gossh "golang.org/x/crypto/ssh"
	"golang.org/x/sync/errgroup"

	"wenkaiyue.com/cv/server/editions"
	"wenkaiyue.com/cv/server/guard"
	"wenkaiyue.com/cv/server/hostkey"
	"wenkaiyue.com/cv/server/metrics"
	"wenkaiyue.com/cv/server/screen"
)

// Server shows one CV over SSH.
type Server struct {
	cfg      Config
	tags     map[string]bool
	public   host // zero: show the address that the visitor has reached
	key      *hostkey.Key
	next     *hostkey.Key // of a later start, or nil
	rotation hostkey.Rotation
	editions atomic.Pointer[editions.Set]
	guard    *guard.Guard
	doors    []door // SSH doors come first
	runner   *screen.Runner
	registry *prometheus.Registry
	counts   *counts

	visits atomic.Uint64 // ended
	checks atomic.Uint64 // health checks, which are not visits
	asides atomic.Uint64 // requests on the web that are not visits

	stopping atomic.Bool
	here     atomic.Int64 // visits by SSH that are not logged yet
}

// New checks cfg, loads or makes the host key and opens the listening addresses. A wrong
// value of cfg is a [*ConfigError].
func New(cfg Config) (*Server, error) {
	s, err := prepare(cfg)
	if err != nil {
		return nil, err
	}
	key, made, err := s.cfg.hostKey(true)
	if err != nil {
		return nil, err
	}
	if made != "" {
		s.cfg.Log.Warn("made a new host key; keep its file, or visitors are warned of another host", "file", made)
	}
	s.useKey(key)
	if err := s.openDoors(); err != nil {
		return nil, err
	}
	return s, nil
}

// Check returns the error that would keep a server of this configuration from starting, as
// [New] would, and logs the same warnings. It does not listen or write, so it does not know
// whether an address is free, or open to others. If New would make a missing host key,
// Check only requires that its directory can be written.
func Check(cfg Config) error {
	s, err := prepare(cfg)
	if err != nil {
		return err
	}
	key, missing, err := s.cfg.hostKey(false)
	if err != nil {
		return err
	}
	if missing == "" {
		s.useKey(key)
	} else if err := hostkey.CanMake(missing); err != nil {
		return wrong("StateDir", err)
	}
	return nil
}

// prepare returns a server with everything that New checks before it makes a host key or
// opens an address: its settings, editions and limits.
func prepare(cfg Config) (*Server, error) {
	s := &Server{cfg: cfg}
	if err := s.parse(); err != nil {
		return nil, err
	}
	s.registry = metrics.NewRegistry(cfg.Version, cfg.Revision)
	s.registry.MustRegister(prometheus.CollectorFunc(s.guard.Collect))
	s.counts = newCounts(s.registry)
	s.runner = screen.New(s.screens())
	s.load()
	return s, nil
}

// Addr returns the address of the first SSH door.
func (s *Server) Addr() net.Addr { return s.doors[0].listener.Addr() }

// Fingerprint returns the SHA256 fingerprint of the host key, in the format of ssh.
func (s *Server) Fingerprint() string { return gossh.FingerprintSHA256(s.key.PublicKey()) }

// Command returns the command that visits this server from the same machine.
func (s *Server) Command() string { return s.named(s.Addr()).read("") }

// Run serves until ctx is done. Then it tells all visitors why it closes and returns nil
// within [shutdownTimeout], [lastVisits] and, with metrics, [lastScrape]. If a door fails,
// it ends in the same way and returns the error.
func (s *Server) Run(ctx context.Context) error {
	// A failed door ends the others: a server that went on would hide the failure.
	serving, ended := errgroup.WithContext(ctx)
	for _, d := range slices.Backward(s.doors) {
		serving.Go(func() error {
			defer close(d.served)
			if err := d.Serve(d.listener); !s.stopping.Load() {
				return fmt.Errorf("%s: %w", d.name, err)
			}
			return nil
		})
		s.cfg.Log.Info(d.name, "address", d.listener.Addr().String())
	}
	s.notify(daemon.SdNotifyReady)
	beside, served := context.WithCancel(context.WithoutCancel(ctx))
	var others sync.WaitGroup
	others.Go(func() { s.logTallies(beside, time.Hour) })
	others.Go(func() { s.reload(beside) })
	others.Go(func() { s.feedWatchdog(beside) })
	<-ended.Done()
	if ctx.Err() != nil {
		s.cfg.Log.Info("stopping")
		s.notify(daemon.SdNotifyStopping)
	}
	s.shutdown(beside)
	served()
	others.Wait()
	return serving.Wait()
}

const (
	// shutdownTimeout is the time for visitors to read why the server closes, and for
	// transfers to end.
	shutdownTimeout = 5 * time.Second
	// lastCall is the time before the deadline at which unfinished transfers are warned.
	lastCall = 500 * time.Millisecond
	// transferQuiet is the time without traffic in either direction, and without an open
	// file, after which a client is assumed to wait for its user.
	transferQuiet = time.Second
	// lastVisits limits the wait for the log lines of visits that were cut off.
	lastVisits = 500 * time.Millisecond
	// lastScrape limits the answers to scrapes that are in progress when the last visitor
	// has left.
	lastScrape = time.Second
	// pollInterval is how often shutdown checks for remaining sessions.
	pollInterval = 20 * time.Millisecond
)

// shutdown stops accepting connections, and tells all visitors to leave; those with a
// transfer in progress, a little later. It waits, and after [shutdownTimeout] closes the
// remaining connections.
func (s *Server) shutdown(ctx context.Context) {
	s.stopping.Store(true)
	late := time.Now().Add(shutdownTimeout - lastCall)
	last, cancel := context.WithTimeout(ctx, shutdownTimeout)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- s.closeDoors(last, false) }()
	tick := time.Tick(pollInterval)
	for {
		// In each round, because a session may have been about to start. The guard knows
		// connections in their handshake; Shutdown does not.
		left := s.guard.CloseWaiting()
		quiet := transferQuiet
		if time.Now().After(late) {
			quiet = 0
		}
		s.guard.EndSessions(quiet)
		if left == 0 && len(done) > 0 || last.Err() != nil {
			break
		}
		select {
		case <-tick:
		case <-last.Done():
		}
	}
	if err := <-done; err != nil {
		s.cfg.Log.Warn("some connections had to be cut off", "err", err)
	}
	for end := time.Now().Add(lastVisits); s.here.Load() > 0 && time.Now().Before(end); {
		<-tick
	}
	last, cancel = context.WithTimeout(ctx, lastScrape)
	defer cancel()
	_ = s.closeDoors(last, true)
}
