package server

import (
	"errors"
	"fmt"
	"net"

	"github.com/coreos/go-systemd/v22/activation"
	"github.com/coreos/go-systemd/v22/daemon"
)

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
