package server

import (
	"errors"
	"fmt"
	"net"

	"github.com/coreos/go-systemd/v22/activation"
	"github.com/coreos/go-systemd/v22/daemon"
)

// socket listens on the address of a way. The first one takes over the socket that
// systemd passes (sd_listen_fds(3)).
func (c *Config) socket(w way, first bool) (net.Listener, error) {
	if !first {
		return listen(w.field, w.address)
	}
	passed, err := activation.Listeners()
	if err != nil {
		return nil, wrong("Listen", fmt.Errorf("cannot take the socket of systemd: %w", err))
	}
	switch len(passed) {
	case 0:
		return listen(w.field, w.address)
	case 1:
		if l := passed[0]; l != nil && l.Addr().Network() == "tcp" {
			return l, nil
		}
		return nil, wrong("Listen", errors.New("the socket of systemd accepts no TCP connections; write ListenStream=PORT and Accept=no in its unit"))
	}
	return nil, wrong("Listen", fmt.Errorf("systemd passes %d sockets, and one is served; leave one ListenStream= in the unit", len(passed)))
}

// notify tells systemd the state of the service (sd_notify(3)).
func (s *Server) notify(state string) {
	if _, err := daemon.SdNotify(false, state); err != nil {
		s.cfg.Log.Warn("systemd cannot be told how the service is", "state", state, "err", err)
	}
}
