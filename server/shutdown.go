package server

import (
	"context"
	"errors"
	"time"
)

const (
	// shutdownTimeout is how long visitors have to read why they are sent away,
	// and transfers to end.
	shutdownTimeout = 5 * time.Second
	// lastCall is how long before that those are told whose transfer has not.
	lastCall = 500 * time.Millisecond
	// transferQuiet is how long nothing is sent, either way, and no file is open
	// when a client waits for its person.
	transferQuiet = time.Second
	// lastVisits is how long the lines of visits that were cut off are waited for.
	lastVisits = 500 * time.Millisecond
	// lookAgain is how often it is looked who is still there.
	lookAgain = 20 * time.Millisecond
)

// shutdown stops accepting, tells every visitor, and waits for them to leave;
// after [shutdownTimeout] it cuts off who is left.
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
	tick := time.NewTicker(lookAgain)
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

// sendAway tells those who read the CV that they have to leave, and those who
// copy its files if they have what they were copying, or if it is late.
func (s *Server) sendAway(late bool) {
	s.runner.EndAll(restarting)
	if late {
		s.guard.EndSessions(0)
		return
	}
	s.guard.EndSessions(transferQuiet)
}
