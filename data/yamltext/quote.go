package yamltext

import (
	"fmt"
	"regexp"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// longest is the length in characters of what advice repeats of a text.
const longest = 160

// Quote is a text in quotes, as YAML wants it; cut where it is very long. Quotes
// that the text has around it already are taken for those.
func Quote(text string) string {
	text = inner(text)
	if r := []rune(text); len(r) > longest {
		text = string(r[:longest]) + "…"
	}
	if strings.ContainsAny(text, `"\`) {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return `"` + text + `"`
}

// Unescaped is the line with its value in single quotes, where a backslash is a
// character as any other; false where the value is not one text in double quotes.
func (l Line) Unescaped() (string, bool) {
	if l.Value == "" || l.Value[0] != '"' || closing(l.Value) != len(l.Value) || len(l.Value) > longest {
		return "", false
	}
	text := strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(l.Value[1 : len(l.Value)-1])
	return l.With("'" + strings.ReplaceAll(text, "'", "''") + "'"), true
}

// Value is a text as YAML wants it for a value, in a line of its own and between
// brackets: in quotes only where it needs them.
func Value(text string) string {
	var doc yaml.Node
	if err := yaml.Load([]byte("[{k: "+text+"}, "+text+"]"), &doc); err == nil && len(doc.Content) == 1 && len(doc.Content[0].Content) == 2 {
		pair, alone := doc.Content[0].Content[0], doc.Content[0].Content[1]
		if len(pair.Content) == 2 && plain(pair.Content[1], text) && plain(alone, text) {
			return cut(text)
		}
	}
	return Quote(text)
}

func plain(n *yaml.Node, text string) bool {
	return n.Kind == yaml.ScalarNode && n.Style == 0 && n.Value == text && n.LineComment == "" && n.ShortTag() != "!!null"
}

// inner is what stands within the quotes around a text, if they are a pair: in
// `"He said "no" to us"` they are, and in `"Yes" and "no"` they are not.
func inner(text string) string {
	if len(text) < 2 || text[0] != text[len(text)-1] || text[0] != '"' && text[0] != '\'' {
		return text
	}
	in := text[1 : len(text)-1]
	if text[0] == '\'' {
		in = strings.ReplaceAll(in, "''", "'")
	}
	if closes := regexp.MustCompile(`[^\s(]` + text[:1] + `([\s.,;:!?)]|$)`).FindStringIndex(in); closes != nil {
		if opens := regexp.MustCompile(`(^|[\s(])` + text[:1]).FindStringIndex(in); opens == nil || closes[0] < opens[0] {
			return text
		}
	}
	return in
}

// closing is where the quoted text at the beginning of s ends, with its quote; 0
// where it does not.
func closing(s string) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[0] == '"' && s[i] == '\\', s[0] == '\'' && strings.HasPrefix(s[i:], "''"):
			i++
		case s[i] == s[0]:
			return i + 1
		}
	}
	return 0
}

// Open is a quotation mark that has no second one where people mean it to be.
type Open struct {
	Line, Column int // from 1
	Closed       int // the line that closes it by mistake; 0 where none does
	Written      Line
}

// FindOpen finds the first quotation mark, up to a line (from 1), that runs over
// what begins other entries of its file, or to its end.
func FindOpen(lines []string, upto int) (Open, bool) {
	upto = min(upto, len(lines))
	for i := 0; i < upto; i++ {
		if !strings.ContainsAny(lines[i], `"'|>`) {
			continue // as most lines
		}
		l := Split(lines[i])
		if blockHeader.MatchString(l.Value) {
			i = lastOfBlock(lines, i, l.Start())
			continue
		}
		if l.Value == "" || l.Value[0] != '"' && l.Value[0] != '\'' || closing(l.Value) > 0 || goesOn(lines, i, l) {
			continue
		}
		end, over := run(lines, i, l)
		if end < 0 || over {
			return Open{Line: i + 1, Column: l.Column(), Closed: end + 1, Written: l}, true
		}
		i = end
	}
	return Open{}, false
}

// goesOn reports whether line i belongs to the text above it, where a quotation
// mark is a character as any other.
func goesOn(lines []string, i int, l Line) bool {
	if l.Begins() {
		return false
	}
	for i--; i >= 0; i-- {
		if above := Split(lines[i]); above.Begins() || above.Value != "" {
			return above.Value != "" && above.Value[0] != '#'
		}
	}
	return false
}

// run follows the quoted text that begins in line i to the line that closes it
// (-1 where none does), and reports whether it runs over other entries.
func run(lines []string, i int, l Line) (end int, over bool) {
	for j := i + 1; j < len(lines); j++ {
		next := Split(lines[j])
		over = over || next.Begins() && next.Start() <= l.Start()
		if closing(l.Value[:1]+lines[j]) > 0 {
			return j, over
		}
	}
	return -1, over
}

// blockHeader is what stands before a text of several lines.
var blockHeader = regexp.MustCompile(`^([&!]\S*[ \t]+)*[|>]([+-]?[1-9]?|[1-9][+-])$`)

// lastOfBlock is the last line of the text of several lines below line i, of an
// entry that begins in the given column.
func lastOfBlock(lines []string, i, column int) int {
	for i+1 < len(lines) {
		text := strings.TrimLeft(lines[i+1], " ")
		if text != "" && len(lines[i+1])-len(text) < column {
			break
		}
		i++
	}
	return i
}

// Advice says what is wrong with the quotation mark, and what to write.
func (o Open) Advice() (reason, fix string) {
	quote := o.Written.Value[:1]
	reason = "this quotation mark is never closed"
	if o.Closed > 0 {
		reason = fmt.Sprintf("this quotation mark is closed only in line %d, so that all lines up to there are one text", o.Closed)
	}
	text := strings.TrimRight(o.Written.Value[1:], "”“„»«’‘ ")
	fix = fmt.Sprintf("write `%s`", o.Written.With(quote+cut(text)+quote))
	if quote == "'" {
		fix += fmt.Sprintf("; or `%s` if it is an apostrophe", o.Written.With(`"'`+cut(text)+`"`))
	}
	return reason, fix
}
