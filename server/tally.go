package server

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"wenkaiyue.com/cv/server/guard"
)

// tallyEvery is how often the log says how many have come.
const tallyEvery = time.Hour

// tally is how many have come up to a moment.
type tally struct {
	connections, visits uint64
	checks              uint64 // connections of this machine, for its health
	asides              uint64 // requests on the web that nobody has come for
	refused             map[guard.Reason]uint64
}

func (s *Server) tally() tally {
	st := s.guard.Stats()
	return tally{st.Admitted, s.visits.Load(), s.checks.Load(), s.web.aside(), st.Refused}
}

// logTallies writes one line every so often, and one when ctx is done, about
// those who came since the one before: scanners are counted, not listed.
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
			s.cfg.Log.LogAttrs(context.WithoutCancel(ctx), slog.LevelInfo, "traffic", attrs...)
		}
		last = now
	}
}

// since describes who came after before; nobody is no attributes.
func (t tally) since(before tally) []slog.Attr {
	var reasons []slog.Attr
	for why, n := range t.refused {
		if n -= before.refused[why]; n > 0 {
			reasons = append(reasons, slog.Uint64(why.String(), n))
		}
	}
	slices.SortFunc(reasons, func(a, b slog.Attr) int { return int(b.Value.Uint64()) - int(a.Value.Uint64()) })
	connections, visits := t.connections-before.connections, t.visits-before.visits
	connections -= min(connections, t.checks-before.checks)
	if connections == 0 && visits == 0 && reasons == nil {
		return nil
	}
	attrs := []slog.Attr{slog.Uint64("connections", connections), slog.Uint64("visits", visits)}
	if asides := t.asides - before.asides; asides > 0 {
		attrs = append(attrs, slog.Uint64("asides", asides))
	}
	if reasons != nil {
		attrs = append(attrs, slog.Any("refused", slog.GroupValue(reasons...)))
	}
	return attrs
}
