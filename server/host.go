package server

import (
	"cmp"
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"strings"

	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/server/editions"
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
// brackets. The zone of one may hold anything, and has to be a name too.
func parseHost(s string) (host, error) {
	h := host{name: s}
	if name, port, err := net.SplitHostPort(s); err == nil {
		h = host{name: name, port: port}
	}
	h.name = strings.Trim(h.name, "[]")
	ip, err := netip.ParseAddr(h.name)
	unsafe := (err != nil || ip.Zone() != "") && !hostName.MatchString(cmp.Or(ip.Zone(), h.name))
	if unsafe || h.port != "" && !isPort(h.port) {
		return host{}, fmt.Errorf("%q is no host; write it as visitors type it, HOST or HOST:PORT", s)
	}
	if h.port == "22" {
		h.port = ""
	}
	return h, nil
}

// public returns PublicAddress; the zero host without one.
func (c *Config) public() (host, error) {
	if c.PublicAddress == "" {
		return host{}, nil
	}
	h, err := parseHost(c.PublicAddress)
	return h, wrong("PublicAddress", err)
}

// reached returns the host as this visitor has reached it. It has the visitor's tag, so
// that files fetched later count for it, and no other user name.
func (s *Server) reached(v *visit) host {
	name := v.LocalAddr().String()
	if ip := guard.Address(v.LocalAddr()); !ip.IsValid() || ip.IsLoopback() || ip.IsUnspecified() {
		name = "localhost"
	}
	h := s.named(v.LocalAddr(), name)
	h.user = v.line.Tag
	return h
}

// named returns the public address, or else this server by the first of some names that
// is one, at the port of one of its addresses.
func (s *Server) named(at net.Addr, names ...string) host {
	if s.public.name != "" {
		return s.public
	}
	h, _ := parseHost(at.String())
	for _, name := range append(names, "localhost") {
		if named, err := parseHost(name); err == nil {
			h.name = named.name
			break
		}
	}
	return h
}

// at returns user@host, or host.
func (h host) at() string {
	if h.user == "" {
		return h.name
	}
	return h.user + "@" + h.name
}

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

// read returns the line that opens the edition of a code in a terminal, "" for the
// visitor's own. ssh asks for a terminal by itself where there is no command.
func (h host) read(code string) string {
	if code == "" {
		return h.ssh("", "")
	}
	return h.ssh("-t", code)
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

// fetch returns the line that saves a format of an edition as a file. A binary one is
// copied: the > of Windows PowerShell re-encodes what goes through it, and a terminal that
// is forced (RequestTTY) turns each line feed into two bytes.
func (h host) fetch(e *editions.Edition, f export.Format) string {
	if f.Binary {
		return h.scp(e.FileName(f))
	}
	return h.ssh("", strings.TrimSpace(e.Code+" "+f.Name)) + " > " + e.FileName(f)
}
