package server

import (
	"cmp"
	"context"
	"net"
	"time"

	"charm.land/ssh"

	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/server/bubbletea"
	"wenkaiyue.com/cv/server/metrics"
	"wenkaiyue.com/cv/server/visits"
)

// lastScrape is how long answers to those who watch may take after the last
// visitor has gone.
const lastScrape = time.Second

// newMetrics returns the numbers of the server, or nil if nobody wants them.
func (s *Server) newMetrics() *metrics.Metrics {
	if s.cfg.Metrics == "" {
		return nil
	}
	c := metrics.Config{
		Version: s.cfg.Version, Revision: s.cfg.Revision,
		Kinds: []string{kindInteractive, kindCommand, kindFiles, kindWeb},
		Ends:  visits.Endings(),
		State: s.state,
	}
	for _, f := range export.Formats() {
		c.Formats = append(c.Formats, f.Name)
	}
	for _, section := range s.edition.Load().sections {
		c.Sections = append(c.Sections, section.Name)
	}
	return metrics.New(c)
}

// latencies are the options of a runner that tells how fast it is.
func latencies(m *metrics.Metrics) []bubbletea.Option {
	if m == nil {
		return nil
	}
	return []bubbletea.Option{
		bubbletea.WithFirstFrame(func(sess ssh.Session) { m.FirstFrame(time.Since(visitOf(sess.Context()).began)) }),
		bubbletea.WithInputLatency(m.KeyFrame),
	}
}

// newMetricsServer takes the address that the numbers are served on. It is nil if
// there are none.
func (s *Server) newMetricsServer() (*metrics.Server, error) {
	if s.metrics == nil {
		return nil, nil
	}
	l, err := listen("--metrics", s.cfg.Metrics)
	if err != nil {
		return nil, err
	}
	return metrics.NewServer(s.metrics, l, s.cfg.Log), nil
}

// watch lets operators look from now on. The function that it returns ends that.
func (s *Server) watch(ctx context.Context) (end func()) {
	if s.watched == nil {
		return func() {}
	}
	address := s.watched.Addr()
	s.cfg.Log.Info("metrics", "address", address.String())
	if tcp, ok := address.(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
		s.cfg.Log.Warn("the metrics are on an address that is not loopback: anybody who reaches it can read the numbers",
			"address", address.String())
	}
	s.watched.Start()
	return func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastScrape)
		defer cancel()
		s.watched.Close(ctx)
	}
}

// state is what the guard knows, and the reloads.
func (s *Server) state() metrics.State {
	g := s.guard.Stats()
	st := metrics.State{
		Connections: g.Connections, Pending: g.Pending, Sessions: g.Sessions, Sources: g.Sources,
		Admitted: g.Admitted, Refused: map[string]uint64{}, Failed: map[string]uint64{},
	}
	ok, failed := s.Reloads()
	st.Reloads = map[string]uint64{"ok": ok, "failed": failed}
	for why, n := range g.Refused {
		st.Refused[why.String()] = n
	}
	for why, n := range g.Failed {
		st.Failed[why.String()] = n
	}
	return st
}

// count adds a visit that has ended to the numbers.
func (s *Server) count(v *visit) {
	s.visits.Add(1)
	if s.metrics == nil {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	s.metrics.Visit(cmp.Or(v.kind, kindCommand), v.ended)
	for _, r := range v.read {
		s.metrics.Read(r.place, r.time)
	}
	for _, format := range v.took {
		s.metrics.Export(format)
	}
}
