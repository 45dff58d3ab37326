package check

import (
	"cmp"
	"fmt"
	"net/mail"
	"regexp"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/network"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/uri"
)

var (
	// before matches the text before the host of a web address: the scheme, possibly
	// misspelt or repeated, and "<".
	before = regexp.MustCompile(`(?i)^(?:<|h?t+ps?[;:.,]?/+|//)+`)
	// host matches a web address without its scheme.
	host = regexp.MustCompile(`^[^\s<>@:/.]+\.[^\s<>@:/]+(:\d+)?(/[^\s<>]*)?$`)
)

// url reports a URL, or a text in place of a profile, that is not a web address.
func url(_ *checker, v decode.Value) (message, fix string) {
	value := strings.TrimSpace(v.Node.Value)
	scheme := before.FindString(value)
	rest := strings.TrimRight(value[len(scheme):], ">")
	switch {
	case v.Node.Kind != yaml.ScalarNode, uri.Safe(value) != "" && !strings.ContainsAny(value, "<>") && strings.Count(scheme, "//") < 2:
		return "", ""
	case len(value) > uri.Max:
		return fmt.Sprintf("%s is longer than %d bytes, so it becomes no link", problem.Quote(value), uri.Max), "write the short address of the page"
	case scheme == "" && strings.Index(value, "@") > 0 && !strings.ContainsAny(value, " /"):
		fix = "write it under `email`; a web address is expected here"
	case scheme == "" && uri.IsPath(value):
		return problem.Quote(value) + " names no host, so it is left out", "write the whole address as a browser shows it, beginning with https://"
	case host.MatchString(rest) && strings.HasSuffix(strings.ToLower(scheme), "http://"):
		fix = "write `http://" + rest + "`"
	case host.MatchString(rest):
		fix = "write `https://" + rest + "`"
	default:
		fix = "write the whole address as a browser shows it, beginning with https:// and without spaces"
	}
	message = problem.Quote(value) + " is not a web address"
	if uri.Safe(value) == "" {
		message += ", so it becomes no link"
	}
	return message, fix
}

func email(_ *checker, v decode.Value) (message, fix string) {
	value := strings.TrimSpace(v.Node.Value)
	a, err := mail.ParseAddress(strings.TrimPrefix(value, "mailto:"))
	_, domain, _ := strings.Cut(value, "@")
	switch {
	case err == nil && a.Address != value:
		return problem.Quote(value) + " is more than an email address", "write the address alone: `" + a.Address + "`"
	case err == nil && strings.Contains(strings.Trim(domain, "."), "."):
		return "", ""
	case strings.Count(value, "@") > 1 && strings.ContainsAny(value, ",; "):
		return problem.Quote(value) + " are several addresses in one", "write one under `email` and the others as a list under `emails`"
	}
	return problem.Quote(value) + " is not an email address, so nobody can write to it", "write it like name@example.com"
}

// orcid checks an ORCID iD, or a profile at ORCID.
func orcid(_ *checker, v decode.Value) (message, fix string) {
	value := strings.TrimSpace(v.Node.Value)
	if p, ok := v.Of.(*data.Profile); ok {
		value = cmp.Or(p.URL, p.Username, value)
		if name, _ := network.Name(p.Network); name != "ORCID" && network.Of(value) != "ORCID" {
			return "", ""
		}
	}
	switch id := uri.ORCID(value); {
	case value == "" || id != "" && uri.ChecksORCID(id):
		return "", ""
	case id == "":
		return problem.Quote(value) + " is not an ORCID iD", "write it like 0000-0002-1825-0097"
	default:
		return "the last digit of the ORCID iD " + problem.Quote(id) + " does not match the others, so it belongs to nobody", "copy it from orcid.org"
	}
}
