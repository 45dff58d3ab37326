package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"charm.land/ssh"
	"github.com/coreos/go-systemd/v22/activation"
	"github.com/coreos/go-systemd/v22/daemon"
)

// way is a way in for visitors. A further one is a line in [Config.ways] and a file with
// the function that opens it.
type way struct {
	name    string // for the log
	field   string // of the configuration
	address string // HOST:PORT
	example string // of an address
	// open returns what serves the way, and the listener behind the guard.
	open func(*Server, net.Listener) (protocol, net.Listener, error)
}

// door is a way that is open.
type door struct {
	way
	protocol
	listener net.Listener // of connections that the guard has admitted
}

// protocol serves visitors. [ssh.Server] and [http.Server] are protocols.
type protocol interface {
	// Serve serves the connections of a listener until Shutdown or Close.
	Serve(net.Listener) error
	// Shutdown stops accepting, and waits until ctx is done for what is under way.
	Shutdown(ctx context.Context) error
	// Close closes what is left.
	Close() error
}

// openDoors opens all ways. Sockets that systemd passes take the place of the addresses
// for SSH.
func (s *Server) openDoors() error {
	passed, err := passedSockets()
	if err != nil {
		return err
	}
	for _, l := range passed {
		err = errors.Join(err, s.open(s.cfg.ways()[0], l))
	}
	for _, w := range s.cfg.ways() {
		if err == nil && (w.field != "Listen" || len(passed) == 0) {
			var l net.Listener
			if l, err = listen(w.field, w.address); err == nil {
				err = s.open(w, l)
			}
		}
	}
	if err != nil {
		s.abandon()
	}
	return err
}

// open opens a way on a listener.
func (s *Server) open(w way, l net.Listener) (err error) {
	d := &door{way: w, listener: l}
	s.doors = append(s.doors, d)
	d.protocol, d.listener, err = w.open(s, l)
	return err
}

// abandon closes the listeners of doors that are not served.
func (s *Server) abandon() {
	for _, d := range s.doors {
		_ = d.listener.Close()
	}
}

// serve serves all doors. It returns when each accepts connections, which is when
// Shutdown has an effect, or has failed. The channel receives an error for each door.
func (s *Server) serve() (ended chan error) {
	ended = make(chan error, len(s.doors))
	var accepting sync.WaitGroup
	for _, d := range s.doors {
		accepting.Add(1)
		begun := sync.OnceFunc(accepting.Done)
		go func() {
			defer begun()
			ended <- fmt.Errorf("%s door: %w", d.name, d.Serve(&acceptor{d.listener, begun}))
		}()
	}
	accepting.Wait()
	return ended
}

// shutDown shuts all doors down at once. Visits that are under way when ctx is done
// are cut off.
func (s *Server) shutDown(ctx context.Context) error {
	errs := make([]error, len(s.doors))
	var all sync.WaitGroup
	for i, d := range s.doors {
		all.Go(func() { errs[i] = d.Shutdown(ctx) })
	}
	all.Wait()
	for _, d := range s.doors {
		_ = d.Close()
		_ = d.listener.Close() // a door that has only just opened knows of none
	}
	return errors.Join(errs...)
}

// isClosed reports whether a door has ended because it was shut down.
func isClosed(err error) bool {
	return errors.Is(err, ssh.ErrServerClosed) || errors.Is(err, http.ErrServerClosed) || errors.Is(err, net.ErrClosed)
}

// acceptor is a listener that calls begun before it accepts.
type acceptor struct {
	net.Listener
	begun func()
}

// Accept implements [net.Listener].
func (l *acceptor) Accept() (net.Conn, error) {
	l.begun()
	return l.Listener.Accept()
}

// listen listens on the address in a field of the configuration. 0.0.0.0 is IPv4 alone;
// no host and [::] are IPv6 and IPv4.
func listen(field, address string) (net.Listener, error) {
	network := "tcp"
	if at, err := netip.ParseAddrPort(address); err == nil && at.Addr() == netip.IPv4Unspecified() {
		network = "tcp4"
	}
	l, err := net.Listen(network, address)
	if err != nil {
		err = fmt.Errorf("cannot listen on %s: %w", address, reason(err))
		if errors.Is(err, fs.ErrPermission) {
			err = fmt.Errorf("%w; take the port from systemd (deploy/cv.socket), allow it with setcap cap_net_bind_service=+ep FILE or sysctl net.ipv4.ip_unprivileged_port_start=PORT, or write a port above 1023, for example :2222", err)
		}
		return nil, wrong(field, err)
	}
	return l, nil
}

// reason returns the part of a network error that helps a person.
func reason(err error) error {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err
	}
	return err
}

// passedSockets returns the sockets that systemd passes (sd_listen_fds(3)).
func passedSockets() ([]net.Listener, error) {
	passed, err := activation.Listeners()
	if err != nil {
		return nil, wrong("Listen", fmt.Errorf("cannot take the sockets of systemd: %w", err))
	}
	for _, l := range passed {
		if l == nil || l.Addr().Network() != "tcp" {
			return nil, wrong("Listen", errors.New("a socket of systemd accepts no TCP connections; write ListenStream=PORT and Accept=no in its unit"))
		}
	}
	return passed, nil
}

// notify tells systemd the state of the service (sd_notify(3)).
func (s *Server) notify(state string) {
	if _, err := daemon.SdNotify(false, state); err != nil {
		s.cfg.Log.Warn("systemd cannot be told how the service is", "state", state, "err", err)
	}
}

// feedWatchdog tells systemd that the server is not stuck, as often as WatchdogSec= asks
// for, until ctx is done (sd_watchdog_enabled(3)).
func (s *Server) feedWatchdog(ctx context.Context) {
	within, err := daemon.SdWatchdogEnabled(false)
	if err != nil || within == 0 {
		return
	}
	tick := time.NewTicker(within / 2)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			s.guard.Stats() // waits for the lock that every connection needs
			s.notify(daemon.SdNotifyWatchdog)
		}
	}
}
