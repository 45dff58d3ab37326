package check

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/problem"
)

// hidden looks for characters that nobody sees.
func hidden(_ *checker, v decode.Value) (message, fix string) {
	value := v.Node.Value
	i := strings.IndexFunc(value, clean.Dropped)
	if i < 0 {
		return "", ""
	}
	r := []rune(value[i:])[0]
	where := "at its beginning"
	if near := strings.Fields(value[max(0, i-20):i]); len(near) > 0 {
		where = "after " + problem.Quote(near[len(near)-1])
	}
	return fmt.Sprintf("%s (U+%04X) stands %s and is left out", clean.Describe(r), r, where), "type the text anew instead of pasting it"
}

// escapedPath is what becomes of the path of a file, such as C:\new, where a
// backslash and a letter mean another character. What begins a line is rarely in
// small letters.
var escapedPath = regexp.MustCompile(`\b[A-Za-z]:(\n[a-z]|[\x00-\x09\x0b-\x1f\x{85}\x{a0}\x{2028}\x{2029}]\w)`)

// escaped looks for backslashes in double quotes that are meant as such.
func escaped(c *checker, v decode.Value) (message, fix string) {
	if !c.JSON && v.Node.Style&yaml.DoubleQuotedStyle == 0 || !escapedPath.MatchString(v.Node.Value) {
		return "", ""
	}
	fix = `write each backslash twice: \\`
	if !c.JSON {
		fix += "; or put the text in single quotes"
	}
	return `a backslash in "double quotes" has a meaning of its own, so that the letter behind it is not shown`, fix
}

//go:embed samples.txt
var samples string

// sampleTexts are texts that stand in the samples of CV programs, a line each, in
// lower case.
var sampleTexts = sync.OnceValue(func() map[string]bool {
	texts := map[string]bool{}
	for line := range strings.Lines(samples) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			texts[strings.ToLower(line)] = true
		}
	}
	return texts
})

// sample looks for texts of a sample that nobody has replaced.
func sample(_ *checker, v decode.Value) (message, fix string) {
	if !sampleTexts()[strings.ToLower(strings.Join(strings.Fields(v.Node.Value), " "))] {
		return "", ""
	}
	return problem.Quote(v.Node.Value) + " is text of a sample", "write your own, or take the entry out"
}
