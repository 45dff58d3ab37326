package check

import (
	"reflect"
	"slices"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/publication"
)

// The kinds of warnings about what a value means; package data has those about the
// form of a file.
const (
	KindDate        problem.Kind = "date"         // a date that cannot be
	KindPeriod      problem.Kind = "period"       // an end before its start
	KindStale       problem.Kind = "stale"        // words that time has overtaken
	KindURL         problem.Kind = "url"          // no web address
	KindEmail       problem.Kind = "email"        // no email address
	KindPhone       problem.Kind = "phone"        // no phone number
	KindDOI         problem.Kind = "doi"          // no DOI
	KindChoice      problem.Kind = "choice"       // none of the values that a key takes
	KindORCID       problem.Kind = "orcid"        // no ORCID iD, or a slip in it
	KindHidden      problem.Kind = "hidden"       // a character that is left out
	KindEscape      problem.Kind = "escape"       // a backslash that means something else
	KindExample     problem.Kind = "example"      // a text of a sample, left in
	KindUntitled    problem.Kind = "untitled"     // an entry that does not say what it is
	KindProfile     problem.Kind = "profile"      // a profile that leads nowhere
	KindScore       problem.Kind = "no-score"     // a label of no score
	KindAuthors     problem.Kind = "authors"      // the owner among the authors
	KindSectionName problem.Kind = "section-name" // a name that a section cannot have
	KindSectionList problem.Kind = "section-list" // a section of a list that is not there
	KindLeftOut     problem.Kind = "left-out"     // a list that no section shows
	KindNoContact   problem.Kind = "no-contact"   // no way to reach the owner
	KindEmpty       problem.Kind = "empty"        // no entries
	KindLetters     problem.Kind = "glyph"        // letters that the PDF lacks
	KindFormat      problem.Kind = "format"       // what the file was taken for
)

// rule looks at each value of a file for which where is true. find returns what is
// wrong with it and what to write instead; nothing is wrong where both are empty.
type rule struct {
	kind  problem.Kind
	where func(decode.Value) bool
	find  func(*checker, decode.Value) (message, fix string)
	at    string // the key of the object that is to blame; the object where it is empty
}

func rules() []rule {
	return []rule{
		{KindDate, of[date.Date], impossible, ""},
		{KindStale, of[date.Date], expected, ""},
		{KindStale, of[publication.Publication], review, "status"},
		{KindStale, under("lastModified"), modified, ""},
		{KindURL, under("url", "canonical"), url, ""},
		{KindEmail, under("email", "emails"), email, ""},
		{KindPhone, under("phone"), phone, ""},
		{KindDOI, under("doi"), doi, ""},
		{KindURL, under("arxiv"), arXiv, ""},
		{KindORCID, under("orcid"), orcid, ""},
		{KindORCID, of[data.Profile], orcid, ""},
		{KindChoice, under("group", "only", "sort", "numbers"), choice, ""},
		{KindHidden, text, hidden, ""},
		{KindEscape, text, escaped, ""},
		{KindExample, text, sample, ""},
		{KindPeriod, object, period, "endDate"},
		{KindUntitled, object, untitled, ""},
		{KindProfile, of[data.Profile], profile, ""},
		{KindURL, of[data.Profile], bareProfile, ""},
		{KindScore, of[data.Education], scoreLabel, "scoreLabel"},
		{KindAuthors, of[publication.Publication], authors, "authors"},
	}
}

func text(v decode.Value) bool   { return v.Node.Kind == yaml.ScalarNode && v.Key != "" }
func object(v decode.Value) bool { return v.Key == "" && v.Node.Kind == yaml.MappingNode }

// of reports a value that makes a T.
func of[T any](v decode.Value) bool { return v.Type == reflect.TypeFor[T]() }

// under reports one text under one of some keys; they mean the same in all objects.
func under(keys ...string) func(decode.Value) bool {
	return func(v decode.Value) bool { return text(v) && slices.Contains(keys, v.Key) }
}
