package check

import (
	"reflect"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/publication"
	"wenkaiyue.com/cv/data/uri"
)

// rule checks the values of a file for which where returns true. find returns what is wrong
// with a value and what to write instead, or two empty strings.
type rule struct {
	kind  problem.Kind
	where func(decode.Value) bool
	find  func(*checker, decode.Value) (message, fix string)
	at    string // the key in the object to blame; "" for the object itself
}

func rules() []rule {
	return []rule{
		{"date", of[date.Date], impossible, ""},
		{"stale", of[date.Date], expected, ""},
		{"stale", of[publication.Publication], review, "status"},
		{"stale", under("lastModified"), modified, ""},
		{"url", under("url", "canonical"), url, ""},
		{"url", of[data.Profile], url, ""},
		{"url", under("arxiv"), unless(isArXiv, " is no number of a paper at arXiv, so it becomes no link",
			"write it like \"2211.05729\", in quotes: a 0 at its end would be lost"), ""},
		{"email", under("email", "emails"), email, ""},
		{"phone", under("phone"), unless(uri.Tel, " is not one phone number, so nobody can call it",
			"write one number in digits, such as +1 202 555 0100, or take it out"), ""},
		{"doi", under("doi"), unless(uri.DOI, " is no DOI, so it becomes no link", "write it like 10.1000/182"), ""},
		{"orcid", under("orcid"), orcid, ""},
		{"orcid", of[data.Profile], orcid, ""},
		{"choice", under("group", "only", "sort", "numbers"), choice, ""},
		{"hidden", text, hidden, ""},
		{"escape", text, escaped, ""},
		{problem.KindExample, text, sample, ""},
		{"period", object, period, "endDate"},
		{"untitled", object, untitled, ""},
		{"profile", of[data.Profile], profile, ""},
		{"no-score", of[data.Education], scoreLabel, "scoreLabel"},
		{"authors", of[publication.Publication], authors, "authors"},
	}
}

func text(v decode.Value) bool   { return v.Node.Kind == yaml.ScalarNode && v.Key != "" }
func object(v decode.Value) bool { return v.Key == "" && v.Node.Kind == yaml.MappingNode }

// of reports whether v makes a T.
func of[T any](v decode.Value) bool { return v.Type == reflect.TypeFor[T]() }

// under matches texts under one of keys, which mean the same in all objects.
func under(keys ...string) func(decode.Value) bool {
	return func(v decode.Value) bool { return text(v) && slices.Contains(keys, v.Key) }
}

// unless returns a check that reports texts for which read returns "".
func unless(read func(string) string, message, fix string) func(*checker, decode.Value) (string, string) {
	return func(_ *checker, v decode.Value) (string, string) {
		if read(v.Node.Value) != "" {
			return "", ""
		}
		return problem.Quote(v.Node.Value) + message, fix
	}
}

// isArXiv returns "" unless s is the number of a paper at arXiv or a web address.
func isArXiv(s string) string { return uri.ArXiv(s) + uri.Safe(strings.TrimSpace(s)) }
