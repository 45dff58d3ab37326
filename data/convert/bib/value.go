package bib

import "strings"

// value reads texts in braces or quotation marks, numbers and macros, joined by #.
func (p *parser) value() field {
	var f field
	var text strings.Builder // a file may join a million parts
	for first := true; ; first = false {
		p.space()
		at := p.here()
		var part string
		if c := p.next(); c == '{' || c == '"' {
			part = p.quoted(at, c)
		} else {
			part = p.macro(at)
		}
		if first {
			f.place = at
			if c := p.src[max(p.pos-1, 0)]; c == '}' || c == '"' {
				f.column++ // after the brace
			}
		}
		text.WriteString(part)
		if p.left -= len(part); p.left < 0 || text.Len() > maxValue {
			p.fail(at, "shorten it, or write its macros out", "this text is longer than %d KiB, or those of the file than %d MiB", maxValue>>10, maxBytes>>20)
		}
		if p.space(); p.next() != '#' {
			f.value = text.String()
			return f
		}
		p.pos++
	}
}

// quoted reads a text in braces or quotation marks, in which braces are balanced.
func (p *parser) quoted(at place, open byte) string {
	depth := 0
	start := p.pos + 1
	for i := p.pos; i < len(p.src); i++ {
		c := p.src[i]
		switch c {
		case '{':
			depth++
		case '}':
			depth--
		}
		if i >= start && depth == 0 && (open == '{' || c == '"') || depth < 0 {
			p.pos = i + 1
			return p.src[start:i]
		}
	}
	p.fail(at, "close it with "+map[byte]string{'{': "}", '"': `"`}[open], "this text goes on to the end of the file")
	return ""
}

// shown lists the fields in which an unknown macro is worth a warning.
const shown = " author editor title booktitle journal journaltitle publisher series school institution organization note address location month year edition "

// macro reads a number, or a word that @string or BibTeX defines. Any other word is a text.
func (p *parser) macro(at place) string {
	name := p.word()
	s, ok := p.macros[strings.ToLower(name)]
	switch {
	case ok:
		return s
	case strings.Trim(name, "0123456789-/.") != "" && strings.Contains(shown, " "+p.field+" "):
		p.forgive(at, "write {"+name+"} if it is a text", "no @string defines `"+name+"`, so the word is shown as it stands")
	}
	return name
}

// space skips white space and comments.
func (p *parser) space() {
	for p.pos < len(p.src) {
		switch c := p.src[p.pos]; {
		case c == '%':
			p.line()
		case strings.IndexByte(" \t\n\r\f\v", c) < 0:
			return
		default:
			p.pos++
		}
	}
}

// line skips the rest of a line.
func (p *parser) line() {
	if n := strings.IndexByte(p.src[p.pos:], '\n'); n >= 0 {
		p.pos += n
	} else {
		p.pos = len(p.src)
	}
}

// word reads up to a character that ends names.
func (p *parser) word() string {
	start := p.pos
	for p.pos < len(p.src) && strings.IndexByte(" \t\n\r\f\v=,{}()\"#%@", p.src[p.pos]) < 0 {
		p.pos++
	}
	return p.src[start:p.pos]
}

// skip skips a group in braces, or only its first character if it has no end or is in
// parentheses.
func (p *parser) skip() {
	start, depth := p.pos, 0
	p.pos++
	for i := start; i < len(p.src) && p.src[start] == '{' && !p.open; i++ {
		switch p.src[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				p.pos = i + 1
				return
			}
		}
	}
	p.open = p.open || p.src[start] == '{' // then no later group has an end
}
