package server

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/data/watch"
	"wenkaiyue.com/cv/server/guard"
)

// Config configures a server. A field may be zero if its comment says so.
type Config struct {
	// Listen lists the TCP addresses, host:port. Without a host, or with [::], the server
	// listens on all addresses of the machine; with 0.0.0.0, on those of IPv4. Required.
	Listen []string
	// HTTP is the TCP address of the web door, as in Listen. Empty: no web door.
	HTTP string
	// First is the CV that visitors see, as [watch.Editions.Load] returns it. A CV without
	// a file has only its field CV. Required, without an error.
	First watch.Version
	// Fonts has the fonts of the PDF for characters that the embedded ones lack. Nil: none.
	Fonts *fonts.Library
	// Editions has the file of First and the editions beside it, which the server loads.
	// It watches all of them and shows each new version. Nil: nothing is watched.
	Editions *watch.Editions
	// Reload makes the server read Editions again at each value, such as SIGHUP.
	Reload <-chan os.Signal
	// HostKey is the path of an existing private key in PEM that only its owner can read;
	// if that is root, its group may too. Empty: host_key in StateDir, made on first start.
	HostKey string
	// HostKeyPEM is the private key itself, instead of HostKey.
	HostKeyPEM []byte
	// NextHostKey is the path of the server's next key. The server announces it with the
	// present one, so that OpenSSH clients know it in time. Empty: none.
	NextHostKey string
	// StateDir holds what must survive a restart. Empty: $XDG_STATE_HOME/cv or
	// ~/.local/state/cv (XDG Base Directory Specification).
	StateDir string
	// PublicAddress is host or host:port as visitors type it, for the command lines that
	// the server shows. Empty: the address that the visitor reached.
	PublicAddress string

	// Tags are the user names that are counted and logged, case-insensitive; the server
	// forgets all others. At most 256.
	Tags []string

	// Limits limits visitors; start with [guard.Defaults]. The server sets ProxyFrom,
	// Subsystems and Visit.
	Limits guard.Config
	// ProxyFrom lists the networks (CIDR) and addresses of proxies. They must speak the
	// PROXY protocol; others may not.
	ProxyFrom []string

	// Metrics is the TCP address, as in Listen, that serves the metrics of the server and
	// its health over HTTP; see [metrics]. Empty: no metrics.
	Metrics string
	// Version and Revision of the program, for the metrics.
	Version, Revision string
	// LogAddress selects how addresses are logged: "truncate" to their /24 or /48, the
	// default; "hash", equal for equal sources until the host key changes; "full".
	LogAddress string
	// Log receives one record for each visit, and the server's own. Nil: no log.
	Log *slog.Logger

	lookEvery time.Duration // of Editions; 0: defaultLookEvery
}

// ConfigError describes a wrong value of a field of a [Config] or of its Limits.
type ConfigError = guard.ConfigError

// wrong returns err as the error of a field, or nil if err is nil.
func wrong(field string, err error) error {
	if err == nil {
		return nil
	}
	return &ConfigError{Field: field, Err: err}
}

// The values of [Config.LogAddress].
const (
	addressTruncate = "truncate" // the network: /24 or /48
	addressHash     = "hash"     // the same word for the same [guard.Source]
	addressFull     = "full"
)

// parse parses and checks the settings. It returns a [*ConfigError] for a wrong one.
func (s *Server) parse() (err error) {
	c := &s.cfg
	c.Log = cmp.Or(c.Log, slog.New(slog.DiscardHandler))
	c.lookEvery = cmp.Or(c.lookEvery, defaultLookEvery)
	for _, w := range c.ways() {
		if err := w.check(); err != nil {
			return err
		}
	}
	if s.public, err = c.public(); err != nil {
		return err
	}
	if s.tags, err = parseTags(c.Tags); err != nil {
		return wrong("Tags", err)
	}
	if !slices.Contains([]string{"", addressTruncate, addressHash, addressFull}, c.LogAddress) {
		return wrong("LogAddress", fmt.Errorf("%q is none of truncate, hash and full", c.LogAddress))
	}
	limits := c.Limits
	if limits.ProxyFrom, err = c.proxies(); err != nil {
		return err
	}
	if s.next, err = c.nextKey(); err != nil {
		return err
	}
	limits.Subsystems, limits.Visit = []string{"sftp"}, s.receive
	s.guard, err = guard.New(limits)
	return err
}

// proxies parses ProxyFrom.
func (c *Config) proxies() (networks []netip.Prefix, err error) {
	for _, s := range c.ProxyFrom {
		s = strings.TrimSpace(s)
		p, err := netip.ParsePrefix(s)
		if ip, alone := netip.ParseAddr(s); alone == nil {
			p, err = ip.Prefix(ip.BitLen())
		}
		switch {
		case err != nil:
			return nil, wrong("ProxyFrom", fmt.Errorf("%q is not a network; write one such as 192.0.2.0/24", s))
		case p.Bits() == 0:
			return nil, wrong("ProxyFrom", fmt.Errorf("%s would believe everybody; name the networks of your proxies", s))
		}
		networks = append(networks, p.Masked())
	}
	return networks, nil
}

// Limits of tags.
const (
	maxTags = 256
	maxTag  = 32 // bytes
)

// tagName matches user names that need no quotes in a shell and are not options.
var tagName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)

// parseTags returns the set of the tags, in lower case.
func parseTags(tags []string) (map[string]bool, error) {
	if len(tags) > maxTags {
		return nil, fmt.Errorf("%d tags are too many; name %d at most", len(tags), maxTags)
	}
	set := make(map[string]bool, len(tags))
	for _, t := range tags {
		name := strings.ToLower(strings.TrimSpace(t))
		switch {
		case len(name) > maxTag || !tagName.MatchString(name):
			return nil, fmt.Errorf("%q is not a tag; write 1 to %d of a-z 0-9 . _ - and begin with a letter or a digit", t, maxTag)
		case set[name]:
			return nil, fmt.Errorf("%q is named twice; leave one of them out", name)
		}
		set[name] = true
	}
	return set, nil
}
