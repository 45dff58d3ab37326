package check

import (
	"fmt"
	"reflect"
	"regexp"
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
		{"url", under("arxiv"), unless(isArXiv, " is not the number of a paper at arXiv, so it becomes no link",
			"write it like \"2211.05729\", in quotes: a 0 at its end would be lost"), ""},
		{"email", under("email", "emails"), email, ""},
		{"phone", under("phone"), unless(uri.Tel, " is not one phone number, so nobody can call it",
			"write one number in digits, such as +1 202 555 0100, or remove it"), ""},
		{"doi", under("doi"), unless(uri.DOI, " is not a DOI, so it becomes no link", "write it like 10.1000/182"), ""},
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

// untitled reports a list entry that has only dates and addresses.
func untitled(_ *checker, v decode.Value) (message, fix string) {
	name, dated, given := "", false, false
	of := reflect.ValueOf(v.Of).Elem()
	for _, f := range data.Schema().Fields(v.Type) {
		if f.Alone {
			name = f.Key
		}
		isDate := f.Type == reflect.TypeFor[date.Date]()
		dated = dated || isDate
		if of.FieldByIndex(f.Index).IsZero() {
			continue
		}
		if !isDate && !f.One {
			return "", ""
		}
		given = true
	}
	if !dated || !given { // all objects with dates are list entries
		return "", ""
	}
	return "this entry does not say what it is", "write its `" + name + "`"
}

// profile reports a profile with a network or a username alone, which nobody can find.
func profile(_ *checker, v decode.Value) (message, fix string) {
	switch p := v.Of.(*data.Profile); {
	case p.URL != "" || v.Node.Kind == yaml.ScalarNode || (p.Network == "") == (p.Username == ""):
		return "", ""
	case p.Username == "":
		return "nobody can tell who you are on " + problem.Quote(p.Network), "write the address of your page there as `url`"
	default:
		return "nobody can tell where you are " + problem.Quote(p.Username), "write the network's name as `network`, or the address of your page there as `url`"
	}
}

// scoreLabel reports a label without a score.
func scoreLabel(_ *checker, v decode.Value) (message, fix string) {
	if e := v.Of.(*data.Education); e.ScoreLabel != "" && e.Score == "" {
		return "there is no score for this, so it is not shown", "write the mark as `score`"
	}
	return "", ""
}

// authors checks the marks of the owner and of equal contribution in an author list.
func authors(c *checker, v decode.Value) (message, fix string) {
	all := v.Of.(*publication.Publication).Authors
	var self, equal []string
	for _, a := range all {
		if a.Self {
			self = append(self, a.Name)
		}
		if a.Equal {
			equal = append(equal, a.Name)
		}
	}
	owner := c.CV.Basics.Name
	switch {
	case len(all) == 0 || owner == "":
	case len(self) > 1:
		return fmt.Sprintf("%s and %s are both marked as you", problem.Quote(self[0]), problem.Quote(self[1])), "keep `self: true` at one of them"
	case len(self) == 1 && strangers(owner, self[0]) && len(c.CV.Meta.Names) == 0:
		return fmt.Sprintf("%s is marked as you, and basics names you %s", problem.Quote(self[0]), problem.Quote(owner)), "mark your own name with `self: true`"
	case len(self) == 0 && !slices.ContainsFunc(all, func(a publication.Author) bool { return rest.MatchString(a.Name) }):
		return "none of these authors is known to be you, so your name does not stand out", "write the spelling that you have here under `names`, below `meta:`"
	case len(equal) == 1:
		return problem.Quote(equal[0]) + " alone is marked for equal contribution, which takes two", "mark the others with `equal: true` too, or remove it"
	}
	return "", ""
}

// rest matches a name that stands for further authors.
var rest = regexp.MustCompile(`(?i)\b(et al|collaboration|others|team)\b`)

var notLatin = regexp.MustCompile(`[^\PL\p{Latin}]`)

// strangers reports whether two names have no word in common. Names in another script may
// be the same name or have no spaces, so it reports false for them.
func strangers(a, b string) bool {
	if a == "" || notLatin.MatchString(a+b) {
		return false
	}
	words := publication.NameWords(b)
	return !slices.ContainsFunc(publication.NameWords(a), func(w string) bool { return slices.Contains(words, w) })
}
