package visits

import (
	"regexp"
	"slices"
	"strings"

	"github.com/mileusna/useragent"
)

// shortest is how long, in seconds, a person looks at a screen at least.
const shortest = 1.0

// client is the software that a visitor came with.
type client struct {
	name    string // without the version: "OpenSSH", "PuTTY", "Firefox"
	library bool   // what programs are made with, or a program of its own
}

// person guesses whether a visit was a person's. Nobody can know; the rules are
// these, in this order, and cv visits --help and the README say them too:
//
//   - Who turned to a second section or page, at a terminal, was a person.
//   - A library (Go, paramiko, libssh…) is a program.
//   - With any other software, it was a person who took a file, who had the CV on
//     screen for [shortest], or who asked for a section or for help.
//   - On the web, a browser, curl or wget is a person; what calls itself a robot
//     or has no name is a program.
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

// clients knows software by the door and by what it says of itself there.
type clients map[[2]string]client

// of returns the software of a visit.
func (k clients) of(v *Visit) client {
	says := [2]string{v.Door, v.Client}
	c, ok := k[says]
	if !ok {
		if v.Door == Web {
			c = browser(v.Client)
		} else {
			c = identify(v.Client)
		}
		if len(k) < maxNames {
			k[says] = c
		}
	}
	return c
}

// browser is the software behind a User-Agent. Programs that are no robots by
// name have no system to run on either, but for those that people type.
func browser(userAgent string) client {
	ua := useragent.Parse(userAgent)
	typed := slices.Contains([]string{"curl", "wget", "lynx", "links", "elinks", "w3m", "httpie"}, strings.ToLower(ua.Name))
	screen := ua.Desktop || ua.Mobile || ua.Tablet
	if ua.Name == "" {
		return client{"unknown", true}
	}
	return client{ua.Name, ua.Bot || !typed && !screen}
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
