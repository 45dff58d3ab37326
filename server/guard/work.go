package guard

import (
	"sync"
	"time"
)

// workBurst is the work that a source may cause at once, after a rest.
const workBurst = time.Second

// work is the recent work of a source, in wall time, so that all get less on a busy
// machine. It decays by WorkPerSource percent of the time that passes.
type work struct {
	mu    sync.Mutex
	spent time.Duration
	at    time.Time // when spent was so much
}

// spend adds d, of which share comes off in each second, and returns the sum.
func (w *work) spend(d time.Duration, now time.Time, share float64) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	if earned := now.Sub(w.at); earned > 0 {
		w.spent = max(0, w.spent-time.Duration(float64(min(earned, time.Hour))*share))
		w.at = now
	}
	w.spent += d
	return w.spent
}

// share is the part of a core that the source may use.
func (s *source) share() float64 { return float64(s.scale*s.cfg.WorkPerSource) / 100 }

// Work limits the work that is done for the sources of one session.
type Work struct{ sources []*source }

// Work returns the limit of the work for the session, which has to have started.
func (s *Session) Work() Work {
	s.conn.guard.mu.Lock()
	defer s.conn.guard.mu.Unlock()
	return Work{s.conn.sources}
}

// Spend counts work that took d.
func (w Work) Spend(d time.Duration) {
	now := time.Now()
	for _, s := range w.sources {
		s.work.spend(d, now, s.share())
	}
}

// Spent returns the recent work.
func (w Work) Spent() (most time.Duration) {
	now := time.Now()
	for _, s := range w.sources {
		most = max(most, s.work.spend(0, now, s.share())/time.Duration(s.scale))
	}
	return most
}

// Wait returns how long more work has to wait; 0 if it has not.
func (w Work) Wait() (longest time.Duration) {
	now := time.Now()
	for _, s := range w.sources {
		share := s.share()
		over := s.work.spend(0, now, share) - time.Duration(s.scale)*workBurst
		longest = max(longest, time.Duration(float64(over)/share))
	}
	return longest
}
