package markup

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"wenkaiyue.com/cv/data/uri"
)

// htmlPart finds what may be of HTML in a text, and code in backticks, in which
// nothing is.
var htmlPart = regexp.MustCompile("(?s)`[^`]+`|``.+?``|\\\\[<&]|<!--|</?[A-Za-z][A-Za-z0-9]*(?:\\s[^<>]*)?/?>|&(?:#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

// Break parts the elements of a list in one text.
var Break = regexp.MustCompile(`(?i)</?(?:li|br|p|ul|ol)(?:\s[^<>]*)?/?>`)

// ReadHTML returns a text in which HTML has become what it means, and the names of
// what was left out because a CV has no place for it. strong, b, em, i and a link
// stay as tags, which [Parse] reads; br, p, lists and the like become lines;
// script and style go with their content; entities are decoded, once. What is no
// HTML ("List<String>", "a < b") stays as it is.
//
// With marks, the text is for [Parse], and a decoded character is kept from being
// taken for a mark there; without, it has no tags any more.
func ReadHTML(s string, marks bool) (text string, dropped []string) {
	if !strings.ContainsAny(s, "<&") {
		return s, nil
	}
	h := htmlReader{src: s, lower: lowerASCII(s), marks: marks, last: map[string]int{}}
	for h.at < len(s) {
		m := htmlPart.FindStringIndex(s[h.at:])
		if m == nil {
			break
		}
		part := s[h.at+m[0] : h.at+m[1]]
		h.b.WriteString(s[h.at : h.at+m[0]])
		h.at += m[1]
		switch {
		case part == "<!--" && h.skipTo("-->"):
			h.drop("!--")
		case part[0] == '<' && part != "<!--":
			h.tag(part)
		case part[0] == '&':
			h.entity(part)
		default:
			h.b.WriteString(part)
		}
	}
	h.b.WriteString(s[h.at:])
	return h.b.String(), h.dropped
}

// Address returns the address in a text that begins with a link of HTML, without
// "mailto:" and "tel:", and any other text as it is: for what is an address alone.
func Address(s string) string {
	if !strings.Contains(s, "<") {
		return s
	}
	url, ok := href(htmlTag(strings.TrimSpace(s)))
	if !ok {
		return s
	}
	return strings.TrimPrefix(strings.TrimPrefix(url, "mailto:"), "tel:")
}

// htmlTag returns the tag with which a text begins.
func htmlTag(s string) html.Token {
	z := html.NewTokenizer(strings.NewReader(s))
	z.Next()
	return z.Token()
}

// href returns where a tag leads.
func href(t html.Token) (string, bool) {
	i := slices.IndexFunc(t.Attr, func(a html.Attribute) bool { return a.Key == "href" })
	if t.Type != html.StartTagToken || t.DataAtom != atom.A || i < 0 {
		return "", false
	}
	return t.Attr[i].Val, true
}

type htmlReader struct {
	src, lower string // the same text, and in lower case
	at         int    // where the rest begins
	marks      bool
	last       map[string]int // where a text in lower case stands last; see ends
	b          strings.Builder
	dropped    []string
}

func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] += 'a' - 'A'
		}
	}
	return string(b)
}

// ends reports whether an end follows. It looks for each only once: a text may have as many
// beginnings as it likes, and no end.
func (h *htmlReader) ends(end string) bool {
	if _, ok := h.last[end]; !ok {
		h.last[end] = strings.LastIndex(h.lower, end)
	}
	return h.last[end] >= h.at
}

// skipTo leaves out the text up to an end and with it, if it follows.
func (h *htmlReader) skipTo(end string) bool {
	if !h.ends(end) {
		return false
	}
	h.at += strings.Index(h.lower[h.at:], end) + len(end)
	return true
}

func (h *htmlReader) drop(name string) {
	if !slices.Contains(h.dropped, name) {
		h.dropped = append(h.dropped, name)
	}
}

// entity writes the character that an entity stands for. Markdown would take some
// for marks.
func (h *htmlReader) entity(s string) {
	c := html.UnescapeString(s)
	if h.marks && len(c) == 1 && strings.Contains("<*_`[\\", c) {
		c = "\\" + c
	}
	h.b.WriteString(c)
}

// tag writes what a tag means.
func (h *htmlReader) tag(tag string) {
	t := htmlTag(tag)
	name, end := t.Data, t.Type == html.EndTagToken
	// Of names in mixed case, and of a tag that nothing ends, most are no HTML: a type
	// in angle brackets, a word about HTML.
	written := strings.TrimLeft(tag, "</")[:len(name)]
	alone := t.Type == html.StartTagToken && len(t.Attr) == 0 && !mayStayOpen(t.DataAtom) && !h.ends("</"+name)
	if t.DataAtom == 0 || alone || written != name && written != strings.ToUpper(name) {
		h.b.WriteString(tag)
		return
	}
	switch t.DataAtom {
	case atom.B, atom.Strong, atom.I, atom.Em, atom.A:
		if h.marks {
			h.look(t)
		}
	case atom.Script, atom.Style:
		h.drop(name)
		if !end && h.skipTo("</"+name) {
			h.skipTo(">")
		}
	case atom.Li:
		if !end {
			h.b.WriteString("\n- ")
		}
	case atom.Br, atom.P, atom.Ul, atom.Ol, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Tr,
		atom.Table, atom.Blockquote, atom.Section, atom.Dl, atom.Dt, atom.Dd:
		h.b.WriteString("\n\n")
	default:
		h.drop(name)
	}
}

// mayStayOpen reports the elements that have no end, or may go without.
func mayStayOpen(a atom.Atom) bool {
	switch a {
	case atom.Br, atom.P, atom.Li, atom.Hr, atom.Wbr, atom.Img, atom.Input, atom.Tr, atom.Td, atom.Th, atom.Dt, atom.Dd:
		return true
	}
	return false
}

// look writes a tag of those that [Parse] reads.
func (h *htmlReader) look(t html.Token) {
	name := t.Data
	switch name {
	case "b":
		name = "strong"
	case "i":
		name = "em"
	}
	switch {
	case t.Type == html.EndTagToken:
		h.b.WriteString("</" + name + ">")
	case name != "a":
		h.b.WriteString("<" + name + ">")
	default:
		url, _ := href(t)
		if uri.Safe(url) == "" {
			h.drop("a")
			return
		}
		h.b.WriteString(`<a href="` + strings.NewReplacer(`"`, "%22", "<", "%3C", ">", "%3E").Replace(url) + `">`)
	}
}
