package server

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"time"

	"wenkaiyue.com/cv/server/guard"
	"wenkaiyue.com/cv/server/visits"
)

// tallyEvery is the interval between log lines about traffic.
const tallyEvery = time.Hour

// tally counts what has come since the start.
type tally struct {
	connections, visits uint64
	checks              uint64 // of them, health checks and connections without a word
	asides              uint64 // requests on the web that are no visit
	refused             map[guard.Reason]uint64
	strangers           uint64 // handshakes without a common algorithm
}

func (s *Server) tally() tally {
	st := s.guard.Stats()
	return tally{st.Admitted, s.visits.Load(), s.checks.Load() + st.Silent, s.asides.Load(), st.Refused, st.Failed[guard.Algorithms]}
}

// logTallies logs the traffic since the last line, at each interval and when ctx is
// done. Scanners appear in these counts alone.
func (s *Server) logTallies(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	var last tally
	for done := false; !done; {
		select {
		case <-tick.C:
		case <-ctx.Done():
			done = true
		}
		now := s.tally()
		if attrs := now.since(last); len(attrs) > 0 {
			s.cfg.Log.LogAttrs(ctx, slog.LevelInfo, visits.TrafficMessage, attrs...)
		}
		last = now
	}
}

// since returns the attributes of the traffic after before, or none without any.
func (t tally) since(before tally) []slog.Attr {
	came := visits.Traffic{
		Connections: t.connections - before.connections, Visits: t.visits - before.visits, Asides: t.asides - before.asides,
	}
	came.Connections -= min(came.Connections, t.checks-before.checks)
	for why, n := range t.refused {
		if n -= before.refused[why]; n > 0 {
			came.Refused = append(came.Refused, visits.Count{Name: why.String(), Times: n})
		}
	}
	if n := t.strangers - before.strangers; n > 0 {
		came.Refused = append(came.Refused, visits.Count{Name: guard.Algorithms.String(), Times: n})
	}
	if came.Connections == 0 && came.Visits == 0 && came.Refused == nil {
		return nil
	}
	slices.SortFunc(came.Refused, func(a, b visits.Count) int { return cmp.Compare(b.Times, a.Times) })
	return came.Attrs()
}
