package server

import (
	"cmp"
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"wenkaiyue.com/cv/server/editions"
	"wenkaiyue.com/cv/server/guard"
)

// host is the name of a server as a visitor types it.
type host struct {
	user string // the visitor's tag, or "" for any name
	name string
	port string // "" for 22, the default of ssh
}

// hostName matches names that need no quotes in a shell.
var hostName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$`)

// parseHost parses HOST or HOST:PORT. An IPv6 address with a port needs brackets. Its zone
// may contain any character, so it must be a name too.
func parseHost(s string) (host, error) {
	h := host{name: s}
	if name, port, err := net.SplitHostPort(s); err == nil {
		h = host{name: name, port: port}
	}
	h.name = strings.Trim(h.name, "[]")
	ip, err := netip.ParseAddr(h.name)
	unsafe := (err != nil || ip.Zone() != "") && !hostName.MatchString(cmp.Or(ip.Zone(), h.name))
	if unsafe || h.port != "" && !isPort(h.port) {
		return host{}, fmt.Errorf("%q is not a host; write it as visitors type it, HOST or HOST:PORT", s)
	}
	if h.port == "22" {
		h.port = ""
	}
	return h, nil
}

// public returns PublicAddress, or the zero host if it is empty.
func (c *Config) public() (host, error) {
	if c.PublicAddress == "" {
		return host{}, nil
	}
	h, err := parseHost(c.PublicAddress)
	return h, wrong("PublicAddress", err)
}

// reached returns the host that this visitor has reached. The user name is the visitor's
// tag, so that files fetched later count for it, or else empty.
func (s *Server) reached(v *visit) host {
	name := v.LocalAddr().String()
	if ip := guard.Address(v.LocalAddr()); !ip.IsValid() || ip.IsLoopback() || ip.IsUnspecified() {
		name = "localhost"
	}
	h := s.named(v.LocalAddr(), name)
	h.user = v.line.Tag
	return h
}

// named returns the public address if there is one. Otherwise it returns the first of names
// that is a valid host, or localhost, with the port of at.
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

// line returns the line that runs a program, with its option for the port, and with those
// of words that are not empty.
func (h host) line(program, port string, words ...string) string {
	if h.port != "" {
		program += " " + port + " " + h.port
	}
	return strings.Join(slices.DeleteFunc(append([]string{program}, words...), func(w string) bool { return w == "" }), " ")
}

// ssh returns the line that runs a command on the host, with options before the host.
func (h host) ssh(options, command string) string {
	return h.line("ssh", "-p", options, h.at(), command)
}

// read returns the command line that opens the edition of a code in a terminal; "" is the
// visitor's own. Without a command, ssh requests a terminal by itself.
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
	return h.line("scp", "-P", h.at()+":"+file, ".")
}

// fetch returns the command line that saves a file of an edition. It copies a binary file,
// because the > of Windows PowerShell re-encodes its input, and a forced terminal
// (RequestTTY) turns each line feed into two bytes.
func (h host) fetch(f editions.File) string {
	if f.Binary {
		return h.scp(f.Path)
	}
	return h.ssh("", strings.TrimSpace(f.Edition.Code+" "+f.Name)) + " > " + f.Path
}
