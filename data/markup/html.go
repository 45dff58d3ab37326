package markup

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/uri"
)

var (
	// htmlPart matches possible HTML in a text, and code in backticks, which contains none.
	// Comments, scripts and styles without an end go on to the end of the text, so that the
	// time stays linear.
	htmlPart = regexp.MustCompile("(?is)`[^`]+`|``.+?``|\\\\[<&]|<!--.*?(?:-->|$)" +
		"|<script(?:\\s[^<>]*)?>.*?(?:</script\\s*>|$)|<style(?:\\s[^<>]*)?>.*?(?:</style\\s*>|$)" +
		"|</?[a-z][a-z0-9]*(?:\\s[^<>]*)?/?>|&(?:#\\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});")
	// unseen matches comments, scripts and styles, of which nothing is shown.
	unseen = regexp.MustCompile(`(?is)^<(!--|script|style).*(?:-->|</(?:script|style)\s*>)$`)
)

// Break matches the tags that separate the points of a list in one text.
var Break = regexp.MustCompile(`(?i)</?(?:li|br|p|ul|ol)(?:\s[^<>]*)?/?>`)

// ReadHTML converts the HTML in a text, and returns the names of the elements that it drops
// because a CV has no place for them. The tags of strong, b, em, i and links stay, for
// [Parse]. Tags such as br, p and li become lines. script and style are dropped with their
// content. Entities are decoded once. Text that is no HTML ("List<String>", "a < b") stays.
//
// With marks, the text is for [Parse], and decoded characters that would be marks there are
// escaped. Without marks, no tags are left.
func ReadHTML(s string, marks bool) (text string, dropped []string) {
	if !strings.ContainsAny(s, "<&") {
		return s, nil
	}
	h := htmlReader{src: s, marks: marks}
	for m := htmlPart.FindStringIndex(s); m != nil; m = htmlPart.FindStringIndex(s[h.at:]) {
		part := s[h.at+m[0] : h.at+m[1]]
		h.b.WriteString(s[h.at : h.at+m[0]])
		h.at += m[1]
		if name := unseen.FindStringSubmatch(part); name != nil {
			h.drop(strings.ToLower(name[1]))
		} else if part[0] == '&' {
			h.entity(part)
		} else if part[0] != '<' || part[1] == '!' || strings.IndexByte(part, '>') < len(part)-1 || !h.tag(part) {
			h.b.WriteString(part)
		}
	}
	h.b.WriteString(s[h.at:])
	return h.b.String(), h.dropped
}

// Address returns the address of the HTML link at the beginning of s, without "mailto:" and
// "tel:". Any other text stays as it is, without marks of direction around it. It is for fields
// that contain only an address.
func Address(s string) string {
	s = clean.Trim(s)
	if !strings.Contains(s, "<") {
		return s
	}
	url, ok := href(htmlTag(s))
	if !ok {
		return s
	}
	return strings.TrimPrefix(strings.TrimPrefix(url, "mailto:"), "tel:")
}

// htmlTag returns the tag at the beginning of a text.
func htmlTag(s string) html.Token {
	z := html.NewTokenizer(strings.NewReader(s))
	z.Next()
	return z.Token()
}

// href returns the address in the start tag of a link, and reports whether t is one.
func href(t html.Token) (string, bool) {
	i := slices.IndexFunc(t.Attr, func(a html.Attribute) bool { return a.Key == "href" })
	if t.Type != html.StartTagToken || t.DataAtom != atom.A || i < 0 {
		return "", false
	}
	return t.Attr[i].Val, true
}

type htmlReader struct {
	src     string
	at      int // where the rest begins
	marks   bool
	last    map[string]int // where the last end tag of a name begins; nil before it is needed
	b       strings.Builder
	dropped []string
}

// endTag matches the beginning of an end tag.
var endTag = regexp.MustCompile(`</([A-Za-z][A-Za-z0-9]*)[\s>]`)

