// Package paper sets a CV in lines for a terminal: *[data.CV] and [Shape] → [Layout]. Its
// lines are wrapped, styled and searchable, and each knows its entry. A layout never
// changes, and all sessions of its shape share it.
//
// A [Page] is set line by line. A [Look] has the colours, ornaments and charset of a terminal.
package paper

import (
	"strings"
	"sync"

	"wenkaiyue.com/cv/data"
)

// Shape is everything that a layout depends on besides the CV.
type Shape struct {
	Width    int
	Headline bool // is at the start of the document
	Terminal
}

// Plain returns the shape without colours, in which the lines are the same.
func (sh Shape) Plain() Shape {
	sh.Theme, sh.Rich = Auto, false
	return sh
}

// Layout is a CV set in one shape.
type Layout struct {
	Page
	CV       *data.CV
	Entries  []Entry   // the first one is the masthead
	Sections []Section // in the order of the CV

	anyCase, asWritten func() *index // made on the first search of their kind
}

// Entry is an item of the CV, or the masthead, which has neither section nor item.
type Entry struct {
	Line    int // its first line, with the heading above
	Title   int // the line of its title
	End     int // the line after its text
	Section *data.Section
	Item    *data.Item
}

// Section is a section and the line of its heading.
type Section struct {
	Name, Label string
	Line        int
}

// New sets a CV in a shape.
func New(cv *data.CV, sh Shape) *Layout {
	l := &Layout{CV: cv, Page: Page{Look: newLook(sh.Terminal, cv.Words()), Width: sh.Width, RTL: !sh.ASCII && cv.RightToLeft()}}
	l.masthead(sh.Headline)
	sections := cv.Sections()
	for i := range sections {
		l.section(&sections[i])
	}
	if u := cv.Updated(); u != "" && len(l.Lines) > 0 {
		l.Space()
		l.Paragraph(0, Span{Text: u, Style: Quiet})
	}
	if len(l.Lines) == 0 {
		l.Paragraph(0, Span{Text: l.Words.Screen.Empty, Style: Quiet})
	}
	l.anyCase = sync.OnceValue(func() *index { return newIndex(l.Lines, func(s string) string { return strings.ToLower(fold(s)) }) })
	l.asWritten = sync.OnceValue(func() *index { return newIndex(l.Lines, fold) })
	return l
}

// In returns the layout with the colours of a terminal that is otherwise the same. Both share
// their lines.
func (l *Layout) In(t Terminal) *Layout {
	colored := *l
	colored.Look = newLook(t, l.Words)
	return &colored
}

// begin starts the next entry.
func (l *Layout) begin(s *data.Section, it *data.Item) {
	l.entry = len(l.Entries)
	l.Entries = append(l.Entries, Entry{Line: len(l.Lines), Section: s, Item: it})
}

// masthead sets the headline if headline is set, the contacts and the summary.
func (l *Layout) masthead(headline bool) {
	l.begin(nil, nil)
	if headline {
		l.Paragraph(0, Span{Text: l.CV.Headline()})
		l.Space()
	}
	head := l.CV.Head()
	var contacts Text
	for _, c := range head.Contacts {
		contacts = append(contacts, Span{Text: c.Named, Link: ContactLink(c)})
		if l.Width < Roomy { // one a line
			l.Paragraph(0, contacts...)
			contacts = nil
		}
	}
	l.flow(0, "  ", contacts)
	for i, text := range head.Summary {
		if i == 0 || !text.Point {
			l.Space()
		}
		l.Body(0, head.Summary[i:i+1])
	}
}

func (l *Layout) section(s *data.Section) {
	airy := s.Kind != data.Labels && !s.Terse()
	number := s.NumberWidth() + 2
	column := Column(&l.Page, s.Items, func(it data.Item) string { return it.Title })
	for i := range s.Items {
		it := &s.Items[i]
		if i == 0 || airy {
			l.Space()
		}
		l.begin(s, it)
		if i == 0 {
			l.Sections = append(l.Sections, Section{Name: s.Name, Label: l.Text(s.Label), Line: len(l.Lines)})
			l.Heading(strings.ToUpper(s.Title), Accent)
		}
		if it.Group != "" && (i == 0 || it.Group != s.Items[i-1].Group) {
			l.Heading(it.Group, Strong)
		}
		l.Entries[l.entry].Title = len(l.Lines)
		switch title := (Text{{Text: it.Title, Style: Strong, Link: it.URL}}); s.Kind {
		case data.Publications:
			l.item(it, Block{Lead: Text{{Text: it.Number, Style: Quiet}}, Indent: number, Text: title})
		case data.Labels:
			l.labelled(it, column)
		case data.Quotes: // the author precedes the text
			l.Paragraph(0, title...)
			l.Details(0, it)
			l.Facts(0, it)
		default:
			b := Block{Text: title}
			if it.Under {
				b.Indent = 2
			}
			if !airy { // bare titles read better without weight; the hang shows where each starts
				if title[0].Style = Plain; len(s.Items) > 1 || it.Date != "" {
					b.Hang = 2
				}
			}
			l.item(it, b)
		}
		l.Entries[l.entry].End = len(l.Lines)
	}
	for i, n := range s.Notes {
		if i == 0 {
			l.Space()
		}
		l.Paragraph(number, Span{Text: n, Style: Quiet})
	}
}

// item sets a title with its date, and the rest of the item below it.
func (l *Layout) item(it *data.Item, title Block) {
	title.Right = it.Date
	l.Set(title)
	l.Facts(title.Indent, it)
	l.links(title.Indent, it)
	l.Details(title.Indent, it)
}

// labelled sets a label and a list beside it, or below it if column is 0.
func (l *Layout) labelled(it *data.Item, column int) {
	label := Text{{Text: it.Title, Style: Strong}}
	if column == 0 || len(it.Lines) == 0 {
		l.Set(Block{Text: label})
		label, column = nil, 2
	}
	for _, text := range it.Lines {
		b := Block{Lead: label, Indent: column, Text: marked(text, Plain)}
		if len(it.Lines) > 1 {
			b.Hang = 2 // shows where each line starts
		}
		l.Set(b)
		label = nil
	}
}
