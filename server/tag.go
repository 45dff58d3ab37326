package server

import (
	"fmt"
	"regexp"
	"strings"

	"charm.land/ssh"
)

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
