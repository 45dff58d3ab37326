// Package tex reads the TeX that people write in CVs and bibliographies: accents,
// symbols, fonts, links, lists and simple formulas.
package tex

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

const (
	// maxBraces limits the nesting of groups; deeper ones are read as text.
	maxBraces = 32
	// maxTeX limits the texts that are read as LaTeX, in bytes.
	maxTeX = 64 << 10
)

// Markdown converts LaTeX in a text of a CV to inline Markdown.
func Markdown(s string) string {
	switch {
	case !strings.ContainsAny(s, `\~`) || len(s) > maxTeX:
		return s
	case !strings.Contains(s, `\`):
		return strings.TrimSpace(strings.NewReplacer("/~", "/~", "~", " ").Replace(s))
	}
	return read(s, true)
}

// Plain converts TeX in a field of a bibliography to one line of plain text. It reads every
// text as TeX: "{B}ayes", "Smith~and~Sons".
func Plain(s string) string {
	if !strings.ContainsAny(s, "\\{}$~`'-\n\t") || len(s) > maxTeX {
		return strings.TrimSpace(s)
	}
	s = read(s, false)
	if !strings.ContainsAny(s, "\n\t\r") && !strings.Contains(s, "  ") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// URL returns an address without TeX's escapes and the command around it.
func URL(s string) string {
	s = strings.TrimSpace(s)
	if !strings.ContainsAny(s, `\{`) {
		return s
	}
	if inner, ok := strings.CutPrefix(s, `\url{`); ok {
		s = strings.TrimSuffix(inner, "}")
	}
	return urlEscapes.Replace(s)
}

var urlEscapes = strings.NewReplacer(`\&`, "&", `\%`, "%", `\#`, "#", `\_`, "_", `\~`, "~", `{\textasciitilde}`, "~", `\textasciitilde{}`, "~",
	`\textasciitilde `, "~", "{", "", "}", "")

func read(s string, marks bool) string {
	t := &reader{src: s, marks: marks}
	for t.src != "" {
		t.group()
	}
	return strings.TrimSpace(string(t.out))
}

// reader reads the rest of a text.
type reader struct {
	src   string
	out   []byte
	marks bool // write styles, links and lists in Markdown
	math  bool // between dollar signs
	depth int
}

// group reads up to the end of a group, and past its brace.
func (t *reader) group() {
	for t.src != "" {
		c := t.src[0]
		at := strings.IndexAny(t.src, "\\{}$~`'-^_")
		switch {
		case at < 0:
			t.out = append(t.out, t.src...)
			t.src = ""
			return
		case at > 0:
			t.out = append(t.out, t.src[:at]...)
			t.src = t.src[at:]
			continue
		}
		t.src = t.src[1:]
		switch c {
		case '}':
			return
		case '{':
			t.out = append(t.out, t.declared(t.inner())...)
		case '\\':
			t.command()
		case '$':
			if rest := strings.TrimPrefix(t.src, "$"); !t.marks || t.math || strings.ContainsAny(before(rest, "$"), `\^_`) {
				t.src, t.math = rest, !t.math
			} else {
				t.out = append(t.out, c) // money
			}
		case '~':
			if bytes.HasSuffix(t.out, []byte("/")) {
				t.out = append(t.out, c) // of a home page
			} else {
				t.out = append(t.out, ' ')
			}
		case '^', '_':
			t.script(c)
		default:
			t.ligature(c)
		}
	}
}

// before returns s up to mark, or "" if s has no mark.
func before(s, mark string) string {
	s, _, ok := strings.Cut(s, mark)
	if !ok {
		return ""
	}
	return s
}

// inner reads a group whose brace has been read.
func (t *reader) inner() string {
	if t.depth == maxBraces {
		return ""
	}
	in := reader{src: t.src, marks: t.marks, math: t.math, depth: t.depth + 1}
	in.group()
	t.src = in.src
	return string(in.out)
}

// declared turns the mark that a declaration ("{\bf …}") leaves at the start of a group
// into marks around the group.
func (t *reader) declared(s string) string {
	mark, text, ok := strings.Cut(s, "\x00")
	if !ok {
		return s
	}
	return around(mark, text)
}

func around(mark, text string) string {
	if strings.TrimSpace(text) == "" {
		return text
	}
	return mark + strings.TrimSpace(text) + mark
}

// argument reads the argument of a command: a group, a command, or one character.
func (t *reader) argument() string {
	t.src = strings.TrimLeft(t.src, " \t\n")
	if rest, ok := strings.CutPrefix(t.src, "{"); ok {
		t.src = rest
		return t.inner()
	}
	if t.src == "" || t.src[0] == '}' || t.depth == maxBraces {
		return ""
	}
	in := reader{marks: t.marks, depth: t.depth + 1}
	if rest, ok := strings.CutPrefix(t.src, `\`); ok {
		in.src = rest
		in.command()
		t.src = in.src
		return string(in.out)
	}
	_, n := utf8.DecodeRuneInString(t.src)
	s := t.src[:n]
	t.src = t.src[n:]
	return s
}

// ligature reads a character that has another meaning if it is doubled.
func (t *reader) ligature(c byte) {
	n := 1 + len(t.src) - len(strings.TrimLeft(t.src, string(c)))
	switch {
	case c == '-' && n == 2 && !t.math, c == '-' && n == 3:
		t.out = append(t.out, []string{"–", "—"}[n-2]...)
	case c != '-' && n == 2:
		t.out = append(t.out, map[byte]string{'`': "“", '\'': "”"}[c]...)
	case c == '`' && n == 1 && !t.marks:
		t.out = append(t.out, "‘"...)
	default:
		t.out = append(t.out, strings.Repeat(string(c), n)...)
	}
	t.src = t.src[n-1:]
}

// script reads an exponent or an index. Digits become superscript or subscript characters.
func (t *reader) script(c byte) {
	if !t.math {
		t.out = append(t.out, c)
		return
	}
	s := t.argument()
	small := []rune("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
	if c == '_' {
		small = []rune("₀₁₂₃₄₅₆₇₈₉₊₋")
	}
	switch {
	case s == "∘":
		t.out = append(t.out, "°"...)
	case s != "" && strings.Trim(s, "†‡∗*′§¶") == "": // a mark at a name
		t.out = append(t.out, s...)
	case s == "" || strings.Trim(s, "0123456789+-") != "":
		t.out = append(append(t.out, c), s...)
	default:
		for i := range len(s) {
			t.out = utf8.AppendRune(t.out, small[strings.IndexByte("0123456789+-", s[i])])
		}
	}
}
