package guard

import (
	"cmp"
	"fmt"
	"net/netip"
	"reflect"
	"time"

	"charm.land/ssh"
)

// Config holds the limits of a [Guard], all of which must be set. Each comment names the
// value that [Defaults] returns.
type Config struct {
	// MaxConnections limits the open connections; 4096. Each further session that a
	// connection has at once counts as a connection, and each subsystem, here and for
	// MaxPerSource. When they are full, the source with the most gives up the one that has
	// been inactive for longest to a source that has fewer.
	MaxConnections int
	// MaxPending limits the connections of a [Door] that have had no session yet; 256. A
	// further one displaces the oldest of the source that has the most.
	MaxPending int
	// MaxPerSource limits the connections of one source; 64. A source is an IPv4 address or
	// an IPv6 /64. An IPv6 /48 has four times all limits of a source.
	MaxPerSource int
	// RatePerSource limits the new connections of a source per second, 1, after
	// BurstPerSource at once, 64. SSH and the web count separately. Each session of a
	// connection after its first counts as a connection.
	RatePerSource  float64
	BurstPerSource int
	// InputPerSource limits the bytes per second that the connections of a source together
	// send after authentication; 128 KiB, after four times as many at once. A byte costs up
	// to eight if it may belong to a small packet, an SFTP request 256. The guard slows
	// down a source that sends more. The output to a source is limited to 32 times as much;
	// a packet of it costs at least 2 KiB.
	InputPerSource int
	// WorkPerSource limits the share of a core, in percent, that the sessions of a source
	// use to update and paint their screens; 25, after a second at once.
	WorkPerSource int
	// StartupTimeout is the time from accept to shell, exec or subsystem, and between two
	// sessions of a connection; 10 s. The client first has two minutes to receive the end
	// of the session before, and one minute to ask its user about an unknown host key.
	StartupTimeout time.Duration
	// ProxyFrom lists the networks of proxies; none. Proxies must send a PROXY protocol
	// header, version 1 or 2; no other client may.
	ProxyFrom []netip.Prefix

	// IdleTimeout ends a session whose visitor has sent nothing; 10 min.
	// Keepalives, requests and output do not count.
	IdleTimeout time.Duration
	// SessionTimeout limits the length of a session; 1 h.
	SessionTimeout time.Duration
	// StallTimeout ends a connection that accepts no output; 15 s.
	StallTimeout time.Duration

	// Subsystems lists the subsystems that clients may request; none.
	Subsystems []string

	// Visit, if not nil, returns the context of a new session channel, in which the server
	// keeps the state of that visit. Otherwise it is the [ssh.Context] of the connection,
	// which all its sessions share.
	Visit func(ssh.Context, *Session) ssh.Context
}

// Fixed limits.
const (
	maxSources     = 1 << 14     // remembered
	firstRest      = time.Minute // of a source that sent garbage
	longestRest    = 10 * time.Minute
	maxTold        = 32  // refused connections open at once to be told so
	maxLeaving     = 32  // connections that leave for others at once
	toldRate       = 0.2 // refused visitors of a source that are told so, per second
	toldBurst      = 16  // and at once
	maxChannels    = 4   // of a connection at once
	maxEverOpened  = 16  // channels of a connection in its life
	maxRequests    = 300
	requestsIn     = 10 * time.Second      // the time of maxRequests; they include channels, but no window changes
	resizeEvery    = 50 * time.Millisecond // at most
	startupBytes   = 64 << 10              // before the first session
	noticeBefore   = 30 * time.Second      // before the end of a longer session
	farewellWithin = 5 * time.Second       // for a session to end
	deliverWithin  = 2 * time.Minute       // for the client to receive the last output, on a slow line

	// hostKeyQuestion is the time that a person has to compare a fingerprint and accept it.
	hostKeyQuestion = time.Minute

	// A client may send maxUnread bytes while a channel holds fewUnread. The guard checks
	// every unreadEvery bytes, and then waits at most unreadWithin.
	maxUnread    = 16 << 10
	fewUnread    = 128
	unreadEvery  = 4 << 10
	unreadWithin = 3 * time.Second
	look         = 10 * time.Millisecond // between two checks of other goroutines

	// During a shutdown a connection may lack a session for the time of a handshake from
	// the far side of the world or, after its last session, of hanging up.
	lastHandshake = 2 * time.Second
	lastSession   = 500 * time.Millisecond
)

// Defaults returns limits for a public server on a small machine.
func Defaults() Config {
	return Config{
		MaxConnections: 4096, MaxPending: 256, MaxPerSource: 64, RatePerSource: 1, BurstPerSource: 64,
		InputPerSource: 128 << 10, WorkPerSource: 25,
		StartupTimeout: 10 * time.Second, IdleTimeout: 10 * time.Minute, SessionTimeout: time.Hour,
		StallTimeout: 15 * time.Second,
	}
}

// ConfigError describes a wrong value in a configuration.
type ConfigError struct {
	Field string // its name
	Err   error  // what is wrong with the value
	Limit string // the name of the field whose value it exceeds, or ""
}

func (e *ConfigError) Error() string {
	if e.Limit != "" {
		return e.Field + ": " + e.Err.Error() + "; see " + e.Limit
	}
	return e.Field + ": " + e.Err.Error()
}

// Unwrap returns e.Err.
func (e *ConfigError) Unwrap() error { return e.Err }

// check returns a [*ConfigError] for a value that would admit nobody, or could never be
// reached. All numbers and times must be positive.
func (c *Config) check() error {
	for field, value := range reflect.ValueOf(*c).Fields() {
		positive, wrong := true, ""
		switch v := value.Interface().(type) {
		case int:
			positive, wrong = v > 0, "%v lets nobody in; write 1 or more"
		case float64:
			positive, wrong = v > 0, "%v lets nobody in; write a positive number" // such as for NaN
		case time.Duration:
			positive, wrong = v > 0, "%v is not a time limit; write a positive duration such as 10s or 5m"
		}
		if !positive {
			return &ConfigError{field.Name, fmt.Errorf(wrong, value), ""}
		}
	}
	return cmp.Or(
		within("MaxPending", c.MaxPending, "MaxConnections", c.MaxConnections),
		within("MaxPerSource", c.MaxPerSource, "MaxConnections", c.MaxConnections),
		within("IdleTimeout", c.IdleTimeout, "SessionTimeout", c.SessionTimeout),
	)
}

// within returns an error if value exceeds most, the value of another field.
func within[T int | time.Duration](field string, value T, limit string, most T) error {
	if value <= most {
		return nil
	}
	return &ConfigError{field, fmt.Errorf("%v would never be reached, because the limit is %v", value, most), limit}
}
