package markup

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"wenkaiyue.com/cv/data/uri"
)

// htmlPart matches what may be HTML in a text, and code in backticks, which has none.
var htmlPart = regexp.MustCompile("(?s)`[^`]+`|``.+?``|\\\\[<&]|<!--|</?[A-Za-z][A-Za-z0-9]*(?:\\s[^<>]*)?/?>|&(?:#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

// Break matches the tags that part the points of a list in one text.
var Break = regexp.MustCompile(`(?i)</?(?:li|br|p|ul|ol)(?:\s[^<>]*)?/?>`)

// ReadHTML returns a text with its HTML replaced, and the names of the elements that it
// leaves out because a CV has no place for them. strong, b, em, i and links stay as tags,
// which [Parse] reads; br, p, lists and the like become lines; script and style go with
// their content; entities are decoded once. Text that is no HTML ("List<String>", "a < b")
// stays as it is.
//
// With marks, the text is for [Parse], and a decoded character that would be a mark there
// is escaped; without, no tags are left.
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

// Address returns the address of the link of HTML with which a text begins, without
// "mailto:" and "tel:", and any other text as it is. It is for fields that hold an address
// alone.
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

// href returns the address of the beginning of a link, and reports whether the tag is one.
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
	last       map[string]int // where an end stands last in lower, or -1; see ends
	b          strings.Builder
	dropped    []string
}

// lowerASCII returns s with its ASCII letters in lower case. Every byte keeps its place,
// as it does not in [strings.ToLower].
func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] += 'a' - 'A'
		}
	}
	return string(b)
}

// ends reports whether an end follows. It looks for each end only once, so that the time
// stays linear in a text of many beginnings and no end.
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
	mixed := written != name && written != strings.ToUpper(name)
	if mixed || !isElement(name) || !end && len(t.Attr) == 0 && !mayStayOpen(t.DataAtom) && !h.ends("</"+name) {
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

// isElement reports whether HTML has, or had, an element of a name. An atom does not tell:
// attributes are atoms too, and people write their names in angle brackets ("<class T>").
func isElement(name string) bool {
	switch name {
	case "a", "abbr", "acronym", "address", "area", "article", "aside", "audio", "b", "base", "bdi", "bdo", "big", "blockquote", "body",
		"br", "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup", "data", "dd", "del", "details", "dfn", "dialog",
		"div", "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
		"head", "header", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "label", "legend", "li", "link", "main", "map", "mark",
		"menu", "meta", "meter", "nav", "noscript", "object", "ol", "optgroup", "option", "output", "p", "picture", "pre", "progress", "q",
		"rp", "rt", "ruby", "s", "samp", "script", "section", "select", "small", "source", "span", "strike", "strong", "style", "sub",
		"summary", "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track",
		"tt", "u", "ul", "var", "video", "wbr":
		return true
	}
	return false
}

// mayStayOpen reports whether an element has no end, or may go without.
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
