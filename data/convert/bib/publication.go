package bib

import (
	"cmp"
	"regexp"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/convert/tex"
	"wenkaiyue.com/cv/data/uri"
)

// publicationNode is the mapping of a publication being built.
type publicationNode struct{ *yaml.Node }

func publication(at place) publicationNode {
	return publicationNode{&yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: at.line, Column: at.column}}
}

// put sets a key, at the place of its value.
func (p publicationNode) put(key string, value *yaml.Node) {
	p.Content = append(p.Content, scalar(place{value.Line, value.Column}, key), value)
}

// text sets a key to a text, unless it is empty.
func (p publicationNode) text(key string, at place, s string) {
	if s != "" {
		p.put(key, scalar(at, s))
	}
}

// yes sets a key to true if is is true.
func (p publicationNode) yes(key string, at place, is bool) {
	if is {
		p.put(key, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: "true", Line: at.line, Column: at.column})
	}
}

// field sets a key to the text of a field.
func (p publicationNode) field(key string, f field) {
	p.text(key, f.place, strings.TrimRight(tex.Plain(f.value), " ,;"))
}

// texts sets a key to a list of texts unless it is empty.
func (p publicationNode) texts(key string, at place, all []string) {
	if len(all) == 0 {
		return
	}
	list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: at.line, Column: at.column}
	for _, s := range all {
		list.Content = append(list.Content, scalar(at, s))
	}
	p.put(key, list)
}

// link adds a link.
func (p publicationNode) link(at place, name, url string) {
	one := publication(at)
	one.text("name", at, name)
	one.text("url", at, url)
	for i := 0; i+1 < len(p.Content); i += 2 {
		if p.Content[i].Value == "links" {
			p.Content[i+1].Content = append(p.Content[i+1].Content, one.Node)
			return
		}
	}
	p.put("links", &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: at.line, Column: at.column, Content: []*yaml.Node{one.Node}})
}

func scalar(at place, s string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s, Line: max(at.line, 1), Column: max(at.column, 1)}
}

var address = regexp.MustCompile(`^https?://\S+$`)

// doiEscapes are the escapes that our own exports write in a DOI.
var doiEscapes = strings.NewReplacer("%3C", "<", "%3E", ">")

// doi returns a DOI without its resolver, and any other text as it is.
func doi(s string) string { return doiEscapes.Replace(cmp.Or(uri.DOI(s), s)) }

func isAddress(s string) bool { return address.MatchString(s) }

// linkNames are the link fields of al-folio, then those of other programs and of archives.
// Some programs write "url" before or after the name.
const linkNames = " arxiv pdf code slides poster video website blog supp html paper talk demo data dataset project preprint presentation hal jstor pubmed hdl googlebooks iacr biorxiv "

// linkName returns the name of the link that a field holds, or "".
func linkName(field string) string {
	name := strings.Trim(strings.TrimSuffix(strings.TrimPrefix(field, "url"), "url"), "_")
	at := strings.Index(linkNames, " "+name+" ")
	switch {
	case at < 0 || name == "":
		return ""
	case at < strings.Index(linkNames, " paper "):
		return name
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// archives has the addresses of archives other than arXiv, by biblatex's eprinttype.
func archives() map[string]string {
	return map[string]string{
		"hal": "https://hal.science/", "jstor": "https://www.jstor.org/stable/", "pubmed": "https://pubmed.ncbi.nlm.nih.gov/", "hdl": "https://hdl.handle.net/",
		"googlebooks": "https://books.google.com/books?id=", "iacr": "https://eprint.iacr.org/", "biorxiv": "https://www.biorxiv.org/content/",
	}
}

// links sets the address, the DOI and the links of an entry.
func (p publicationNode) links(e entry) {
	url := e.get("url", "link", "biburl", "ee", "howpublished")
	if s := tex.URL(url.value); isAddress(s) && url.name != "biburl" {
		p.text("url", url.place, s)
	}
	id := e.get("doi")
	p.text("doi", id.place, doi(tex.URL(id.value)))
	eprint := e.get("eprint")
	archive := strings.ToLower(tex.Plain(e.get("archiveprefix", "eprinttype").value))
	atArXiv := (archive == "arxiv" || archive == "") && uri.ArXiv(eprint.value) != ""
	switch {
	case atArXiv:
		p.link(eprint.place, "arxiv", uri.ArXivURL(eprint.value))
	case archives()[archive] != "" && eprint.value != "":
		p.link(eprint.place, linkName(archive), archives()[archive]+tex.URL(eprint.value))
	}
	for _, f := range e.fields {
		name := linkName(f.name)
		if name == "" || name == "arxiv" && atArXiv {
			continue
		}
		s := tex.URL(f.value)
		if name == "arxiv" {
			s = uri.ArXivURL(s)
		}
		if isAddress(s) {
			p.link(f.place, name, s)
		}
	}
}
