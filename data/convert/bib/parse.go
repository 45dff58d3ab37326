// Package bib reads bibliographies in BibTeX and CSL-JSON as publications with the keys of
// a CV file.
package bib

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"wenkaiyue.com/cv/data/problem"
)

// place is a line and a column, from 1.
type place struct{ line, column int }

// entry is an entry of a BibTeX file.
type entry struct {
	place
	kind   string // in lower case, without @
	key    string
	fields []field // each name once
}

// field is a field of an entry, with macros expanded and without its outer braces. Its
// place is the start of its value.
type field struct {
	place
	name  string // in lower case
	value string // with TeX as written
}

// Limits of a BibTeX file besides its size. maxBytes limits macros: a macro of macros may
// double at each line.
const (
	maxEntries = 10_000
	maxFields  = 256
	maxValue   = 256 << 10
	maxBytes   = 8 << 20
	maxFound   = 100 // accepted mistakes that are returned
)

// parse reads a BibTeX or biblatex file in UTF-8. Like BibTeX, it ignores text between
// entries. It also ignores lines that begin with %, and accepts missing commas and keys,
// and entries without an end before the next one. The first of repeated fields counts.
// found holds mistakes that it accepted.
func parse(src string) (entries []entry, found []problem.Problem, err error) {
	p := &parser{src: src, at: place{1, 1}, macros: map[string]string{}, left: maxBytes}
	for m := range strings.FieldsSeq("jan feb mar apr may jun jul aug sep oct nov dec") {
		p.macros[m] = m
	}
	defer func() {
		if r := recover(); r != nil {
			f, ok := r.(*problem.Problem)
			if !ok {
				panic(r)
			}
			entries, err = nil, f
		}
	}()
	p.file()
	return p.entries, p.found, nil
}

// parser reads a file from pos on. It panics with a [*problem.Problem] at a mistake that
// it cannot accept.
type parser struct {
	src  string
	pos  int
	at   place // of done
	done int   // offset of at, up to pos

	macros  map[string]string
	field   string // being read, in lower case
	open    bool   // a comment has no end
	left    int    // bytes of values that the parser may still read
	entries []entry
	found   []problem.Problem
}

// here returns the line and column of pos.
func (p *parser) here() place {
	for _, r := range p.src[p.done:p.pos] {
		if p.at.column++; r == '\n' || r == '\u0085' || r == '\u2028' || r == '\u2029' {
			p.at = place{p.at.line + 1, 1}
		}
	}
	p.done = p.pos
	return p.at
}

func (p *parser) fail(at place, fix, message string, args ...any) {
	panic(problem.New(at.line, at.column, fmt.Sprintf(message, args...), fix))
}

// forgive notes a mistake that the parser accepts.
func (p *parser) forgive(at place, fix, message string) {
	if len(p.found) < maxFound {
		p.found = append(p.found, problem.Problem{Line: at.line, Column: at.column, Message: message, Fix: fix})
	}
}

// next returns the next byte, 0 at the end.
func (p *parser) next() byte {
	if p.pos == len(p.src) {
		return 0
	}
	return p.src[p.pos]
}

func (p *parser) file() {
	fresh := true // at the start of a line
	for p.pos < len(p.src) {
		switch c := p.src[p.pos]; {
		case c == '@':
			at := p.here()
			p.pos++
			p.item(at)
			fresh = false
		case c == '%' && fresh:
			p.line()
		default:
			fresh = c == '\n' || fresh && (c == ' ' || c == '\t')
			p.pos++
		}
	}
}

// item reads the text after an @. Without a brace it is part of a comment.
func (p *parser) item(at place) {
	p.space()
	kind := strings.ToLower(p.word())
	p.space()
	end := map[byte]byte{'{': '}', '(': ')'}[p.next()]
	if kind == "" || end == 0 {
		return
	}
	switch kind {
	case "comment":
		p.skip()
	case "preamble":
		p.pos++
		p.value()
	case "string":
		p.pos++
		p.space()
		if name := strings.ToLower(p.word()); p.equals(name) {
			p.macros[name] = p.value().value
		}
		p.space()
	default:
		p.pos++
		p.entry(entry{place: at, kind: kind}, end)
	}
}

func (p *parser) entry(e entry, end byte) {
	p.space()
	start := p.pos
	for p.pos < len(p.src) && strings.IndexByte(",=\n", p.src[p.pos]) < 0 && p.src[p.pos] != end {
		p.pos++
	}
	if e.key = strings.TrimSpace(p.src[start:p.pos]); p.next() == '=' { // a field: the key is missing
		p.pos, e.key = start, ""
	}
	for {
		for p.space(); p.next() == ','; p.space() {
			p.pos++
		}
		at := p.here()
		switch p.next() {
		case end:
			p.pos++
			p.add(e)
			return
		case 0:
			p.fail(e.place, "close it with "+string(end), "this entry goes on to the end of the file")
		case '@': // the next entry: this one has no end
			p.forgive(at, fmt.Sprintf("look for a missing %c in %s, which begins in line %d", end, p.named(e), e.line), "an entry begins within another one, which ends here")
			p.add(e)
			return
		}
		name := strings.ToLower(p.word())
		if name == "" {
			p.fail(at, "look for a brace or a quotation mark too many in the field before", "the name of a field is expected here, but there is %q", p.rune())
		}
		if !p.equals(name) {
			continue
		}
		p.field = name
		f := p.value()
		if f.name = name; f.value != "" && e.get(name).name == "" {
			e.fields = append(e.fields, f)
		}
		if len(e.fields) > maxFields {
			p.fail(at, "keep those that a bibliography needs", "this entry has more than %d fields", maxFields)
		}
	}
}

func (p *parser) add(e entry) {
	if len(p.entries) == maxEntries {
		p.fail(e.place, "keep those that matter", "this file has more than %d entries", maxEntries)
	}
	p.entries = append(p.entries, e)
}

// named returns the name of an entry for messages.
func (p *parser) named(e entry) string {
	if e.key == "" {
		return "the entry"
	}
	return "`" + e.key + "`"
}

func (p *parser) rune() rune {
	r, _ := utf8.DecodeRuneInString(p.src[p.pos:])
	return r
}

// equals reads the = after a name.
func (p *parser) equals(name string) bool {
	at := p.here()
	p.space()
	switch p.next() {
	case '=':
		p.pos++
		return true
	case ',', '}', ')':
		return false // ignore a name without a value
	}
	p.fail(at, "write "+name+" = {…}", "there is no = after `%s`", name)
	return false
}
