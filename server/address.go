package server

import (
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"strings"

	"charm.land/ssh"
)

// host is a server as a visitor types it.
type host struct {
	user string // "" where the visitor's own will do
	name string
	port string // "" for SSH's own, 22
}

// hostName is a name that may stand in a command line without quotes: nothing
// that a shell would take for more.
var hostName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$`)

// parseHost reads HOST or HOST:PORT; an IPv6 address with a port stands in
// brackets.
func parseHost(s string) (host, error) {
	h := host{name: s}
	if name, port, err := net.SplitHostPort(s); err == nil {
		h = host{name: name, port: port}
	}
	h.name = strings.Trim(h.name, "[]")
	_, err := netip.ParseAddr(h.name)
	if err != nil && !hostName.MatchString(h.name) || h.port != "" && !isPort(h.port) {
		return host{}, fmt.Errorf("%q is no host; write it as visitors type it, HOST or HOST:PORT", s)
	}
	if h.port == "22" {
		h.port = ""
	}
	return h, nil
}

// reached is the host as this visitor reached it: the public address, or else
// the address at this end of the connection.
func (s *Server) reached(sess ssh.Session) host {
	h := s.public
	if h.name == "" {
		h, _ = parseHost(sess.LocalAddr().String())
		if ip, err := netip.ParseAddr(h.name); err != nil || ip.IsLoopback() || ip.IsUnspecified() {
			h.name = "localhost"
		}
	}
	if user := sess.User(); userName.MatchString(user) {
		h.user = user
	}
	return h
}

// userName is a user name that may stand in a command line; any other is left
// out.
var userName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$`)

// at is user@host, or host.
func (h host) at() string {
	if h.user == "" {
		return h.name
	}
	return h.user + "@" + h.name
}

// ssh is the line that runs a command on the host; options go before the host.
func (h host) ssh(options, command string) string {
	words := []string{"ssh"}
	if h.port != "" {
		words = append(words, "-p", h.port)
	}
	for _, w := range []string{options, h.at(), command} {
		if w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

// network is where a connection comes from, too coarse to name a person: /24 or
// /48.
func network(a net.Addr) netip.Prefix {
	ap, err := netip.ParseAddrPort(a.String())
	if err != nil {
		return netip.Prefix{}
	}
	ip, bits := ap.Addr().Unmap().WithZone(""), 48
	if ip.Is4() {
		bits = 24
	}
	p, _ := ip.Prefix(bits)
	return p
}
