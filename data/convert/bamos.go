package convert

import (
	"regexp"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// bamos reads the cv.yaml of bamos/cv: name is {first, last}, order lists the
// sections as [key, title], and the texts are LaTeX.
func bamos(c *converter, root *yaml.Node) (*parts, bool) {
	if child(child(root, "name"), "first") == nil || child(root, "order ordermd orderlatex style") == nil {
		return nil, false
	}
	p := &parts{}
	c.flat(p, c.untex(root, maxDepth))
	titles := map[string]string{}
	for _, q := range pairs(root) {
		if !strings.HasPrefix(plain(q.key.Value), "order") {
			continue
		}
		for _, e := range q.value.Content {
			if e = resolve(e); isTexts(e) && len(e.Content) >= 2 {
				key, title := resolve(e.Content[0]).Value, resolve(e.Content[1]).Value
				if child(root, plain(key)) == nil && child(root, plain(title)) != nil { // some write the title first
					key, title = title, key
				}
				titles[key] = title
			}
		}
	}
	kept := p.sections[:0]
	for _, s := range p.sections {
		switch key := s.key.Value; {
		case key == "all_publications", strings.HasPrefix(key, "order"), strings.HasSuffix(key, "_old"): // of the program that makes the PDF
		default:
			if t := titles[key]; t != "" && t != "NONE" {
				s.title = t
			}
			kept = append(kept, s)
		}
	}
	p.sections = kept
	return p, true
}

// What LaTeX there is in such files: links, commands around a text, and escapes.
var (
	texLink    = regexp.MustCompile(`\\[a-zA-Z]+\{\s*((?:https?:/|mailto:)[^{}]*)\}\s*\{([^{}]*)\}`)
	texBold    = regexp.MustCompile(`\\textbf\{([^{}]*)\}`)
	texItalic  = regexp.MustCompile(`\\(?:textit|emph)\{([^{}]*)\}`)
	texSpace   = regexp.MustCompile(`\\(?:[vh]space\*?|[vh]skip)\{[^{}]*\}`)
	texCommand = regexp.MustCompile(`\\[a-zA-Z]+\*?\{([^{}]*)\}`)
	texEscapes = strings.NewReplacer(`\&`, "&", `\%`, "%", `\$`, "$", `\#`, "#", `\_`, "_", `\\`, " ", "/~", "/~", "~", " ", `\ `, " ", "---", "—")
)

// tex is a text without its LaTeX, as Markdown.
func tex(s string) string {
	if !strings.ContainsAny(s, `\~`) || isAddress(s) {
		return s
	}
	if strings.Contains(s, `\`) && len(s) < 8<<10 {
		for _, r := range []struct {
			from *regexp.Regexp
			to   string
		}{{texSpace, ""}, {texBold, "**$1**"}, {texItalic, "*$1*"}, {texLink, "[$2]($1)"}, {texCommand, "$1"}} {
			s = r.from.ReplaceAllString(s, r.to)
		}
	}
	return texEscapes.Replace(s)
}

// untex is n without LaTeX.
func (c *converter) untex(n *yaml.Node, depth int) *yaml.Node {
	n = resolve(n)
	if c.left--; depth < 0 || c.spent() {
		return n
	}
	if n.Kind == yaml.ScalarNode {
		if s := tex(n.Value); s != n.Value {
			return c.text(n, s)
		}
		return n
	}
	out := *n
	out.Content = make([]*yaml.Node, len(n.Content))
	for i, e := range n.Content {
		out.Content[i] = c.untex(e, depth-1)
	}
	return &out
}
