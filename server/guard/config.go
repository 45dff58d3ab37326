package guard

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"charm.land/ssh"
)

// Config is the limits of a [Guard]. Each has to be set; [Defaults] has a value
// for all of them, the one named here.
type Config struct {
	// MaxConnections is how many connections there may be in all; 4096.
	MaxConnections int
	// MaxPending is how many of them may have had no session yet; 256. One gives
	// way to a new one: the oldest of the source that has the most of these.
	MaxPending int
	// MaxPerSource is how many connections one source may have; 64. A source is
	// an IPv4 address or an IPv6 /64; an IPv6 /48 may have four times as many of
	// everything.
	MaxPerSource int
	// RatePerSource is how many connections a second a source may make, 1, after
	// BurstPerSource at once, 64; to SSH, and to the web as many again. Each session
	// of a connection after its first counts as a connection.
	RatePerSource  float64
	BurstPerSource int
	// InputPerSource is how many bytes a second the connections of a source may send
	// after authentication, together; 128 KiB, after four times as many. A byte counts
	// up to eightfold where there may be many small packets, and a request of SFTP as
	// 256. A connection that sends more is slowed down. They are sent at most 32 times
	// as much, where a packet counts as 2 KiB at least.
	InputPerSource int
	// WorkPerSource is how much of a core, in percent, the sessions of a source may
	// use to update and paint their screens, after a second at once; 25.
	WorkPerSource int
	// StartupTimeout is the time from accept to shell, exec or subsystem, and
	// between two sessions of a connection, counted from when the client has taken
	// all of the one before, or for two minutes has not; 10 s. A client that asks its person
	// about an unknown host key has another minute for the answer.
	StartupTimeout time.Duration
	// ProxyFrom lists the networks of proxies, which must send a PROXY protocol
	// header, version 1 or 2; nobody else may. None.
	ProxyFrom []netip.Prefix

	// IdleTimeout ends a session whose visitor has sent nothing; 10 min.
	// Keepalives, requests and output do not count.
	IdleTimeout time.Duration
	// SessionTimeout ends a session whatever happens; 1 h.
	SessionTimeout time.Duration
	// StallTimeout ends a connection that does not take what it is sent; 15 s.
	StallTimeout time.Duration

	// Subsystems lists the subsystems that are served. None.
	Subsystems []string

	// Visit, if set, returns the context of a new session channel, for the server to
	// keep there what it knows of the visit: an [ssh.Context] is that of a connection,
	// which may have several. Nil: the context of the connection.
	Visit func(ssh.Context, *Session) ssh.Context
}

// Fixed limits.
const (
	maxSources     = 1 << 14     // remembered
	firstRest      = time.Minute // of a source that sent garbage
	longestRest    = 10 * time.Minute
	maxTold        = 32  // refused connections under way that may be told so
	toldRate       = 0.2 // refused visitors of a source that are told so, a second
	toldBurst      = 16  // and at once
	maxSubsystems  = 16  // of a source at once
	maxChannels    = 4   // of a connection at once
	maxEverOpened  = 16  // channels of a connection in its life
	maxRequests    = 300
	requestsIn     = 10 * time.Second      // maxRequests, channels among them and window changes not
	resizeEvery    = 50 * time.Millisecond // at most
	startupBytes   = 64 << 10              // before the first session
	noticeBefore   = 30 * time.Second      // the end of a session, if it is longer
	farewellWithin = 5 * time.Second       // for a session to end
	deliverWithin  = 2 * time.Minute       // for the client to take the last of it, on a slow line

	// hostKeyQuestion is how long a person may take to compare a fingerprint and
	// say yes to it.
	hostKeyQuestion = time.Minute

	// A client may send maxUnread bytes while a channel holds what nobody reads, which is
	// looked at after every unreadEvery bytes, and then waits for unreadWithin.
	maxUnread    = 64 << 10
	unreadEvery  = 16 << 10
	unreadWithin = 3 * time.Second
	look         = 10 * time.Millisecond // between two looks at what other goroutines do

	// While the server shuts down, a connection may be without a session for the time of a
	// handshake from the far side of the world or, after its last one, of hanging up.
	lastHandshake = 2 * time.Second
	lastSession   = 500 * time.Millisecond
)

// Defaults returns limits for a server on a small machine that anybody reaches.
func Defaults() Config {
	return Config{
		MaxConnections: 4096, MaxPending: 256, MaxPerSource: 64, RatePerSource: 1, BurstPerSource: 64,
		InputPerSource: 128 << 10, WorkPerSource: 25,
		StartupTimeout: 10 * time.Second, IdleTimeout: 10 * time.Minute, SessionTimeout: time.Hour,
		StallTimeout: 15 * time.Second,
	}
}

// ConfigError is a wrong value of a field of a configuration.
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

// Unwrap returns the reason.
func (e *ConfigError) Unwrap() error { return e.Err }

// check returns a [*ConfigError] for the first value that admits nobody, or that could
// never be reached.
func (c *Config) check() error {
	const (
		count    = "%v lets nobody in; write 1 or more"
		duration = "%v is no time limit; write a positive duration such as 10s or 5m"
	)
	var networks error
	if slices.ContainsFunc(c.ProxyFrom, func(p netip.Prefix) bool { return !p.IsValid() }) {
		networks = &ConfigError{"ProxyFrom", errors.New("an empty network; write one such as 192.0.2.0/24"), ""}
	}
	return cmp.Or(
		positive("MaxConnections", c.MaxConnections, count),
		positive("MaxPending", c.MaxPending, count),
		within("MaxPending", c.MaxPending, "MaxConnections", c.MaxConnections),
		positive("MaxPerSource", c.MaxPerSource, count),
		within("MaxPerSource", c.MaxPerSource, "MaxConnections", c.MaxConnections),
		positive("BurstPerSource", c.BurstPerSource, count),
		positive("InputPerSource", c.InputPerSource, count),
		positive("WorkPerSource", c.WorkPerSource, count),
		positive("RatePerSource", c.RatePerSource, "%v lets nobody in; write a positive number"),
		positive("StartupTimeout", c.StartupTimeout, duration),
		positive("IdleTimeout", c.IdleTimeout, duration),
		positive("SessionTimeout", c.SessionTimeout, duration),
		positive("StallTimeout", c.StallTimeout, duration),
		within("IdleTimeout", c.IdleTimeout, "SessionTimeout", c.SessionTimeout),
		networks,
	)
}

// positive returns the words about a value that is not positive, or nil.
func positive[T int | float64 | time.Duration](field string, value T, words string) error {
	if value > 0 { // which NaN is not
		return nil
	}
	return &ConfigError{field, fmt.Errorf(words, value), ""}
}

// within returns an error about a value above that of another field, or nil.
func within[T int | time.Duration](field string, value T, limit string, most T) error {
	if value <= most {
		return nil
	}
	return &ConfigError{field, fmt.Errorf("%v would never be reached, because the limit is %v", value, most), limit}
}
