package markup

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/uri"
)

// htmlPart finds what may be of HTML in a text, and code in backticks, in which
// nothing is.
var htmlPart = regexp.MustCompile("(?s)`[^`]+`|``.+?``|\\\\[<&]|<!--.*?-->|</?[A-Za-z][A-Za-z0-9]*(?:\\s[^<>]*)?/?>|&(?:#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

var (
	htmlTag = regexp.MustCompile(`(?s)^<(/?)([A-Za-z][A-Za-z0-9]*)(.*?)/?>$`)
	// Break parts the elements of a list in one text.
	Break    = regexp.MustCompile(`(?i)</?(?:li|br|p|ul|ol)(?:\s[^<>]*)?/?>`)
	htmlHref = regexp.MustCompile(`(?is)\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))`)
)

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
	h := htmlReader{marks: marks}
	for s != "" {
		at := htmlPart.FindStringIndex(s)
		if at == nil {
			h.b.WriteString(s)
			break
		}
		h.b.WriteString(s[:at[0]])
		part, rest := s[at[0]:at[1]], s[at[1]:]
		switch {
		case strings.HasPrefix(part, "<!--"):
			h.drop("!--")
		case part[0] == '<':
			rest = h.tag(part, rest)
		case part[0] == '&':
			h.entity(part)
		default:
			h.b.WriteString(part)
		}
		s = rest
	}
	return h.b.String(), h.dropped
}

// Address returns the address in a text that begins with a link of HTML, without
// "mailto:" and "tel:", and any other text as it is: for what is an address alone.
func Address(s string) string {
	if !strings.HasPrefix(strings.ToLower(strings.TrimSpace(s)), "<a ") {
		return s
	}
	href := htmlHref.FindStringSubmatch(s)
	if href == nil {
		return s
	}
	s = html.UnescapeString(href[1] + href[2] + href[3])
	return strings.TrimPrefix(strings.TrimPrefix(s, "mailto:"), "tel:")
}

type htmlReader struct {
	b       strings.Builder
	marks   bool
	dropped []string
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

// tag writes what a tag means, and returns what is to be read after it.
func (h *htmlReader) tag(tag, rest string) string {
	m := htmlTag.FindStringSubmatch(tag)
	end, name, attributes := m[1] != "", strings.ToLower(m[2]), m[3]
	// Of names in mixed case, and of a tag that nothing ends, most are no HTML: a type
	// in angle brackets, a word about HTML.
	known := m[2] == name || m[2] == strings.ToUpper(name)
	if kind := htmlNames(name); !known || kind == htmlUnknown || kind == htmlPair && !end && attributes == "" && !ends(rest, name) {
		h.b.WriteString(tag)
		return rest
	}
	switch name {
	case "b", "strong", "i", "em", "a":
		h.look(name, end, attributes)
	case "script", "style":
		h.drop(name)
		if i := strings.Index(strings.ToLower(rest), "</"+name); !end && i >= 0 {
			_, rest, _ = strings.Cut(rest[i:], ">")
		}
	case "li":
		if !end {
			h.b.WriteString("\n- ")
		}
	case "br", "p", "ul", "ol", "div", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "blockquote", "section", "dl", "dt", "dd":
		h.b.WriteString("\n\n")
	default:
		h.drop(name)
	}
	return rest
}

// ends reports whether an element's end follows.
func ends(rest, name string) bool {
	return strings.Contains(strings.ToLower(rest), "</"+name)
}

// look writes a tag of those that Parse reads.
func (h *htmlReader) look(name string, end bool, attributes string) {
	switch {
	case !h.marks:
	case name == "a" && !end:
		if m := htmlHref.FindStringSubmatch(attributes); m != nil {
			url := html.UnescapeString(m[1] + m[2] + m[3])
			if uri.Safe(url) != "" {
				h.b.WriteString(`<a href="` + strings.NewReplacer(`"`, "%22", "<", "%3C", ">", "%3E").Replace(url) + `">`)
				return
			}
		}
		h.drop("a")
	case end:
		h.b.WriteString("</" + htmlLook(name) + ">")
	default:
		h.b.WriteString("<" + htmlLook(name) + ">")
	}
}

func htmlLook(name string) string {
	switch name {
	case "b":
		return "strong"
	case "i":
		return "em"
	}
	return name
}

const (
	htmlUnknown = iota
	htmlPair    // has an end
	htmlSingle  // has none, or may go without
)

// htmlNames says what HTML has an element for.
func htmlNames(name string) int {
	switch name {
	case "br", "p", "li", "hr", "img", "input", "wbr", "area", "base", "col", "embed", "link", "meta", "source", "track", "tr", "td", "th", "dt", "dd":
		return htmlSingle
	case "a", "abbr", "acronym", "address", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blockquote", "body", "button", "canvas", "caption",
		"center", "cite", "code", "colgroup", "data", "del", "details", "dfn", "dialog", "div", "dl", "em", "fieldset", "figcaption", "figure", "font",
		"footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "html", "i", "iframe", "ins", "kbd", "label", "legend", "main", "map", "mark",
		"menu", "meter", "nav", "noscript", "object", "ol", "optgroup", "option", "output", "picture", "pre", "progress", "q", "rp", "rt", "ruby", "s",
		"samp", "script", "section", "select", "small", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody", "template",
		"textarea", "tfoot", "thead", "time", "title", "tt", "u", "ul", "var", "video":
		return htmlPair
	}
	return htmlUnknown
}
