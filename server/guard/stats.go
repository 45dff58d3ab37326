package guard

import (
	"errors"
	"io"
	"maps"
	"net"

	"github.com/prometheus/client_golang/prometheus"
	gossh "golang.org/x/crypto/ssh"
)

// Reason says why a connection or a session was refused or ended.
type Reason uint8

// Reasons, in the order in which they may occur.
const (
	None        Reason = iota
	Total              // too many connections in all; also of one that leaves for another
	PerSource          // too many connections from one source
	Rate               // too many new connections from one source
	Resting            // the source has recently sent garbage
	Proxy              // a PROXY header was missing, late or wrong
	Pending            // displaced by others while it had no session
	Startup            // started no session in time
	Garbage            // did not send SSH, or too much before a session
	Channels           // too many channels, or one of a type that is not served
	Requests           // too many requests
	Request            // a request that is denied
	Command            // too long a command
	Unread             // did not read its output, or sent input that nobody reads
	Idle               // the visitor typed nothing
	SessionTime        // the session reached its longest duration
	Restart            // the server shuts down; not counted
	numReasons
)

// String returns the reason as a word for metrics.
func (r Reason) String() string {
	return [numReasons]string{
		"none", "total", "per-source", "rate", "resting", "proxy", "pending", "startup",
		"garbage", "channels", "requests", "request", "command", "unread", "idle", "session-time", "restart",
	}[min(r, numReasons-1)]
}

// RefusalLine begins the line that a rejected connection from this machine receives instead
// of the first line of SSH. The word of the reason follows.
const RefusalLine = "refused: "

// How a connection fails before its first channel, as words for metrics.
const (
	Closed     = "closed"     // either side closed it, or it was lost
	Goodbye    = "goodbye"    // the client disconnected, for example because of the host key
	Algorithms = "algorithms" // the client and the server have none in common
	Auth       = "auth"       // the client failed six times, though "none" would do
	NotSSH     = "garbage"    // the client sent something that no SSH client does
)

// failureOf returns the word for the error of a handshake.
func failureOf(err error) string {
	var network net.Error
	var algorithms *gossh.AlgorithmNegotiationError
	var auth *gossh.ServerAuthError
	switch {
	case errors.Is(err, errGarbage):
		return NotSSH
	case errors.As(err, &algorithms):
		return Algorithms
	case errors.As(err, &auth):
		return Auth
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &network): // net.ErrClosed is one
		return Closed
	case isDisconnect(err):
		return Goodbye
	}
	return NotSSH
}

// failed counts a handshake that has failed, unless it never began.
func (g *Guard) failed(nc net.Conn, err error) {
	if errors.Is(err, errSilent) {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.failures[failureOf(err)]++
	g.judge(g.table.of(Address(nc.RemoteAddr()))[0], err)
}

// judge punishes a source if no well-meaning client ends a connection with err. Such
// clients hang up, are slow, have no algorithm in common with the server, or reject the
// host key. Read has already punished garbage. The caller holds mu.
func (g *Guard) judge(s *source, err error) {
	if err != nil && failureOf(err) == NotSSH && !errors.Is(err, errGarbage) {
		g.refused[Garbage].Add(1)
		s.punish()
	}
}

// Stats are the counts of a Guard.
type Stats struct {
	Connections int               // open now
	Pending     int               // of them, not yet in a session
	Sessions    int               // under way
	Sources     int               // remembered
	Admitted    uint64            // connections since the start, including those only told of a refusal
	Silent      uint64            // of them, those that sent nothing, such as the check of a balancer
	Refused     map[Reason]uint64 // connections, channels, requests and sessions refused or ended, by reason
	Failed      map[string]uint64 // handshakes, by failure
}

// Stats returns the current counts.
func (g *Guard) Stats() Stats {
	g.mu.Lock()
	defer g.mu.Unlock()
	s := Stats{
		Connections: len(g.conns), Sources: len(g.table.known), Admitted: g.admitted, Silent: g.silent,
		Refused: make(map[Reason]uint64, numReasons), Failed: maps.Clone(g.failures),
	}
	for c := range g.conns {
		s.Sessions += c.running
		if !c.begun.Load() {
			s.Pending++
		}
	}
	for r := None + 1; r < Restart; r++ {
		s.Refused[r] = g.refused[r].Load()
	}
	return s
}

// Collect is a [prometheus.CollectorFunc] for the numbers of [Guard.Stats].
func (g *Guard) Collect(ch chan<- prometheus.Metric) {
	s := g.Stats()
	send := func(kind prometheus.ValueType, n float64, name, help string) {
		ch <- prometheus.MustNewConstMetric(prometheus.NewDesc(name, help, nil, nil), kind, n)
	}
	send(prometheus.GaugeValue, float64(s.Connections), "cv_connections_open", "Open connections.")
	send(prometheus.GaugeValue, float64(s.Pending), "cv_connections_pending", "Open connections that have had no session yet.")
	send(prometheus.GaugeValue, float64(s.Sessions), "cv_sessions_active", "Sessions under way.")
	send(prometheus.GaugeValue, float64(s.Sources), "cv_sources_remembered", "Networks that connections are counted for.")
	send(prometheus.CounterValue, float64(s.Admitted), "cv_connections_admitted_total",
		"Connections let in, including those let in only to be told that they are refused.")
	send(prometheus.CounterValue, float64(s.Silent), "cv_connections_silent_total",
		"Connections let in that ended without sending anything, such as the checks of a balancer.")
	refused := prometheus.NewDesc("cv_refusals_total",
		"Connections, channels, requests and sessions that were refused or ended by a limit.", []string{"reason"}, nil)
	for why, n := range s.Refused {
		ch <- prometheus.MustNewConstMetric(refused, prometheus.CounterValue, float64(n), why.String())
	}
	failed := prometheus.NewDesc("cv_handshake_failures_total",
		"Connections that failed before the end of the handshake.", []string{"kind"}, nil)
	for why, n := range s.Failed {
		ch <- prometheus.MustNewConstMetric(failed, prometheus.CounterValue, float64(n), why)
	}
}
