package check

import (
	"cmp"
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/network"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/uri"
)

var (
	// noColon begins an address as it does where its colon is missing or another mark.
	noColon = regexp.MustCompile(`(?i)^https?[;.,]?//+`)
	// within is an address of a file beside the CV, or of a place in a page.
	within = regexp.MustCompile(`(?i)^(\.{0,2}/|#|\?)|^[^/]*\.(pdf|html?|php|aspx?|png|jpe?g|gif|svg|webp|md|txt|docx?|ya?ml|json|zip)$|^[\w-]+/|^[^.]*$`)
)

// url reports a text that is no web address where one is wanted, or a profile.
func url(_ *checker, v decode.Value) (message, fix string) {
	value := strings.TrimSpace(v.Node.Value)
	if v.Node.Kind != yaml.ScalarNode {
		return "", ""
	}
	whole := wholeURL(value)
	if uri.Safe(value) != "" && whole == value && !strings.ContainsAny(value, "<>") {
		return "", ""
	}
	scheme, rest, hasScheme := strings.Cut(value, ":")
	message, fix = problem.Quote(value)+" is no web address, so it becomes no link", "write the whole address as a browser shows it, beginning with https://"
	switch {
	case len(value) > uri.Max:
		return fmt.Sprintf("%s is longer than %d bytes, so it becomes no link", problem.Quote(value), uri.Max), "write the short address of the page"
	case whole != value && uri.Safe(whole) != "" && !strings.ContainsAny(whole, "<>"):
		return problem.Quote(value) + " is more than a web address", "write the address alone: `" + whole + "`"
	case strings.ContainsAny(value, "<>"):
		message = problem.Quote(value) + " is no web address; it has a < or > in it"
	case noColon.MatchString(value):
		fix = "write `https://" + noColon.ReplaceAllString(value, "") + "`"
	case strings.Index(value, "@") > 0 && !strings.ContainsAny(value, " /"):
		fix = "write it under `email`; here a web address is wanted"
	case strings.ContainsAny(value, " \t\n"):
		message += "; it has a space in it"
	case hasScheme && slices.Contains([]string{"ftp", "file", "javascript", "data", "ssh", "git"}, strings.ToLower(scheme)):
		message = fmt.Sprintf("%s begins with %s:, and only http and https become links", problem.Quote(value), scheme)
	case hasScheme && problem.Nearest(scheme, []string{"https", "http"}) != "" && uri.Safe("https://"+strings.TrimLeft(rest, "/")) != "":
		fix = "write `https://" + strings.TrimLeft(rest, "/") + "`"
	case strings.HasPrefix(value, "//"):
		fix = "write `https:" + value + "`"
	case within.MatchString(value):
		message = problem.Quote(value) + " names no host, so it is left out"
	case strings.Contains(value, ".") && value[0] != '@' && uri.Safe("https://"+value) != "":
		message += "; its beginning is missing"
		fix = "write `https://" + value + "`"
	}
	return message, fix
}

// wholeURL returns a web address without what people put around it: <…>, and a second
// scheme before its own.
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

func email(_ *checker, v decode.Value) (message, fix string) {
	value := strings.TrimSpace(v.Node.Value)
	a, err := mail.ParseAddress(value)
	_, domain, _ := strings.Cut(value, "@")
	switch {
	case err == nil && a.Address == value && strings.Contains(strings.Trim(domain, "."), "."):
		return "", ""
	case err == nil && a.Address != value:
		return problem.Quote(value) + " is more than an email address", "write the address alone: `" + a.Address + "`"
	case strings.HasPrefix(value, "mailto:"):
		return problem.Quote(value) + " is a link and not an email address", "write `" + strings.TrimPrefix(value, "mailto:") + "`"
	case strings.ContainsAny(value, ",; ") && strings.Count(value, "@") > 1:
		return problem.Quote(value) + " are several addresses in one", "write one under `email` and the others as a list under `emails`"
	}
	return problem.Quote(value) + " is no email address, so nobody can write to it", "write it like name@example.com"
}

func phone(_ *checker, v decode.Value) (message, fix string) {
	value := strings.TrimSpace(v.Node.Value)
	first, _, several := strings.Cut(strings.NewReplacer(";", ",", "/", ",").Replace(value), ",")
	switch {
	case uri.Tel(value) != "":
		return "", ""
	case several && uri.Tel(first) != "":
		return problem.Quote(value) + " are several phone numbers in one, so nobody can call them by a click", "write the one on which to reach you"
	}
	return problem.Quote(value) + " is no phone number, so nobody can call it", "write digits, such as +1 202 555 0100, or take it out"
}

// orcid checks an ORCID iD, or that of a profile.
func orcid(_ *checker, v decode.Value) (message, fix string) {
	value := strings.TrimSpace(v.Node.Value)
	if p, ok := v.Of.(*data.Profile); ok {
		value = cmp.Or(p.URL, p.Username, value)
		if name, _ := network.Name(p.Network); name != "ORCID" && network.Of(value) != "ORCID" {
			return "", ""
		}
	}
	switch id := uri.ORCID(value); {
	case value == "":
		return "", ""
	case id == "":
		return problem.Quote(value) + " is no ORCID iD", "write it like 0000-0002-1825-0097"
	case !uri.ChecksORCID(id):
		return "the last digit of the ORCID iD " + problem.Quote(id) + " does not fit the others, so it is nobody's", "copy it from orcid.org"
	}
	return "", ""
}
