package visits

import (
	"regexp"
	"strings"
)

// shortest is how long, in seconds, a person looks at a screen at least.
const shortest = 1.0

// client is the software that a visitor came with.
type client struct {
	name    string // without the version: "OpenSSH", "PuTTY", "libssh2"
	library bool   // what programs are made with
}

// person guesses whether a visit was a person's. Nobody can know; the rules are
// these, in this order, and cv visits --help and the README say them too:
//
//   - Who turned to a second section or page, at a terminal, was a person.
//   - A library (Go, paramiko, libssh…) is a program.
//   - With any other software, it was a person who took a file, who had the CV on
//     screen for [shortest], or who asked for a section or for help.
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

// clients knows software by what it says of itself.
type clients map[string]client

// of returns the software of a visit.
func (k clients) of(v *Visit) client {
	c, ok := k[v.Client]
	if !ok {
		c = identify(v.Client)
		if len(k) < maxNames {
			k[v.Client] = c
		}
	}
	return c
}

// version is where the version begins in what a client says of itself.
var version = regexp.MustCompile(`(?i)(_release|_snapshot)?[_/. -]v?[0-9].*| .*`)

// libraries are the names of libraries and scanners, in small letters, between
// spaces: as they are in the identification strings of their sources.
const libraries = " apache-sshd asyncssh check_ssh cv-healthcheck ganymed go jsch libssh makiko paramiko phpseclib " +
	"renci.sshnet.sshclient ruby/net::ssh russh sshd-core sshj ssh2js0 ssh2js1 thrussh trilead twisted zgrab "

func identify(says string) client {
	name := version.ReplaceAllString(says, "")
	if name == "" {
		return client{"unknown", true}
	}
	return client{name, strings.Contains(libraries, " "+strings.ToLower(name)+" ")}
}
