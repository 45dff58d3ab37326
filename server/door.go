package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/coreos/go-systemd/v22/activation"
	"github.com/coreos/go-systemd/v22/daemon"
	"golang.org/x/sync/errgroup"
)

// way is a way into the server. A new one takes a line in [Config.ways] and a file with the
// function that opens it.
type way struct {
	name      string // for the log and for errors
	field     string // of the configuration
	addresses []string
	example   string // of an address
	first     bool   // needs an address; sockets from systemd replace all addresses
	aside     bool   // not for visitors: it ends when they have left
	// open returns a door for a listener.
	open func(*Server, net.Listener) (door, error)
}

// door is an open way.
type door struct {
	way
	protocol
	listener net.Listener
	served   chan struct{} // closed when Serve has returned
}

// protocol serves connections. [ssh.Server] and [http.Server] are protocols.
type protocol interface {
	// Serve serves the connections of a listener until the listener is closed.
	Serve(net.Listener) error
	// Shutdown waits for the requests in progress until ctx is done.
	Shutdown(ctx context.Context) error
	// Close closes the rest.
	Close() error
}

// ways returns the ways in, in the order in which they open. The first is the one by SSH.
func (c *Config) ways() []way {
	return []way{
		{name: "listening", field: "Listen", addresses: c.Listen, example: "HOST:PORT or :PORT, for example :2222", first: true, open: (*Server).openSSH},
		{name: "web door", field: "HTTP", addresses: optional(c.HTTP), example: "HOST:PORT or :PORT, for example :8080", open: (*Server).openWeb},
		{name: "metrics", field: "Metrics", addresses: optional(c.Metrics), example: "HOST:PORT, for example 127.0.0.1:9090", aside: true, open: (*Server).openMetrics},
	}
}

func optional(address string) []string {
	if address == "" {
		return nil
	}
	return []string{address}
}

// openDoors opens all ways, or none.
func (s *Server) openDoors() (err error) {
	var listeners []net.Listener
	defer func() {
		for _, l := range listeners {
			if err != nil {
				_ = l.Close()
			}
		}
	}()
	for _, w := range s.cfg.ways() {
		opened := len(listeners)
		if w.first {
			if listeners, err = passedSockets(); err != nil {
				return wrong(w.field, err)
			}
		}
		if len(listeners) == opened {
			for _, address := range w.addresses {
				l, err := listen(strings.TrimSpace(address))
				if err != nil {
					return wrong(w.field, err)
				}
				listeners = append(listeners, l)
			}
		}
		for _, l := range listeners[opened:] {
			d, err := w.open(s, l)
			if err != nil {
				return err
			}
			d.way, d.served = w, make(chan struct{})
			s.doors = append(s.doors, d)
		}
	}
	return nil
}

// check returns a [*ConfigError] if an address is missing or malformed.
func (w way) check() error {
	if w.first && len(w.addresses) == 0 {
		return wrong(w.field, fmt.Errorf("there is no address; write %s", w.example))
	}
	for _, address := range w.addresses {
		if _, port, err := net.SplitHostPort(strings.TrimSpace(address)); err != nil || !isPort(port) {
			return wrong(w.field, fmt.Errorf("%q is not an address; write %s", address, w.example))
		}
	}
	return nil
}

func isPort(s string) bool {
	_, err := strconv.ParseUint(s, 10, 16)
	return err == nil
}

// closeDoors closes the doors for visitors, or else the aside ones. It cuts off connections
// that remain when ctx is done, and then returns an error.
func (s *Server) closeDoors(ctx context.Context, aside bool) error {
	var all errgroup.Group
	for _, d := range s.doors {
		if d.aside == aside {
			all.Go(func() error {
				_ = d.listener.Close()
				<-d.served // Shutdown has no effect before Serve
				err := d.Shutdown(ctx)
				_ = d.Close()
				return err
			})
		}
	}
	return all.Wait()
}

// listen listens on a TCP address. 0.0.0.0 means IPv4 only; no host, or [::], means IPv6
// and IPv4.
func listen(address string) (net.Listener, error) {
	network := "tcp"
	if at, err := netip.ParseAddrPort(address); err == nil && at.Addr() == netip.IPv4Unspecified() {
		network = "tcp4"
	}
	l, err := net.Listen(network, address)
	if err != nil {
		err = fmt.Errorf("cannot listen on %s: %w", address, reason(err))
	}
	if errors.Is(err, fs.ErrPermission) {
		err = fmt.Errorf("%w; take the port from systemd (deploy/cv.socket), allow it with setcap cap_net_bind_service=+ep FILE or "+
			"sysctl net.ipv4.ip_unprivileged_port_start=PORT, or write a port above 1023, for example :2222", err)
	}
	return l, err
}

// reason returns the part of a network error that is useful to people.
func reason(err error) error {
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return op.Err
	}
	return err
}

// passedSockets returns the sockets that systemd passes (sd_listen_fds(3)).
func passedSockets() ([]net.Listener, error) {
	passed, err := activation.Listeners()
	if err != nil {
		return nil, fmt.Errorf("cannot take the sockets of systemd: %w", err)
	}
	for _, l := range passed {
		if l == nil || l.Addr().Network() != "tcp" {
			return nil, errors.New("a socket of systemd accepts no TCP connections; write ListenStream=PORT and Accept=no in its unit")
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

// feedWatchdog tells systemd that the server is not stuck, at the interval of WatchdogSec=,
// until ctx is done (sd_watchdog_enabled(3)).
func (s *Server) feedWatchdog(ctx context.Context) {
	within, err := daemon.SdWatchdogEnabled(false)
	if err != nil || within == 0 {
		return
	}
	for tick := time.Tick(within / 2); ; {
		select {
		case <-ctx.Done():
			return
		case <-tick:
			s.guard.Stats() // waits for the lock that every connection needs
			s.notify(daemon.SdNotifyWatchdog)
		}
	}
}
