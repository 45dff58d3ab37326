package tui

import (
	"slices"
	"strconv"
	"strings"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/uri"
)

// paper is the publication that the paper page is about.
type paper struct {
	item   int    // of the layout
	bibtex string // its entry, or ""
}

// publication returns item n of the layout, or nil if it is no publication.
func (m *Model) publication(n int) *data.Item {
	if s, it := m.doc.item(n); s != nil && s.Kind == data.Publications {
		return it
	}
	return nil
}

// paperAtTop returns the item of the publication that the reader looks at: the one with
// the current match, or else the first that begins on screen, or else the one whose text
// fills it. It returns -1 without one.
func (m *Model) paperAtTop() int {
	if n := m.query.line(); n >= m.offset && n < m.offset+m.geo.body {
		if item, _ := m.lay.itemAt(n); m.publication(item) != nil {
			return item
		}
	}
	all := m.lay.papers
	i, _ := slices.BinarySearch(all, m.offset)
	if i < len(all) && all[i] < m.offset+m.geo.body {
		return m.lay.lines[all[i]].item
	}
	if first, _ := m.lay.itemAt(m.offset); i > 0 && first == m.lay.lines[all[i-1]].item {
		return first
	}
	return -1
}

// openPaper opens the page of a publication, or says that there is none.
func (m *Model) openPaper() {
	if m.page == paperPage {
		m.close()
		return
	}
	if item := m.paperAtTop(); item >= 0 {
		m.open(paperPage)
		m.setPaper(item)
		return
	}
	m.status = m.lay.words.Screen.NoPaper
}

// setPaper shows another item on the page, and closes it if that is no publication.
func (m *Model) setPaper(item int) {
	it := m.publication(item)
	if it == nil {
		m.paper = paper{}
		m.close()
		return
	}
	m.paper = paper{item: item, bibtex: strings.TrimSpace(m.doc.entry(m.opt.BibTeX, it.Index))}
}

// maxCopy is the length in bytes of the longest entry that can be copied: terminals take
// no more than about 74 KB of base64 at once.
const maxCopy = 32 << 10

// copyable reports whether the entry for BibTeX has a digit.
func copyable(bibtex string) bool { return bibtex != "" && len(bibtex) <= maxCopy }

// paperCopies returns what the digits on the page copy: the addresses of the links, and
// the entry for BibTeX.
func (m *Model) paperCopies() (texts []string) {
	it := m.publication(m.paper.item)
	if it == nil {
		return nil
	}
	for _, r := range numbered(pages(it)) {
		texts = append(texts, r.URL)
	}
	if copyable(m.paper.bibtex) {
		texts = append(texts, m.paper.bibtex)
	}
	return texts
}

// pages are the links of a publication, its own address first.
func pages(it *data.Item) []markup.Run {
	if u := it.Address(); u != "" {
		return append([]markup.Run{{Words: uri.Display(u), URL: u}}, it.Links...)
	}
	return it.Links
}

// numbered are the links that have a digit; the next one is that of the BibTeX entry.
func numbered(links []markup.Run) []markup.Run { return links[:min(len(links), 8)] }

// about sets the page of a publication.
func (b *setter) about(it *data.Item, bibtex string) {
	b.set(block{text: []span{{text: it.Title, role: heading, link: it.URL}}, right: it.Date})
	if len(it.Authors) > 0 {
		b.paragraph("", authors(it.Authors)...)
	}
	if it.Venue != "" {
		b.paragraph("", span{text: it.Venue, role: venue})
	}
	for _, l := range it.Lines {
		b.paragraph("", spansOf(l, quiet)...)
	}
	b.space()
	links := pages(it)
	digit := func(i int) []span { return []span{{text: strconv.Itoa(i+1) + "  ", role: title}} }
	column := 0
	for _, r := range links {
		column = max(column, cell.Width(b.charset.text(r.Words))+3)
	}
	for i, r := range links {
		lead := digit(i)
		if i >= len(numbered(links)) {
			lead = pad(nil, 3)
		}
		b.pageLink(lead, column, r)
	}
	if len(it.Abstract) > 0 {
		b.space()
		b.paragraph("", span{text: b.words.Papers.Abstract, role: title})
		b.summary("", it.Abstract)
	}
	if len(it.Body) > 0 || it.Words != "" {
		b.space()
		b.details("", it)
	}
	if bibtex == "" {
		return
	}
	b.space()
	lead := pad(nil, 3)
	if copyable(bibtex) {
		lead = digit(len(numbered(links)))
	}
	for text := range strings.SplitSeq(bibtex, "\n") {
		field := strings.TrimLeft(text, " ")
		indent := 3 + len(text) - len(field)
		b.set(block{lead: pad(lead, indent), indent: indent, hang: 2, text: []span{{text: field}}})
		lead = pad(nil, 3)
	}
}

// pageLink sets the name of a link and its address, below it where there is no room for
// a column.
func (b *setter) pageLink(number []span, column int, r markup.Run) {
	address := span{text: uri.Display(r.URL), link: r.URL}
	switch {
	case address.text == r.Words:
		b.set(block{lead: number, indent: 3, text: []span{address}})
	case b.width >= roomy && column <= b.width/3:
		b.set(block{lead: append(number, span{text: b.charset.text(r.Words), role: quiet}), indent: 3 + column, text: []span{address}})
	default:
		b.set(block{lead: number, indent: 3, text: []span{{text: r.Words, role: quiet}}})
		b.set(block{lead: pad(nil, 3), indent: 3, text: []span{address}})
	}
}
