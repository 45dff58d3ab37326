package server

import (
	"context"
	"errors"
	"net"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/coreos/go-systemd/v22/daemon"
	"github.com/prometheus/client_golang/prometheus"
	gossh "golang.org/x/crypto/ssh"

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
	next     *hostkey.Key // of a later start; nil: none
	rotation hostkey.Rotation
	editions atomic.Pointer[editions.Set]
	guard    *guard.Guard
	doors    []*door // those for SSH come first
	runner   *screen.Runner
	counts   *counts
	reloads  *prometheus.CounterVec
	valid    *prometheus.GaugeVec
	watched  *metrics.Server // nil: none

	visits atomic.Uint64 // ended
	checks atomic.Uint64 // health checks, which are no visits
	asides atomic.Uint64 // requests on the web that are no visit

	mu   sync.Mutex
	here map[*visit]struct{} // visits by SSH that are not logged yet
}

// New checks cfg, loads or makes the host key and takes the listening addresses.
// A wrong value of cfg is a [*ConfigError].
func New(cfg Config) (*Server, error) {
	s, err := prepare(cfg)
	if err != nil {
		return nil, err
	}
	cfg = s.cfg
	var made string
	if s.key, made, err = cfg.hostKey(); err != nil {
		return nil, err
	}
	if made != "" {
		cfg.Log.Warn("made a new host key; keep its file, or visitors are warned of another host", "file", made)
	}
	switch {
	case s.next == nil:
	case s.next.Equal(s.key):
		cfg.Log.Warn("the next host key is the present one, so nothing is announced; leave --next-host-key out")
	default:
		cfg.Log.Info("next host key", "fingerprint", gossh.FingerprintSHA256(s.next.PublicKey()))
		s.rotation = hostkey.Rotation{s.key, s.next}
	}
	registry := metrics.NewRegistry(cfg.Version, cfg.Revision)
	registry.MustRegister(s.guard, s.valid)
	s.counts, s.reloads = newCounts(registry, s.editions.Load()), newReloads(registry)
	programs := screen.Config{Log: cfg.Log}
	if cfg.Metrics != "" { // measuring costs time at each key
		measure(&programs, registry)
	}
	s.runner, s.here = screen.New(programs), map[*visit]struct{}{}
	if err := s.openDoors(); err != nil {
		return nil, err
	}
	if s.watched, err = s.newMetricsServer(registry); err != nil {
		s.abandon()
		return nil, err
	}
	return s, nil
}

// Addr returns the address of the first SSH door.
func (s *Server) Addr() net.Addr { return s.doors[0].listener.Addr() }

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
	ended := s.serve()
	for _, d := range slices.Backward(s.doors) {
		what := "listening"
		if d.name != s.doors[0].name {
			what = d.name + " door"
		}
		s.cfg.Log.Info(what, "address", d.listener.Addr().String())
	}
	s.notify(daemon.SdNotifyReady)
	beside, served := context.WithCancel(context.WithoutCancel(ctx))
	var others sync.WaitGroup
	others.Go(func() { s.logTallies(beside, tallyEvery) })
	others.Go(func() { s.reload(beside) })
	others.Go(func() { s.feedWatchdog(beside) })
	defer others.Wait()
	defer served()
	var err error
	left := len(s.doors)
	select {
	case err = <-ended: // a server with a door closed is noticed only if it ends
		left--
	case <-ctx.Done():
		s.cfg.Log.Info("stopping")
		s.notify(daemon.SdNotifyStopping)
	}
	s.shutdown(context.WithoutCancel(ctx))
	for range left {
		if end := <-ended; !isClosed(end) {
			err = errors.Join(err, end)
		}
	}
	return err
}
