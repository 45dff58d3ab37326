package tui

import (
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/uri"
	"wenkaiyue.com/cv/tui/paper"
)

// publicationHere returns the entry of the publication on screen: the one with the current
// match, or else the first that begins there, or else the one that fills it, or -1.
func (m *Model) publicationHere() int {
	if n := m.query.line(); m.onScreen(n) {
		if entry := m.lay.Lines[n].Entry; m.lay.Publication(entry) != nil {
			return entry
		}
	}
	return m.lay.PublicationIn(m.offset, m.offset+m.geo.body)
}

// openPaper opens the page of the publication on screen, or a note if it has none.
func (m *Model) openPaper() {
	p := page{name: "paper"}
	if m.page.name != p.name {
		here := m.publicationHere()
		if here < 0 {
			m.status = m.lay.Words.Screen.NoPaper
			return
		}
		entry := m.lay.Entries[here]
		p.set = func(m *Model, p *page) { m.publication(p, entry) }
	}
	m.open(p)
}

// maxCopy limits the entries that can be copied, in bytes: terminals accept no more than
// about 74 KB of base64 at once.
const maxCopy = 32 << 10

// publication sets the page of a publication, with its links and its BibTeX entry. It sets
// nothing if another version of the CV lacks the publication.
func (m *Model) publication(p *page, entry paper.Entry) {
	it := m.lay.Publication(m.lay.Find(entry))
	if it == nil {
		return
	}
	p.Set(paper.Block{Text: paper.Text{{Text: it.Title, Style: paper.Accent, Link: it.URL}}, Right: it.Date})
	p.Facts(0, it)
	p.Space()
	links := slices.Clone(it.Links)
	if u := it.Address(); u != "" {
		links = append([]markup.Run{{Words: uri.Display(u), URL: u}}, links...)
	}
	for i, r := range links { // of "DOI 10.1000/182", the address has the identifier
		if name, id, ok := strings.Cut(r.Words, " "); ok && strings.HasSuffix(r.URL, "/"+id) {
			links[i].Words = name
		}
	}
	column := paper.Column(p.Page, links, func(r markup.Run) string { return r.Words })
	for i, r := range links {
		var digit paper.Text
		if i < 8 { // the ninth is for the entry
			digit = p.digit(r.URL)
		}
		address := paper.Span{Text: uri.Display(r.URL), Link: r.URL}
		if address.Text == r.Words {
			p.labelled(digit, paper.Span{}, 0, 0, address)
		} else {
			p.labelled(digit, paper.Span{Text: r.Words, Style: paper.Quiet}, column, 0, address)
		}
	}
	if len(it.Abstract) > 0 {
		p.Space()
		p.Paragraph(0, paper.Span{Text: p.Words.Papers.Abstract, Style: paper.Strong})
		p.Body(0, it.Abstract)
	}
	p.Space()
	p.Details(0, it)
	p.Space()
	bibtex := m.doc.entry(m.opt.BibTeX, it.Index)
	if bibtex == "" {
		return
	}
	var digit paper.Text
	if len(bibtex) <= maxCopy {
		digit = p.digit(bibtex)
	}
	for text := range strings.SplitSeq(bibtex, "\n") {
		field := strings.TrimLeft(text, " ")
		indent := digitColumn + len(text) - len(field)
		p.Set(paper.Block{Lead: digit, Indent: indent, Hang: 2, Text: paper.Text{{Text: field}}})
		digit = nil
	}
}
