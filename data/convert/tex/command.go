package tex

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// command reads a command whose backslash has been read.
func (t *reader) command() {
	n := 0
	for n < len(t.src) && (t.src[n]|0x20 >= 'a' && t.src[n]|0x20 <= 'z') {
		n++
	}
	if n == 0 {
		_, n = utf8.DecodeRuneInString(t.src)
	}
	name := t.src[:n]
	t.src = t.src[n:]
	if name == "" {
		return
	}
	if mark, ok := accents()[name]; ok {
		t.accent(mark)
		return
	}
	if name[0]|0x20 < 'a' || name[0]|0x20 > 'z' {
		t.escape(name)
		return
	}
	t.src = strings.TrimPrefix(t.src, "*")
	argument := strings.HasPrefix(t.src, "{")
	spaced := !argument && strings.HasPrefix(t.src, " ")
	if !argument {
		t.src = strings.TrimLeft(t.src, " \t\n")
	}
	symbol, known := symbols()[name]
	switch {
	case known:
		t.out = append(t.out, symbol...)
		t.src = strings.TrimPrefix(t.src, "{}")
	case has(names, strings.ToLower(name)):
		t.out = append(t.out, name...)
		if t.src = strings.TrimPrefix(t.src, "{}"); strings.HasPrefix(t.src, `\ `) {
			t.src = t.src[1:]
		}
	case has(spaces, name) && argument:
		t.argument()
	case name == "item", has(breaks, name):
		t.lines(name)
	case slices.Contains([]string{"bf", "bfseries"}, name):
		t.mark("**\x00")
	case slices.Contains([]string{"it", "em", "itshape", "sl"}, name):
		t.mark("*\x00")
	case name == "textbf" && t.marks:
		t.out = append(t.out, around("**", t.argument())...)
	case has("emph textit textsl", name) && t.marks:
		t.out = append(t.out, around("*", t.argument())...)
	case argument:
		t.arguments(name)
	case has(looks, name):
	case t.marks:
		t.out = append(t.out, `\`+name...)
	case spaced: // "\log n"
		t.out = append(t.out, name+" "...)
	default:
		t.out = append(t.out, name...)
	}
}

func (t *reader) mark(s string) {
	if t.marks && t.depth > 0 && len(bytes.TrimSpace(t.out)) == 0 {
		t.out = append(t.out, s...)
	}
}

// dotted adds the dot to letters that lack one, so that an accent replaces it.
var dotted = strings.NewReplacer("ı", "i", "ȷ", "j")

// accent puts a combining character on the argument.
func (t *reader) accent(mark rune) {
	s := dotted.Replace(t.argument())
	_, n := utf8.DecodeRuneInString(s)
	if n > 0 {
		s = norm.NFC.String(s[:n] + string(mark) + s[n:])
	}
	t.out = append(t.out, s...)
}

// escape reads a command of one character that is not a letter.
func (t *reader) escape(name string) {
	switch name {
	case `\`, " ", "\n", ",", ";", ":":
		t.out = append(t.out, ' ')
	case "/", "!", "-":
	case "(", ")", "[", "]":
		t.math = name == "(" || name == "["
	default:
		t.out = append(t.out, name...)
	}
}

// lines reads a command that begins a line.
func (t *reader) lines(name string) {
	if name == "begin" || name == "end" {
		t.argument()
		if strings.HasPrefix(t.src, "[") {
			_, t.src, _ = strings.Cut(t.src, "]")
		}
	}
	t.src = strings.TrimLeft(t.src, " \t\n")
	t.out = bytes.TrimRight(t.out, " \t\n")
	if name == "item" {
		t.out = append(t.out, "\n- "...)
	} else {
		t.out = append(t.out, "\n\n"...)
	}
}

// arguments reads the arguments of an unknown command: an address and its text, or
// texts.
func (t *reader) arguments(name string) {
	raw := t.src
	first := t.argument()
	if name == "url" || address.MatchString(first) {
		first = URL(before(raw[1:], "}"))
		switch {
		case !strings.HasPrefix(t.src, "{"):
			t.out = append(t.out, first...)
		case t.marks:
			t.out = append(t.out, "["+t.argument()+"]("+first+")"...)
		default:
			t.out = append(t.out, t.argument()...)
		}
		return
	}
	t.out = append(t.out, first...)
	for t.marks && strings.HasPrefix(t.src, "{") {
		t.out = append(t.out, " "+t.argument()...)
	}
}

// address matches the beginning of a link command's first argument.
var address = regexp.MustCompile(`^\s*(?:https?:/|mailto:)`)

func has(words, name string) bool { return slices.Contains(strings.Fields(words), name) }
