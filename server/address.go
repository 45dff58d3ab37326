package server

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"strings"

	"charm.land/ssh"

	"wenkaiyue.com/cv/server/guard"
)

// host is a server as a visitor types it.
type host struct {
	user string // the visitor's tag, or "": any name will do
	name string
	port string // "" for SSH's own, 22
}

// hostName matches names that need no quotes in a shell.
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

// reached returns the host as this visitor has reached it: the public address, or
// the local address of the connection. It has the visitor's tag, so that files
// fetched later count for it, and no other user name.
func (s *Server) reached(sess ssh.Session) host {
	h := s.public
	if h.name == "" {
		h, _ = parseHost(sess.LocalAddr().String())
		if ip, err := netip.ParseAddr(h.name); err != nil || ip.IsLoopback() || ip.IsUnspecified() {
			h.name = "localhost"
		}
	}
	h.user = s.tag(sess)
	return h
}

// at returns user@host, or host.
func (h host) at() string {
	if h.user == "" {
		return h.name
	}
	return h.user + "@" + h.name
}

// address returns HOST:PORT.
func (h host) address() string { return net.JoinHostPort(h.name, cmp.Or(h.port, "22")) }

// ssh returns the line that runs a command on the host, with options before it.
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

// scp returns the line that copies a file from the host.
func (h host) scp(file string) string {
	if strings.Contains(h.name, ":") { // IPv6
		h.name = "[" + h.name + "]"
	}
	from := h.at() + ":" + file
	if h.port != "" {
		return "scp -P " + h.port + " " + from + " ."
	}
	return "scp " + from + " ."
}

// network returns the /24 or /48 of an address, which identifies no person.
func network(a net.Addr) netip.Prefix {
	ip, bits := guard.Address(a), 48
	if ip.Is4() {
		bits = 24
	}
	p, _ := ip.Prefix(bits)
	return p
}

// The values of [Config.LogAddress].
const (
	addressTruncate = "truncate" // its network: /24 or /48
	addressHash     = "hash"     // the same word for the same [guard.Source]
	addressFull     = "full"
)

// source returns an address as LogAddress wants it logged.
func (s *Server) source(a net.Addr) string {
	switch s.cfg.LogAddress {
	case addressFull:
		return guard.Address(a).String()
	case addressHash:
		mac := hmac.New(sha256.New, s.key.Secret)
		mac.Write([]byte(guard.Source(guard.Address(a)).String()))
		return hex.EncodeToString(mac.Sum(nil)[:8])
	}
	return network(a).String()
}

// maxTags bounds the number of tags.
const maxTags = 256

// maxTag bounds a tag, in bytes.
const maxTag = 32

// tagName matches user names that need no quotes in a shell and are no option.
var tagName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)

// tagSet returns the set of the tags, in lower case.
func tagSet(tags []string) (map[string]bool, error) {
	if len(tags) > maxTags {
		return nil, fmt.Errorf("%d tags are too many; name %d at most", len(tags), maxTags)
	}
	set := make(map[string]bool, len(tags))
	for _, t := range tags {
		name := strings.ToLower(strings.TrimSpace(t))
		switch {
		case len(name) > maxTag || !tagName.MatchString(name):
			return nil, fmt.Errorf("%q is no tag; write 1 to %d of a-z 0-9 . _ - and begin with a letter or a digit", t, maxTag)
		case set[name]:
			return nil, fmt.Errorf("%q is named twice; leave one of them out", name)
		}
		set[name] = true
	}
	return set, nil
}

// tag returns the user name if it is a tag, or "". Other user names are never kept.
func (s *Server) tag(sess ssh.Session) string {
	user := sess.User()
	if len(user) > maxTag {
		return ""
	}
	if t := strings.ToLower(user); s.tags[t] {
		return t
	}
	return ""
}
