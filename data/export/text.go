package export

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/markup"
)

// Widths of plain text, in terminal cells.
const (
	DefaultWidth = 80
	minWidth     = 20
	maxWidth     = 200
	dateWidth    = 60 // least width for dates on the line of a title
)

// Text writes the whole CV as plain text in lines of at most width cells, from 20 to 200.
// Screen readers and applicant tracking systems read it from top to bottom, so it has no
// columns of text, rules or boxes. Headings are in upper case, and all marks are ASCII.
func Text(w io.Writer, cv *data.CV, width int) error {
	return writeText(w, width, func(t *textPage) {
		t.head(cv.Head())
		for _, s := range cv.Sections() {
			t.section(s)
		}
		t.hang("", cv.Updated())
	})
}

// TextSection writes one section as [Text] does, with all of its items.
func TextSection(w io.Writer, s data.Section, width int) error {
	if s.Full != nil {
		s = *s.Full
	}
	return writeText(w, width, func(t *textPage) { t.section(s) })
}

func writeText(w io.Writer, width int, fill func(*textPage)) error {
	t := textPage{width: min(max(width, minWidth), maxWidth)}
	fill(&t)
	_, err := io.WriteString(w, strings.Join(t.lines, "\n")+"\n")
	return err
}

// textPage collects lines, with blank ones only between others.
type textPage struct {
	width int
	lines []string
	blank bool
}

func (t *textPage) add(lines []string) {
	if t.blank && len(t.lines) > 0 && len(lines) > 0 {
		t.lines = append(t.lines, "")
	}
	t.blank = t.blank && len(lines) == 0
	t.lines = append(t.lines, lines...)
}

func (t *textPage) space() { t.blank = true }

// hang adds texts, each wrapped after a mark, with further lines indented to match.
func (t *textPage) hang(mark string, texts ...string) {
	for _, s := range texts {
		t.add(hang(mark, spaces(cell.Width(mark)), s, t.width))
	}
}

// heading adds s with space around it.
func (t *textPage) heading(s string) {
	t.space()
	t.hang("", s)
	t.space()
}

func (t *textPage) head(h data.Head) {
	t.hang("", append([]string{h.Name}, h.Lines...)...)
	t.space()
	column, address := 0, 0
	for _, c := range h.Contacts {
		column = max(column, cell.Width(printable(c.Label))+2)
		if !strings.Contains(c.Text, " ") {
			address = max(address, cell.Width(c.Text))
		}
	}
	for _, c := range h.Contacts {
		label := printable(c.Label) + ":"
		if column > t.width/2 || column+address > t.width { // no room for a second column
			t.hang("", label+" "+c.Text)
		} else {
			t.hang(label+spaces(column-cell.Width(label)), c.Text)
		}
	}
	for i, p := range h.Summary {
		t.blank = t.blank || !p.Point || i == 0
		t.paragraph("", p)
	}
}

func (t *textPage) section(s data.Section) {
	t.heading(strings.ToUpper(s.Title))
	column, terse := t.dateColumn(s), s.Terse()
	for _, g := range s.Groups() {
		t.heading(g[0].Group)
		for _, it := range g {
			switch {
			case s.Kind == data.Publications:
				t.publication(it, fmt.Sprintf("%*s. ", s.NumberWidth(), it.Number))
			case s.Kind == data.Labels:
				t.label(it)
			case s.Kind == data.Quotes:
				t.quote(it)
			case len(s.Items) == 1 && terse && it.Date == "": // usually a paragraph
				t.hang("", it.Title)
			default:
				indent := ""
				if it.Under {
					indent = "  "
				}
				t.title(indent, it.Title, it.Date, column)
				t.body(indent, it)
			}
			if !terse {
				t.space()
			}
		}
	}
	t.space()
	t.hang("", s.Notes...)
	t.space()
}

// title adds a title and its date. The date is in a column of the given width on the title's
// last line, so that it is read after the title. If column is 0, it has its own line.
func (t *textPage) title(mark, title, date string, column int) {
	indent := spaces(cell.Width(mark))
	rest := cmp.Or(indent, "  ")
	if date = printable(date); date == "" {
		column = 0
	}
	lines := hang(mark, rest, title, t.width-column)
	if n := len(lines); n > 0 && column > 0 {
		last := lines[n-1]
		lines[n-1] += spaces(t.width-cell.Width(last)-cell.Width(date)) + date
		date = ""
	}
	t.add(lines)
	t.hang(indent, date)
}

// dateColumn returns the width of a column for the items' dates, including the space before
// it. It returns 0 if dates have their own lines: on a narrow page, and if a title would
// wrap, except in lists of one line an item.
func (t *textPage) dateColumn(s data.Section) int {
	dates, titles := 0, 0
	for _, it := range s.Items {
		dates = max(dates, cell.Width(printable(it.Date))+2)
		titles = max(titles, cell.Width(printable(it.Title)))
	}
	if t.width < dateWidth || dates > t.width/2 || titles+dates > t.width && !s.Terse() {
		return 0
	}
	return dates
}

func (t *textPage) paragraph(indent string, p markup.Paragraph) {
	if p.Point {
		indent += "- "
	}
	t.hang(indent, p.String())
}

// body adds the parts of an item after its title, indented.
func (t *textPage) body(indent string, it data.Item) {
	for _, l := range it.Lines {
		t.hang(indent, l.String())
	}
	t.hang(indent, it.Address())
	for _, r := range it.Links {
		t.hang(indent, textLink(r))
	}
	for _, p := range it.Body {
		t.paragraph(indent, p)
	}
	t.hang(indent, it.Words)
}

// textLink returns a link with its address: "Code: https://example.org/code". An address
// that ends in the identifier of the link needs no name.
func textLink(r markup.Run) string {
	if id := r.Words[strings.LastIndexByte(r.Words, ' ')+1:]; strings.HasSuffix(r.URL, "/"+id) {
		return r.URL
	}
	return r.Words + ": " + r.URL
}

// publication adds authors, title and venue, a line each, in the order of citations.
func (t *textPage) publication(it data.Item, number string) {
	indent := spaces(len(number))
	var names []string
	for _, a := range it.Authors {
		if a.Equal {
			a.Name += "*"
		}
		names = append(names, a.Name)
	}
	if len(names) > 0 {
		t.hang(number, strings.Join(names, ", "))
		number = indent
	}
	t.title(number, it.Title, it.Date, 0)
	t.hang(indent, it.Venue)
	t.body(indent, it)
}

// quote adds a reference: its author, then the text.
func (t *textPage) quote(it data.Item) {
	indent := ""
	if it.Title != "" {
		indent = "  "
		if len(it.Body)+len(it.Lines) > 0 {
			it.Title += ":"
		}
	}
	t.hang("", it.Title)
	t.body(indent, it)
}

// label adds "Label: text", or a list under the label if there are several lines.
func (t *textPage) label(it data.Item) {
	if len(it.Lines) == 1 {
		t.add(hang("", "  ", it.Title+": "+it.Lines[0].String(), t.width))
		return
	}
	if len(it.Lines) > 1 {
		it.Title += ":"
	}
	t.hang("", it.Title)
	for _, l := range it.Lines {
		t.hang("- ", l.String())
	}
}

func spaces(n int) string { return strings.Repeat(" ", n) }