// ends reports whether an end tag follows. It finds all end tags in one pass, so that the
// time stays linear in a text of many start tags without an end.
func (h *htmlReader) ends(name string) bool {
	if h.last == nil {
		h.last = map[string]int{}
		for _, m := range endTag.FindAllStringSubmatchIndex(h.src, -1) {
			h.last[strings.ToLower(h.src[m[2]:m[3]])] = m[0]
		}
	}
	at, found := h.last[name]
	return found && at >= h.at
}

func (h *htmlReader) drop(name string) {
	if !slices.Contains(h.dropped, name) {
		h.dropped = append(h.dropped, name)
	}
}

// entity writes the character that an entity stands for. It escapes characters that
// Markdown would read as marks.
func (h *htmlReader) entity(s string) {
	c := html.UnescapeString(s)
	if h.marks && len(c) == 1 && strings.Contains("<*_`[\\", c) {
		c = "\\" + c
	}
	h.b.WriteString(c)
}

// tag writes the meaning of a tag, and reports whether it is one. Names in mixed case and
// tags without an end are rarely HTML: they are types in angle brackets, or words about
// HTML.
func (h *htmlReader) tag(tag string) bool {
	t := htmlTag(tag)
	end := t.Type == html.EndTagToken
	meaning, known, open := element(t.Data)
	written := strings.TrimLeft(tag, "</")[:len(t.Data)]
	mixed := written != t.Data && written != strings.ToUpper(t.Data)
	if !known || mixed || !end && !open && len(t.Attr) == 0 && !h.ends(t.Data) {
		return false
	}
	url, link := href(t)
	switch {
	case meaning == "":
		h.drop(t.Data)
	case meaning == "\n- " && end, meaning == "\n\n" && strings.HasSuffix(h.b.String(), "\n- "): // "<li><p>"
	case meaning[0] == '\n':
		h.b.WriteString(meaning)
	case !h.marks:
	case end:
		h.b.WriteString("</" + meaning + ">")
	case meaning != "a":
		h.b.WriteString("<" + meaning + ">")
	case !link || uri.Safe(url) == "":
		h.drop("a")
	default:
		h.b.WriteString(`<a href="` + strings.NewReplacer(`"`, "%22", "<", "%3C", ">", "%3E").Replace(url) + `">`)
	}
	return true
}

// element returns the meaning of an element: a tag that [Parse] reads, line breaks, or ""
// if a CV has no place for it. It reports whether HTML has, or had, the element, and
// whether its end tag may be missing. It cannot use atoms: attributes are atoms too, and
// their names are written in angle brackets ("<class T>").
func element(name string) (meaning string, known, open bool) {
	switch name {
	case "b", "strong":
		return "strong", true, false
	case "i", "em":
		return "em", true, false
	case "a":
		return "a", true, false
	case "li":
		return "\n- ", true, true
	case "br", "p", "tr", "dt", "dd":
		return "\n\n", true, true
	case "ul", "ol", "div", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "section", "dl":
		return "\n\n", true, false
	case "hr", "wbr", "img", "input", "td", "th":
		return "", true, true
	case "abbr", "acronym", "address", "area", "article", "aside", "audio", "base", "bdi", "bdo", "big", "body", "button",
		"canvas", "caption", "center", "cite", "code", "col", "colgroup", "data", "del", "details", "dfn", "dialog", "embed",
		"fieldset", "figcaption", "figure", "font", "footer", "form", "head", "header", "html", "iframe", "ins", "kbd",
		"label", "legend", "link", "main", "map", "mark", "menu", "meta", "meter", "nav", "noscript", "object", "optgroup",
		"option", "output", "picture", "pre", "progress", "q", "rp", "rt", "ruby", "s", "samp", "script", "select", "small",
		"source", "span", "strike", "style", "sub", "summary", "sup", "svg", "tbody", "template", "textarea", "tfoot",
		"thead", "time", "title", "track", "tt", "u", "var", "video":
		return "", true, false
	}
	return "", false, false
}
