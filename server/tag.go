package server

import (
	"fmt"
	"regexp"
	"strings"

	"charm.land/ssh"
)

// maxTags bounds how many tags there may be.
const maxTags = 256

// maxTag is how many bytes a tag has at most.
const maxTag = 32

// tagName is a user name that may stand in a command line: it has no letter that
// a shell would take for more, and does not begin as an option does.
var tagName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*$`)

// tagSet is the set of the tags, in small letters.
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

// tag is the tag that the visitor has typed as user name, or "". It is all that
// is ever known of a user name.
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
