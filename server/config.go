package server

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/data/watch"
	"wenkaiyue.com/cv/server/guard"
)

// Config configures a server. The zero value of a field is allowed where its
// documentation says what it means.
type Config struct {
	// Listen has the TCP addresses, host:port. Without a host, or with [::], it is all
	// addresses of the machine; 0.0.0.0 is those of IPv4. Required.
	Listen []string
	// HTTP is the TCP address of the web door, as in Listen. Empty: no web door.
	HTTP string
	// CV is what visitors see. Required.
	CV *data.CV
	// Fonts has the fonts of the PDF for what the embedded ones lack. Nil: none.
	Fonts *fonts.Library
	// Editions has the file that CV was loaded from with [watch.Editions.Load], and the
	// editions beside it, which the server loads. It watches all of them and shows each
	// new version. Nil: nothing is watched.
	Editions *watch.Editions
	// Reload makes the server read Editions again for each value, such as SIGHUP.
	Reload <-chan os.Signal
	// HostKey is the path of a private key in PEM that exists and that nobody
	// else can read; where root owns it, its group may. Empty: host_key in
	// StateDir, made on first start.
	HostKey string
	// HostKeyPEM is the private key itself, in place of HostKey.
	HostKeyPEM []byte
	// NextHostKey is the path of the key that the server is going to have. It is announced
	// together with the present one, so that OpenSSH's clients know it in time. Empty: none.
	NextHostKey string
	// StateDir holds what must survive a restart. Empty: $XDG_STATE_HOME/cv or
	// ~/.local/state/cv (XDG Base Directory Specification).
	StateDir string
	// PublicAddress is host or host:port as visitors type it, for the command
	// lines that they are shown. Empty: the address that the visitor reached.
	PublicAddress string

	// Tags are the user names that are counted and logged, in either case; any other
	// is forgotten. At most 256.
	Tags []string

	// Limits limits visitors; start with [guard.Defaults]. The server sets the fields
	// for proxies, subsystems and windows.
	Limits guard.Config
	// ProxyFrom lists the networks (CIDR) and addresses of proxies. They must
	// speak the PROXY protocol, and nobody else may.
	ProxyFrom []string

	// Metrics is the TCP address, as in Listen, on which the numbers of the server and
	// its health are served over HTTP; see [metrics]. Empty: there is none.
	Metrics string
	// Version and Revision are those of the program, for the metrics.
	Version, Revision string
	// LogAddress is how addresses are logged: "truncate" to their /24 or /48, the
	// default; "hash", equal for equal sources as long as the host key stays; "full".
	LogAddress string
	// Log receives one record for each visit, and the server's own. Nil: none.
	Log *slog.Logger

	lookEvery time.Duration // at Editions; defaultLookEvery where it is 0
}

// ConfigError is a wrong value of a field of a [Config] or of its Limits.
type ConfigError = guard.ConfigError

// wrong returns the error of a field, by its name.
func wrong(field string, err error) error { return &ConfigError{Field: field, Err: err} }

// check returns a [*ConfigError] for the first wrong value. It fills in defaults.
func (c *Config) check() error {
	if c.Log == nil {
		c.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if c.lookEvery == 0 {
		c.lookEvery = defaultLookEvery
	}
	if c.CV == nil {
		return wrong("CV", errors.New("there is no CV to show"))
	}
	if len(c.Listen) == 0 {
		return wrong("Listen", errors.New("there is no address; write HOST:PORT or :PORT, for example :2222"))
	}
	for _, w := range c.ways() {
		if !isAddress(w.address) {
			return wrong(w.field, notAnAddress(w.address, w.example))
		}
	}
	if c.Metrics != "" && !isAddress(c.Metrics) {
		return wrong("Metrics", fmt.Errorf("%q is no address; write HOST:PORT, for example 127.0.0.1:9090", c.Metrics))
	}
	if c.PublicAddress != "" {
		if _, err := parseHost(c.PublicAddress); err != nil {
			return wrong("PublicAddress", err)
		}
	}
	if _, err := tagSet(c.Tags); err != nil {
		return wrong("Tags", err)
	}
	switch c.LogAddress {
	case "", addressTruncate, addressHash, addressFull:
	default:
		return wrong("LogAddress", fmt.Errorf("%q is none of truncate, hash and full", c.LogAddress))
	}
	return nil
}

// ways are the ways in for visitors, in the order in which they open; SSH's come first.
func (c *Config) ways() []way {
	var all []way
	for _, address := range c.Listen {
		all = append(all, way{"ssh", "Listen", strings.TrimSpace(address), ":2222", (*Server).openSSH})
	}
	if c.HTTP != "" {
		all = append(all, way{"web", "HTTP", c.HTTP, ":8080", (*Server).openWeb})
	}
	return all
}

func notAnAddress(s, example string) error {
	return fmt.Errorf("%q is no address; write HOST:PORT or :PORT, for example %s", s, example)
}

func isAddress(s string) bool {
	_, port, err := net.SplitHostPort(s)
	return err == nil && isPort(port)
}

func isPort(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n >= 0 && n <= 65535
}
