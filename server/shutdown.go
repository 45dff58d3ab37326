package server

import (
	"context"
	"maps"
	"slices"
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
	go func() { done <- s.shutDown(ctx) }()
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
	for end := time.Now().Add(lastVisits); len(s.visitors()) > 0 && time.Now().Before(end); {
		<-tick.C
	}
}

// sendAway ends the interactive sessions, and with them the transfers that have
// finished or, if it is late, all of them.
func (s *Server) sendAway(late bool) {
	for _, v := range s.visitors() {
		v.window.End(v.words().Visit.Restart)
	}
	if late {
		s.guard.EndSessions(0)
		return
	}
	s.guard.EndSessions(transferQuiet)
}

// visitors returns the visits by SSH that are not logged yet.
func (s *Server) visitors() []*visit {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Keys(s.here))
}
