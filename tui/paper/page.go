package paper

import (
	"strings"
	"unicode"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/uri"
)

// Roomy is the least width for a column beside the text.
const Roomy = 56

// Page is a page that is set line by line. No line is wider than Width cells.
type Page struct {
	*Look
	Width int
	RTL   bool // every line ends at the right margin
	Lines []Line

	entry      int // of the next line
	paragraphs int
}

// Line is one line of a page. Lines of one paragraph share its number.
type Line struct {
	Text
	Entry     int  // its index in the entries of the layout
	Keep      bool // with the next line: a heading must not end a screen
	paragraph int  // 0 for lines that searches skip
	body      int  // bytes of space and ornament before the paragraph's text
	tail      int  // and of an ornament after it
}

// Add adds a line that searches skip.
func (p *Page) Add(text ...Span) { p.add(Line{Text: text}) }

func (p *Page) add(l Line) {
	l.Entry = p.entry
	p.Lines = append(p.Lines, l)
}

// Row returns line n, rendered. A page does not keep it: it is longer than all else of a line,
// and of a long CV few lines are ever on screen.
func (p *Page) Row(n int) string { return p.Render(p.Lines[n].Text) }

// Space adds an empty line, except after one or at the start.
func (p *Page) Space() {
	if n := len(p.Lines); n > 0 && len(p.Lines[n-1].Text) > 0 {
		p.add(Line{Keep: p.Lines[n-1].Keep})
	}
}

// Heading sets a heading, and keeps it with the text below.
func (p *Page) Heading(s string, style Style) {
	from := len(p.Lines)
	p.Paragraph(0, Span{Text: s, Style: style})
	for i := from; i < len(p.Lines); i++ {
		p.Lines[i].Keep = true
	}
	p.Space()
}

// Block is a paragraph to set.
type Block struct {
	Lead   Text // in the indent of the first line
	Indent int  // cells before each line
	Hang   int  // more cells before the lines after the first
	Text   Text
	Right  string // at the right margin of the first line, or below if there is no room
}

// Paragraph sets a text.
func (p *Page) Paragraph(indent int, text ...Span) { p.Set(Block{Indent: indent, Text: text}) }

// Set sets a paragraph, unless it has no text. In a right-to-left CV, b.Right follows b.Text:
// a terminal that reorders text would reorder both and the space between them.
func (p *Page) Set(b Block) {
	if b.Lead.Width()+b.Text.Width() == 0 {
		return
	}
	for _, text := range []Text{b.Lead, b.Text} {
		for i := range text {
			text[i].Text = p.Text(text[i].Text)
		}
	}
	right := Span{Text: p.Text(b.Right), Style: Quiet}
	b.Indent = min(b.Indent, p.Width/2)
	first := p.Width - b.Indent
	beside := false
	if n := cell.Width(right.Text); n > 0 && p.RTL {
		if dated := append(b.Text, Span{Text: " " + p.Dot + " " + right.Text, Style: Quiet}); dated.Width() <= first {
			b.Text, right.Text = dated, ""
		}
	} else if n > 0 && p.Width >= Roomy && (n <= p.Width/3 || b.Text.Width()+2+n <= first) {
		beside = true
		first -= n + 2
	}
	p.paragraphs++
	lead := b.Lead.Pad(b.Indent)
	for i, text := range b.Text.wrap(first, first-b.Hang) {
		l := p.line(lead, text)
		if i == 0 && beside {
			l.Text = append(l.Pad(p.Width-cell.Width(right.Text)), right)
		}
		p.add(l)
		lead = Text(nil).Pad(b.Indent + b.Hang)
	}
	if right.Text != "" && !beside {
		p.Paragraph(b.Indent+b.Hang, right)
	}
}

// line returns a line of the current paragraph: a lead of spaces and an ornament, and a
// text. In a right-to-left CV the text ends at the right margin and the ornament follows
// it, unless it is a number, which a terminal would move with the text.
//
// The terminal may reorder Arabic and Hebrew letters or not. The line as a whole runs from
// left to right (https://terminal-wg.freedesktop.org/bidi), so the spaces before a text and
// an ornament after it stay in place.
func (p *Page) line(lead, text Text) Line {
	l := Line{Text: lead, paragraph: p.paragraphs}
	behind := ""
	if p.RTL {
		l.Text = Text(nil).Pad(p.Width - lead.Width() - text.Width())
		if ornament := strings.TrimRight(lead.String(), " "); strings.ContainsFunc(ornament, unicode.IsDigit) {
			l.Text = append(l.Text, lead...)
		} else if ornament != "" {
			behind = strings.Repeat(" ", lead.Width()-cell.Width(ornament)) + ornament
		}
	}
	l.body, l.tail = len(l.String()), len(behind)
	if l.Text = append(l.Text[:len(l.Text):len(l.Text)], text...); behind != "" {
		l.Text = append(l.Text, Span{Text: behind, Style: Quiet})
	}
	return l
}

// flow sets pieces in lines, with a dot between two in one line.
func (p *Page) flow(indent int, gap string, pieces Text) {
	sep := Span{Text: gap + p.Dot + gap, Style: Quiet}
	var rows []Text
	for _, s := range pieces {
		s.Text = p.Text(s.Text)
		if last := len(rows) - 1; last >= 0 {
			if with := append(rows[last], sep, s); indent+with.Width() <= p.Width {
				rows[last] = with
				continue
			}
		}
		rows = append(rows, Text{s})
	}
	for _, row := range rows {
		p.Paragraph(indent, row...)
	}
}

// Column returns the width of a column of labels with a gap, or 0 if the labels go above
// their texts, because the page is narrow or runs from right to left.
func Column[T any](p *Page, list []T, label func(T) string) (n int) {
	for _, it := range list {
		n = max(n, cell.Width(p.Text(label(it)))+3)
	}
	if p.Width < Roomy || n > p.Width/3 || p.RTL {
		return 0
	}
	return n
}

// Body sets paragraphs of the CV, and points with bullets.
func (p *Page) Body(indent int, paragraphs []markup.Paragraph) {
	for _, text := range paragraphs {
		b := Block{Indent: indent, Text: marked(text.Text, Plain)}
		if text.Point {
			bullet := p.Bullet + " "
			b.Indent += cell.Width(bullet)
			b.Lead = Text{{Text: strings.Repeat(" ", indent) + bullet, Style: Quiet}}
		}
		p.Set(b)
	}
}

// Facts sets the authors of an item, its venue, and a line for each other fact.
func (p *Page) Facts(indent int, it *data.Item) {
	p.Paragraph(indent, names(it.Authors)...)
	p.Paragraph(indent, Span{Text: it.Venue, Style: Emphasis})
	for _, l := range it.Lines {
		p.Paragraph(indent, marked(l, Quiet)...)
	}
}

// Details sets the text of an item and its keywords.
func (p *Page) Details(indent int, it *data.Item) {
	p.Body(indent, it.Body)
	p.Paragraph(indent, Span{Text: it.Words, Style: Quiet})
}

// links sets the address of an item as text, and its links in lines. A terminal without
// links gets a line for each link, with its address.
func (p *Page) links(indent int, it *data.Item) {
	u := it.Address()
	p.Paragraph(indent, Span{Text: uri.Display(u), Style: Quiet, Link: u})
	var line Text
	for _, r := range it.Links {
		if p.Bare {
			p.Paragraph(indent, marked(markup.Text{r}, Quiet)...)
			continue
		}
		line = append(line, Span{Text: r.Words, Style: Quiet, Link: r.URL})
	}
	p.flow(indent, " ", line)
}
