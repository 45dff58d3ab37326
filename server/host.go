package server

import (
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"strings"

	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/server/editions"
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
func (s *Server) reached(v *visit) host {
	h := s.public
	if h.name == "" {
		h, _ = parseHost(v.LocalAddr().String())
		if ip, err := netip.ParseAddr(h.name); err != nil || ip.IsLoopback() || ip.IsUnspecified() {
			h.name = "localhost"
		}
	}
	h.user = v.line.Tag
	return h
}

// named returns this server by a name, at the port of its first SSH door.
func (s *Server) named(name string) host {
	h, _ := parseHost(s.Addr().String())
	h.name = name
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

// fetch returns the line that saves a format as a file. A binary one is copied:
// the > of Windows PowerShell re-encodes what goes through it, and a terminal that
// is forced (RequestTTY) turns each line feed into two bytes.
// The code is that of the edition, "" for the visitor's own.
func (h host) fetch(f export.Format, code string) string {
	if f.Binary {
		return h.scp(editions.FileName(f, code))
	}
	return h.ssh("", strings.TrimSpace(code+" "+f.Name)) + " > " + editions.FileName(f, code)
}
