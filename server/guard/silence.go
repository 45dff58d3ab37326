package guard

import (
	"errors"
	"io"
	"syscall"
	"time"

	"golang.org/x/time/rate"
)

// The checks of balancers and orchestrators connect and hang up, with at most the
// header of a proxy that speaks for itself (LOCAL of the PROXY protocol). Such a
// connection takes nothing of its source's rate, as long as there are not too many.
const (
	silentRate  = 2 // a second
	silentBurst = 32
)

// errSilent is returned by Read and Write when the peer has hung up without a word.
var errSilent = errors.New("guard: hung up without a word")

// silence replaces the error of a connection whose peer has hung up without a word.
func (c *conn) silence(err error) error {
	if c.read.Load() == 0 && hasHungUp(err) {
		return errSilent
	}
	return err
}

// hasHungUp reports whether err says that the peer has closed or reset the connection.
func hasHungUp(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// forgive counts a connection that has been closed as silent if it was, and gives its
// sources back what it has taken of their rate. The caller holds guard.mu.
func (c *conn) forgive(now time.Time) {
	if c.why != None || c.refusal != None || c.begun.Load() || c.read.Load() > 0 && !c.local {
		return
	}
	c.guard.silent++
	if !c.charged || !takeAll(c.sources, (*source).silences, now) {
		return
	}
	for _, s := range c.sources {
		s.at(c.door).fresh.AllowN(now, -1)
	}
}

// silences returns the limit of silent connections that the source does not pay for.
func (s *source) silences() *rate.Limiter {
	if s.silent == nil {
		s.silent = limiter(float64(s.scale)*silentRate, s.scale*silentBurst)
	}
	return s.silent
}
