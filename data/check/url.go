package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
)

// noColon begins an address as it does where its colon is missing or another mark.
var noColon = regexp.MustCompile(`(?i)^https?[;.,]?//+`)

// url looks at a text that ought to be a web address.
func (c *checker) url(n *yaml.Node, path, value string) {
	whole := wholeURL(value)
	if data.SafeURL(value) != "" && whole == value && !strings.ContainsAny(value, "<>") {
		return
	}
	scheme, rest, hasScheme := strings.Cut(value, ":")
	message, fix := quote(value)+" is no web address, so it becomes no link", "write the whole address as a browser shows it, beginning with https://"
	switch {
	case whole != value && data.SafeURL(whole) != "" && !strings.ContainsAny(whole, "<>"):
		message, fix = quote(value)+" is more than a web address", "write the address alone: "+whole
	case strings.ContainsAny(value, "<>"):
		message = quote(value) + " is no web address; it has a < or > in it"
	case noColon.MatchString(value):
		fix = "write https://" + noColon.ReplaceAllString(value, "")
	case strings.Index(value, "@") > 0 && !strings.ContainsAny(value, " /"):
		fix = "write it under `email`; here a web address is wanted"
	case strings.ContainsAny(value, " \t\n"):
		message += "; it has a space in it"
	case hasScheme && slices.Contains([]string{"ftp", "file", "javascript", "data", "ssh", "git"}, strings.ToLower(scheme)):
		message = fmt.Sprintf("%s begins with %s:, and only http and https become links", quote(value), scheme)
	case hasScheme && data.Nearest(scheme, []string{"https", "http"}) != "" && data.SafeURL("https://"+strings.TrimLeft(rest, "/")) != "":
		fix = "write https://" + strings.TrimLeft(rest, "/")
	case strings.Contains(value, ".") && value[0] != '@' && data.SafeURL("https://"+value) != "":
		message += "; its beginning is missing"
		fix = "write https://" + value
	}
	c.warn(n, path, "url", message, fix)
}

// wholeURL is a web address without what people put around it: <…>, and a second
// beginning before its own.
func wholeURL(value string) string {
	bare := strings.Trim(value, "<>")
	for _, first := range []string{"https://", "http://"} {
		if rest, ok := strings.CutPrefix(bare, first); ok {
			if rest = strings.TrimLeft(rest, "<"); strings.HasPrefix(rest, "http://") || strings.HasPrefix(rest, "https://") {
				return wholeURL(rest)
			}
		}
	}
	return bare
}
