package check

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/publication"
)

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
		return problem.Quote(equal[0]) + " alone is marked for equal contribution, which takes two", "mark the others with `equal: true` too, or take it out"
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
