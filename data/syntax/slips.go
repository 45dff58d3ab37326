package syntax

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"

	"wenkaiyue.com/cv/data/markup"
)

//go:embed slips.txt
var slipsFile string

// slip is a mistake in the form of a file, and its correction; slips.txt explains the fields.
type slip struct {
	says, seen  *regexp.Regexp
	reason, fix string
}

// slips returns the mistakes in slips.txt.
var slips = sync.OnceValue(func() (all []slip) {
	parts := []string{"{marks}", markup.Marks, "{quotedText}", quotedTexts.String()} // names and expressions
	for line := range strings.Lines(slipsFile) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), ": ")
		last := len(all) - 1
		switch name, isPart := strings.CutPrefix(word, "part "); {
		case word == "", word[0] == '#':
		case isPart:
			parts = append(parts, "{"+name+"}", strings.NewReplacer(parts...).Replace(rest))
		case word == "reason":
			all = append(all, slip{regexp.MustCompile(""), regexp.MustCompile(""), rest, ""})
		case word == "says":
			all[last].says = regexp.MustCompile(rest)
		case word == "seen":
			all[last].seen = regexp.MustCompile(strings.NewReplacer(parts...).Replace(rest))
		case word == "fix":
			all[last].fix = rest
		default:
			panic("slips.txt: a line of another kind: " + line)
		}
	}
	return all
})

// explain returns the first slip that applies to one of texts, with the text's index and
// the byte offset of the mistake in it; -1 stands for the parser's place.
func explain(says string, texts ...string) (found slip, in, at int) {
	for _, s := range slips() {
		if !s.says.MatchString(says) {
			continue
		}
		for i, text := range texts {
			m := s.seen.FindStringSubmatchIndex(text)
			if m == nil {
				continue
			}
			expand := func(template string) string {
				return strings.ReplaceAll(string(s.seen.ExpandString(nil, template, text, m)), "‸", "")
			}
			at = -1
			for group := 2; group < len(m) && at < 0; group += 2 {
				at = m[group]
			}
			return slip{reason: expand(s.reason), fix: expand(s.fix)}, i, at
		}
	}
	panic("the last slip is always seen")
}
