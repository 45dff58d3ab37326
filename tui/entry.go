package tui

import (
	"strings"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/publication"
	"wenkaiyue.com/cv/data/uri"
)

// masthead sets the contacts and the summary, and before them the headline if the header
// has no room for it.
func (b *setter) masthead(cv *data.CV, headline bool) {
	b.item()
	if h := cv.Headline(); headline && h != "" {
		b.paragraph("", span{text: h})
		b.space()
	}
	head := cv.Head()
	var pieces []span
	for _, c := range head.Contacts {
		pieces = append(pieces, span{text: c.Named, link: link(c)})
	}
	b.flow(pieces)
	if s := head.Summary; len(s) > 0 {
		b.space()
		b.summary("", s)
	}
}

func (b *setter) section(s data.Section) {
	b.space()
	b.item()
	b.sections = append(b.sections, placement{name: s.Name, label: b.charset.text(s.Label), line: len(b.lines)})
	from := len(b.lines)
	b.paragraph("", span{text: strings.ToUpper(s.Title), role: heading})
	for i := from; i < len(b.lines); i++ {
		b.lines[i].keep = true
	}
	b.space()
	label := b.labelColumn(s)
	number := s.NumberWidth() + 2
	airy := s.Kind != data.Labels && !s.Terse()
	for i, it := range s.Items {
		if i > 0 {
			if airy {
				b.space()
			}
			b.item()
		}
		if it.Group != "" && (i == 0 || it.Group != s.Items[i-1].Group) {
			b.group(it.Group)
		}
		switch s.Kind {
		case data.Publications:
			b.publication(number, &it)
		case data.Labels:
			b.labelled(&it, label)
		case data.Quotes:
			b.quote(&it)
		default:
			b.entry(&it, airy, len(s.Items) == 1 && it.Date == "")
		}
	}
	for i, n := range s.Notes {
		if i == 0 {
			b.space()
		}
		b.paragraph(strings.Repeat(" ", number), span{text: n, role: quiet})
	}
}

// group sets the title of some publications, and keeps it with the first of them.
func (b *setter) group(title string) {
	from := len(b.lines)
	b.paragraph("", span{text: title, role: strong})
	b.space()
	for i := range b.lines[from:] {
		b.lines[from+i].keep = true
	}
}

// entry sets a title with its date, lines and details.
func (b *setter) entry(it *data.Item, airy, alone bool) {
	r, indent := title, 0
	if !airy {
		// A list of bare titles reads better without weight, and needs to show
		// where each one starts.
		if r = plain; !alone {
			indent = 2
		}
	}
	blank := ""
	if it.Under {
		blank = "  "
	}
	b.set(block{lead: pad(nil, len(blank)), indent: len(blank) + indent, text: []span{{text: it.Title, role: r, link: it.URL}}, right: it.Date})
	for _, l := range it.Lines {
		b.paragraph(blank, spansOf(l, quiet)...)
	}
	b.url(blank, it)
	b.links(blank, it)
	b.details(blank, it)
}

// details sets the parts that every kind of item may have.
func (b *setter) details(indent string, it *data.Item) {
	b.summary(indent, it.Body)
	if it.Words != "" {
		b.paragraph(indent, span{text: it.Words, role: quiet})
	}
}

// url sets the address of a title as text, to be read and copied.
func (b *setter) url(indent string, it *data.Item) {
	if u := it.Address(); u != "" {
		b.paragraph(indent, span{text: uri.Display(u), role: quiet, link: u})
	}
}

func (b *setter) summary(indent string, paragraphs []markup.Paragraph) {
	for _, p := range paragraphs {
		lead := indent
		if p.Point {
			lead += b.orn.bullet + " "
		}
		b.paragraph(lead, spansOf(p.Text, plain)...)
	}
}

// publication sets a numbered publication, with the owner and equal contributions marked
// among its authors.
func (b *setter) publication(indent int, it *data.Item) {
	b.papers = append(b.papers, len(b.lines))
	lead := []span{{text: it.Number, role: quiet}}
	b.set(block{lead: lead, indent: indent, text: []span{{text: it.Title, role: title, link: it.URL}}, right: it.Date})
	blank := strings.Repeat(" ", indent)
	if len(it.Authors) > 0 {
		b.paragraph(blank, authors(it.Authors)...)
	}
	if it.Venue != "" {
		b.paragraph(blank, span{text: it.Venue, role: venue})
	}
	for _, l := range it.Lines {
		b.paragraph(blank, spansOf(l, quiet)...)
	}
	b.url(blank, it)
	b.links(blank, it)
	b.details(blank, it)
}

// links sets the links of a publication in a line; with their addresses, for a terminal
// without links.
func (b *setter) links(indent string, it *data.Item) {
	if b.charset.bare {
		for _, r := range it.Links {
			b.paragraph(indent, spansOf(markup.Text{r}, quiet)...)
		}
		return
	}
	var line []span
	for i, r := range it.Links {
		if i > 0 {
			line = append(line, span{text: " " + b.orn.dot + " ", role: quiet})
		}
		line = append(line, span{text: r.Words, role: quiet, link: r.URL, whole: true})
	}
	if len(line) > 0 {
		b.paragraph(indent, line...)
	}
}

func authors(list []publication.Author) []span {
	var out []span
	for i, a := range list {
		if i > 0 {
			out = append(out, span{text: ", "})
		}
		s := span{text: a.Name, whole: true, link: a.URL}
		if a.Self {
			s.role = self
		}
		out = append(out, s)
		if a.Equal {
			out = append(out, span{text: "*"})
		}
	}
	return out
}

// labelColumn returns the width of the column of labels with a gap, or 0 if lists go
// below their labels.
func (b *setter) labelColumn(s data.Section) int {
	n := 0
	for _, it := range s.Items {
		n = max(n, cell.Width(b.charset.text(it.Title)))
	}
	if n += 3; s.Kind != data.Labels || b.width < roomy || n > b.width/3 || b.rtl {
		return 0
	}
	return n
}

// labelled sets a label and a list beside it, or below it without a column.
func (b *setter) labelled(it *data.Item, column int) {
	label := span{text: b.charset.text(it.Title), role: title}
	lines, hang := it.Lines, 0
	if len(lines) > 1 {
		hang = 2 // shows where each line starts
	}
	if column == 0 || len(lines) == 0 {
		b.paragraph("", label)
		for _, l := range lines {
			b.set(block{lead: pad(nil, 2), indent: 2, hang: hang, text: spansOf(l, plain)})
		}
		return
	}
	for i, l := range lines {
		lead := []span{label}
		if i > 0 {
			lead = pad(nil, column)
		}
		b.set(block{lead: lead, indent: column, hang: hang, text: spansOf(l, plain)})
	}
}

// quote sets a reference: its author, then the text.
func (b *setter) quote(it *data.Item) {
	if it.Title != "" {
		b.paragraph("", span{text: it.Title, role: title})
	}
	b.summary("", it.Body)
	for _, l := range it.Lines {
		b.paragraph("", spansOf(l, quiet)...)
	}
}
