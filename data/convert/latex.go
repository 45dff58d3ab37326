package convert

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	yaml "go.yaml.in/yaml/v4"
)

// What LaTeX people write in CVs: links, commands around a text, lists, and escapes.
var (
	texLike    = regexp.MustCompile(`\\(?:[a-zA-Z]+\*?\{|item\b)|\{\\(?:bf|it|em)\b`)
	texLink    = regexp.MustCompile(`\\[a-zA-Z]+\{\s*((?:https?:/|mailto:)[^{}]*)\}\s*\{((?:[^{}]|\{[^{}]*\})*)\}`)
	texBold    = regexp.MustCompile(`\\textbf\{([^{}]*)\}|\{\\bf(?:series)?\s+([^{}]*)\}`)
	texItalic  = regexp.MustCompile(`\\(?:textit|emph)\{([^{}]*)\}|\{\\(?:it|em)\s+([^{}]*)\}`)
	texNothing = regexp.MustCompile(`\\(?:[vh]space\*?|[vh]skip)\{[^{}]*\}|\\(?:small|footnotesize|normalsize|large|Large|noindent|hfill|centering)\b\s*`)
	texBreak   = regexp.MustCompile(`\s*\\(?:(?:begin|end)\{[^{}]*\}(?:\[[^\]]*\])?|par\b|newline\b|(?:small|med|big)skip\b)\s*`)
	texItem    = regexp.MustCompile(`\s*\\item\b\s*`)
	texCommand = regexp.MustCompile(`\\[a-zA-Z]+\*?\{([^{}]*)\}`)
	texWord    = regexp.MustCompile(`(\w)\{([^{}]*)\}`)
	texAccent  = regexp.MustCompile(`\\(["'^~=.` + "`" + `]|[cvu]\b)\s*(?:\{\\?([a-zA-Z])\}|\\?([a-zA-Z]))`)
	texBraces  = regexp.MustCompile(`\{([^{}]*)\}`)
	texName    = regexp.MustCompile(`\\((?:La|Xe|Lua|Bib)?TeX)\b(?:\{\}|\\)?`)
	texEscapes = strings.NewReplacer(`\&`, "&", `\%`, "%", `\$`, "$", `\#`, "#", `\_`, "_", `\\`, " ", "/~", "/~", "~", " ", `\ `, " ", "---", "—")
)

// maxBraces is how deep commands may stand in each other.
const maxBraces = 4

// tex is a text without its LaTeX, as Markdown. An address keeps its own marks.
func tex(s string) string {
	if !strings.ContainsAny(s, `\~`) {
		return s
	}
	if isAddress(s) {
		return strings.NewReplacer(`\&`, "&", `\%`, "%", `\#`, "#", `\_`, "_").Replace(s)
	}
	if strings.Contains(s, `\`) && len(s) < 8<<10 {
		s = texAccent.ReplaceAllStringFunc(s, func(m string) string {
			parts := texAccent.FindStringSubmatch(m)
			return norm.NFC.String(parts[2] + parts[3] + combining(parts[1]))
		})
		for range maxBraces {
			for _, r := range []struct {
				from *regexp.Regexp
				to   string
			}{
				{texItem, "\n- "}, {texBreak, "\n\n"}, {texNothing, ""}, {texName, "$1"}, {texBold, "**$1$2**"}, {texItalic, "*$1$2*"},
				{texLink, "[$2]($1)"}, {texCommand, "$1"},
			} {
				s = r.from.ReplaceAllString(s, r.to)
			}
		}
		s = texBraces.ReplaceAllString(texWord.ReplaceAllString(s, "$1 $2"), "$1")
	}
	return strings.TrimSpace(texEscapes.Replace(s))
}

// combining is the combining character of an accent of LaTeX.
func combining(accent string) string {
	for i, a := range []string{"`", "'", "^", "~", "=", "", "u", ".", `"`, "", "", "", "v"} {
		if a == accent {
			return string(rune(0x300 + i))
		}
	}
	return "\u0327" // of \c
}

// untex is n without LaTeX: in all of its texts, or in those alone that plainly have
// some. What aliases repeat is read once.
func (c *converter) untex(n *yaml.Node, all bool) *yaml.Node {
	done := map[*yaml.Node]*yaml.Node{}
	var read func(n *yaml.Node, depth int) *yaml.Node
	read = func(n *yaml.Node, depth int) *yaml.Node {
		n = resolve(n)
		if out, ok := done[n]; ok || depth < 0 {
			return cmp.Or(out, n)
		}
		done[n] = n
		if n.Kind == yaml.ScalarNode {
			if all || texLike.MatchString(n.Value) {
				if s := tex(n.Value); s != n.Value {
					done[n] = c.text(n, s)
				}
			}
			return done[n]
		}
		content := slices.Clone(n.Content)
		for i, e := range content {
			if made := read(e, depth-1); made != resolve(e) {
				content[i] = made
			}
		}
		if !slices.Equal(content, n.Content) {
			out := *n
			out.Content = content
			done[n] = &out
		}
		return done[n]
	}
	return read(n, maxDepth)
}
