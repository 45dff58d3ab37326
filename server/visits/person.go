package visits

import (
	"regexp"
	"slices"
	"strings"

	"github.com/mileusna/useragent"
)

// shortest is the shortest time, in seconds, that a person looks at a screen.
const shortest = 1.0

// client is the software of a visitor.
type client struct {
	name    string // without the version: "OpenSSH", "PuTTY", "Firefox"
	library bool   // a library for programs, or a robot
}

// person guesses whether a person made a visit, by the first of these rules that
// applies (cv visits --help and the README list them too):
//
//   - A visitor who turned to a second section or page, at a terminal, is a person.
//   - A library (Go, paramiko, libssh…) is a program.
//   - With any other software, a visitor who took a file, had the CV on screen for
//     [shortest], or asked for a section or for help is a person.
//   - On the web, a browser, curl or wget is a person, and a client that calls itself
//     a robot or has no name is a program.
func (c client) person(v *Visit) bool {
	switch {
	case v.terminal() && len(v.Read) > 1:
		return true
	case c.library:
		return false
	case v.Took != "":
		return true
	}
	switch v.Command {
	case "":
		return v.terminal() && v.Seconds >= shortest
	case "help", "--help", "-h":
		return true
	}
	return len(v.Read) > 0
}

// clients caches the software by door and by identification.
type clients map[[2]string]client

// of returns the software of a visit.
func (k clients) of(v *Visit) client {
	key := [2]string{v.Door, v.Client}
	if c, ok := k[key]; ok {
		return c
	}
	c := identify(v.Client)
	if v.Door == Web {
		c = browser(v.Client)
	}
	if len(k) < maxNames {
		k[key] = c
	}
	return c
}

// browser returns the software of a User-Agent. A client that names no operating
// system is a program, except for the commands that people type.
func browser(userAgent string) client {
	ua := useragent.Parse(userAgent)
	if ua.Name == "" {
		return client{"unknown", true}
	}
	typed := slices.Contains(strings.Fields("curl wget lynx links elinks w3m httpie"), strings.ToLower(ua.Name))
	return client{ua.Name, ua.Bot || !typed && !ua.Desktop && !ua.Mobile && !ua.Tablet}
}

// version matches the version in an identification string, and everything after it.
var version = regexp.MustCompile(`(?i)(_release|_snapshot)?[_/. -]v?[0-9].*| .*`)

// libraries are the names of libraries and scanners in their identification strings,
// in lower case, between spaces.
const libraries = " apache-sshd asyncssh check_ssh cv-healthcheck ganymed go jsch libssh makiko paramiko phpseclib " +
	"renci.sshnet.sshclient ruby/net::ssh russh sshd-core sshj ssh2js0 ssh2js1 thrussh trilead twisted zgrab "

// identify returns the software of an SSH identification string, without "SSH-2.0-".
func identify(ident string) client {
	name := version.ReplaceAllString(ident, "")
	if name == "" {
		return client{"unknown", true}
	}
	return client{name, strings.Contains(libraries, " "+strings.ToLower(name)+" ")}
}
