package check

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
)

// oldKey looks at a key that stands for another, as in older schemas; instead is the value of the new one,
// if that is given too.
func (c *checker) oldKey(key *yaml.Node, path string, f data.Field, instead *yaml.Node) {
	if instead != nil {
		c.warn(key, path, "old-key", fmt.Sprintf("%s and `%s` mean the same here, and `%s` counts", quote(key.Value), f.Key, f.Key), "take it out")
		return
	}
	c.warn(key, path, "old-key", fmt.Sprintf("the key for this is `%s` now; %s is still understood", f.Key, quote(key.Value)), fmt.Sprintf("write `%s`", f.Key))
}

// unknown looks at a key that t, which has fields, does not have.
func (c *checker) unknown(key, value *yaml.Node, path string, t reflect.Type, fields []data.Field) {
	name := key.Value
	switch {
	case strings.HasPrefix(name, "x-"), strings.HasPrefix(name, "$"), value.Anchor != "":
		return // notes of the owner's own, and of tools; what aliases take up
	case key.ShortTag() == "!!merge":
		c.warn(key, path, "unknown-key", "`<<` takes over keys from elsewhere in YAML, but not in a CV", "write the keys out")
		return
	}
	var known []string
	for _, f := range fields {
		known = append(known, f.Key)
	}
	if c.dressed(key, path, known) {
		return
	}
	instead := meant(name, known)
	for _, f := range fields {
		if instead == "" && data.Nearest(name, f.Old) != "" {
			instead = f.Key
		}
	}
	switch {
	case instead != "":
		c.warn(key, path, "unknown-key", "this key is not known here, so its value is not shown", fmt.Sprintf("write `%s`", instead))
	case t == reflect.TypeFor[data.CV]() && inBasics(name):
		c.warn(key, path, "unknown-key", "this key belongs into basics, so its value is not shown", fmt.Sprintf("write it below `basics:`, two spaces further in: `  %s:`", name))
	case t == reflect.TypeFor[data.Meta](), data.IsNull(value), len(value.Content) == 0 && value.Kind != yaml.ScalarNode:
		// meta is for every tool's own; and nothing is lost where nothing is said.
	default:
		c.warn(key, path, "unknown-key", "this key is not known here, so its value is not shown",
			"write one of "+strings.Join(known, ", ")+"; or begin it with x- if it is a note to yourself")
	}
}

// dressed looks at a key with something around it that YAML takes for a part of
// it: quotes of a word processor, spaces of another kind, the mark of an item.
func (c *checker) dressed(key *yaml.Node, path string, known []string) bool {
	bare := strings.TrimFunc(key.Value, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	first, _ := utf8.DecodeRuneInString(key.Value)
	switch {
	case bare == key.Value || bare == "":
		return false
	case unicode.IsSpace(first):
		c.warn(key, path, "unknown-key", fmt.Sprintf("a space of another kind (U+%04X) stands before %s, and YAML takes it for a part of the key", first, quote(bare)), "type the spaces at the beginning of the line anew")
	case !slices.Contains(known, bare) && !inBasics(bare):
		return false
	case first == '-' || first == '–' || first == '•' || first == '*':
		c.warn(key, path, "unknown-key", fmt.Sprintf("an item of a list begins with a - and a space, so %c is a part of this key", first), fmt.Sprintf("write `- %s:`", bare))
	default:
		c.warn(key, path, "unknown-key", fmt.Sprintf("the marks around %s are a part of this key, so it is not known here", quote(bare)), fmt.Sprintf("write `%s:`", bare))
	}
	return true
}

func inBasics(key string) bool {
	return slices.ContainsFunc(data.Fields(reflect.TypeFor[data.Basics]()), func(f data.Field) bool { return f.Key == key })
}

// meant is the key that somebody means who writes name: the same but for case
// and hyphens, a word for the same thing, or the nearest in spelling.
func meant(name string, known []string) string {
	word := plain(name)
	for _, k := range known {
		if plain(k) == word {
			return k
		}
	}
	for _, group := range synonyms() {
		if !has(group, word) {
			continue
		}
		for k := range strings.FieldsSeq(group) {
			if k = camel(k, known); k != "" {
				return k
			}
		}
	}
	return data.Nearest(name, known)
}

// plain is a key without what people write differently.
func plain(key string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == ' ' {
			return -1
		}
		return r
	}, key))
}

// has reports whether a word is in a group of synonyms. It takes no memory: a file
// may have very many words.
func has(group, word string) bool {
	for w := range strings.FieldsSeq(group) {
		if w == word {
			return true
		}
	}
	return false
}

// camel returns the known key whose lower-case form is word, if there is one.
func camel(word string, known []string) string {
	for _, k := range known {
		if strings.ToLower(k) == word {
			return k
		}
	}
	return ""
}

// synonyms are words that people write for one another, in lower case, each line
// for one thing and the likeliest key first.
func synonyms() []string {
	return []string{
		"work experience jobs employment career positions",
		"education studies schools degrees",
		"publications papers articles books",
		"certificates certifications certification licenses",
		"awards honors honours prizes",
		"volunteer volunteering",
		"projects research portfolio",
		"skills technologies tools",
		"basics personal about person profile header contact",
		"profiles socials social accounts links networks",
		"position title role job jobtitle",
		"title name award",
		"name title organization company employer institution label",
		"organization name company employer",
		"institution school university college name organization",
		"studytype degree diploma qualification",
		"area major subject field specialization",
		"startdate start from begin since started",
		"enddate end to until till finished graduation date",
		"date when year issued enddate releasedate",
		"releasedate published date year",
		"highlights bullets points achievements accomplishments responsibilities details items",
		"summary description text details notes objective about",
		"description summary text details",
		"keywords tags stack technologies",
		"awarder issuer by organization",
		"issuer awarder authority by organization",
		"url link website homepage site web href",
		"phone tel telephone mobile cell",
		"email mail e-mail",
		"label headline tagline title position role",
		"image photo picture avatar",
		"location address place city",
		"postalcode zip zipcode postcode",
		"region state province county",
		"score grade gpa marks",
		"courses modules classes coursework",
		"fluency level proficiency",
		"level fluency proficiency",
		"language name",
		"reference quote text testimonial summary",
		"publisher journal conference venue",
		"venue journal conference booktitle",
		"supervisors advisors mentors supervisor advisor",
		"entity organization company institution",
		"username user handle login account",
		"network name site service",
	}
}
