package bib

import (
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/uri"
)

// IsCSL reports whether n is a list of CSL-JSON items.
func IsCSL(root *yaml.Node) bool {
	if root.Kind != yaml.SequenceNode || len(root.Content) == 0 {
		return false
	}
	for _, n := range root.Content {
		item := object(n)
		if item["type"] == nil || item["id"] == nil && item["title"] == nil && item["author"] == nil || item["contents"] != nil {
			return false
		}
	}
	return true
}

// CSL returns a list of CSL-JSON items as publications with the keys of a CV file.
// Values keep the line and column that they have in the file.
func CSL(root *yaml.Node) *yaml.Node {
	list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: root.Line, Column: root.Column}
	for _, n := range root.Content {
		list.Content = append(list.Content, item(n))
	}
	return list
}

// object returns the values of a mapping by their keys, without nulls.
func object(n *yaml.Node) map[string]*yaml.Node {
	out := map[string]*yaml.Node{}
	if n.Kind != yaml.MappingNode {
		return out
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if v := n.Content[i+1]; v.ShortTag() != "!!null" {
			out[n.Content[i].Value] = v
		}
	}
	return out
}

// word returns the text under a key.
func word(of map[string]*yaml.Node, key string) string {
	if n := of[key]; n != nil && n.Kind == yaml.ScalarNode {
		return strings.TrimSpace(n.Value)
	}
	return ""
}

// cslFields are the keys of items that become one text each.
func cslFields() [][2]string {
	return [][2]string{
		{"id", "key"}, {"type", "type"}, {"title", "name"}, {"container-title", "venue"}, {"publisher", "publisher"}, {"volume", "volume"}, {"issue", "number"}, {"number", "number"},
		{"page", "pages"}, {"collection-title", "series"}, {"edition", "edition"}, {"chapter-number", "chapter"}, {"publisher-place", "address"}, {"event-place", "address"},
		{"ISBN", "isbn"}, {"ISSN", "issn"}, {"DOI", "doi"}, {"URL", "url"}, {"abstract", "abstract"}, {"status", "status"}, {"note", "status"}, {"event-title", "venue"}, {"event", "venue"},
	}
}

func item(n *yaml.Node) *yaml.Node {
	of := object(n)
	p := publication(at(n))
	given := map[string]bool{}
	for _, f := range cslFields() {
		s := word(of, f[0])
		if s == "" || given[f[1]] || f[0] == "note" && strings.Contains(s, "\n") {
			continue
		}
		given[f[1]] = true
		switch {
		case f[0] == "type" && s == "article": // BibTeX's word for one in a journal
			s = "preprint"
		case f[1] == "doi":
			s = doi(s)
		case f[1] == "pages":
			s = pageSpan.ReplaceAllString(s, "$1–$2")
		case f[0] == "number" && uri.ArXiv(s) != "" && strings.Contains(strings.ToLower(s), "arxiv"):
			p.link(at(of[f[0]]), "arxiv", uri.ArXivURL(s))
			given[f[1]] = false
			continue
		case f[0] == "publisher" && !given["venue"] && slices.Contains([]string{"thesis", "report"}, word(of, "type")):
			given["venue"] = true
			if genre := word(of, "genre"); genre != "" {
				s = genre + ", " + s
			}
			f[1] = "venue"
		}
		p.text(f[1], at(of[f[0]]), s)
	}
	p.people("authors", of["author"], equals(word(of, "annote")))
	p.people("editors", of["editor"], nil)
	p.issued(of["issued"])
	if s := word(of, "keyword"); s != "" {
		p.tags(entry{fields: []field{{at(of["keyword"]), "keywords", s}}})
	}
	if of["custom"] == nil {
		return p.Node
	}
	custom := object(of["custom"])
	for i := 0; i < len(of["custom"].Content); i += 2 {
		key := of["custom"].Content[i].Value
		if s, name := word(custom, key), linkName(key); isAddress(s) && name != "" {
			p.link(at(custom[key]), name, s)
		}
	}
	if s := word(custom, "primaryClass"); s != "" {
		p.text("primaryClass", at(custom["primaryClass"]), s)
	}
	return p.Node
}

func at(n *yaml.Node) place { return place{n.Line, n.Column} }

// equals returns the names in a note on equal contribution that our own export writes.
func equals(note string) []string {
	names, ok := strings.CutPrefix(note, "Equal contribution: ")
	if !ok {
		return nil
	}
	return strings.Split(names, ", ")
}

// people sets a key to the names of a list of people.
func (p publicationNode) people(key string, n *yaml.Node, equal []string) {
	if n == nil || n.Kind != yaml.SequenceNode {
		return
	}
	list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: n.Line, Column: n.Column}
	for _, person := range n.Content {
		of := object(person)
		last := strings.TrimSpace(word(of, "non-dropping-particle") + " " + word(of, "family"))
		if d := word(of, "dropping-particle"); d != "" {
			last = d + " " + last
		}
		whole, family := called(word(of, "given"), last, word(of, "suffix"))
		if s := word(of, "literal"); s != "" {
			if whole, family = s, ""; s == "others" {
				whole = "et al."
			} else if strings.Contains(s, " ") {
				family = s
			}
		}
		if whole == "" {
			continue
		}
		one := publication(at(person))
		one.text("name", at(person), whole)
		one.text("family", at(person), family)
		one.yes("equal", at(person), slices.Contains(equal, whole))
		if id := word(of, "ORCID"); id != "" {
			one.text("orcid", at(of["ORCID"]), id[strings.LastIndexByte(id, '/')+1:])
		}
		list.Content = append(list.Content, one.Node)
	}
	if len(list.Content) > 0 {
		p.put(key, list)
	}
}

// issued sets the date from the first of date-parts, or from a text.
func (p publicationNode) issued(n *yaml.Node) {
	if n == nil {
		return
	}
	of := object(n)
	if parts := of["date-parts"]; parts != nil && len(parts.Content) > 0 && len(parts.Content[0].Content) > 0 {
		var s [3]string
		for i, c := range parts.Content[0].Content[:min(3, len(parts.Content[0].Content))] {
			s[i] = c.Value
		}
		p.text("releaseDate", at(parts), iso(s[0], s[1], s[2]))
		return
	}
	for _, key := range []string{"raw", "literal"} {
		if s := word(of, key); s != "" {
			p.text("releaseDate", at(of[key]), s)
			return
		}
	}
}
