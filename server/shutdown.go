package server

import (
	"context"
	"errors"
	"time"
)

const (
	// shutdownTimeout is the time for visitors to read why they are sent away, and
	// for transfers to end.
	shutdownTimeout = 5 * time.Second
	// lastCall is how long before the deadline unfinished transfers are warned.
	lastCall = 500 * time.Millisecond
	// transferQuiet is how long nothing has been sent in either direction, with no
	// file open, when a client is taken to be waiting for its user.
	transferQuiet = time.Second
	// lastVisits bounds the wait for the log lines of visits that were cut off.
	lastVisits = 500 * time.Millisecond
	// pollInterval is how often shutdown checks for remaining sessions.
	pollInterval = 20 * time.Millisecond
)

// shutdown stops accepting connections, tells every visitor to leave and waits;
// after [shutdownTimeout] it closes the connections that are left.
func (s *Server) shutdown(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, shutdownTimeout)
	defer cancel()
	s.watched.Drain()
	done := make(chan error, 1)
	go func() {
		web := make(chan error, 1)
		go func() { web <- s.web.close(ctx) }()
		done <- errors.Join(s.ssh.Shutdown(ctx), <-web)
	}()
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	late := time.Now().Add(shutdownTimeout - lastCall)
	for {
		// Again and again: a session may have been about to start. The guard knows
		// of connections whose handshake is under way; Shutdown does not.
		left := s.guard.CloseWaiting()
		s.sendAway(time.Now().After(late))
		if left == 0 && len(done) > 0 || ctx.Err() != nil {
			break
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
		}
	}
	if err := <-done; err != nil {
		s.cfg.Log.Warn("some connections had to be cut off", "err", err)
	}
	_ = s.ssh.Close()
	_ = s.listener.Close() // if serving has only just begun, Close knows of none
	for end := time.Now().Add(lastVisits); s.here.Load() > 0 && time.Now().Before(end); {
		<-tick.C
	}
}

// sendAway ends the interactive sessions, and with them the transfers that have
// finished or, if it is late, all of them.
func (s *Server) sendAway(late bool) {
	s.runner.EndAll(func(ctx context.Context) string { return visitOf(ctx).words().Visit.Restart })
	if late {
		s.guard.EndSessions(0)
		return
	}
	s.guard.EndSessions(transferQuiet)
}
