package export

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"wenkaiyue.com/cv/data"
)

// TextWidth is the width of plain text, in columns, where nobody says otherwise.
const TextWidth = 80

// dateColumns is the width from which dates stand at the right margin.
const dateColumns = 60

// Text writes the whole CV as plain text of at most width columns: UTF-8 without
// control characters but line feeds, ornaments in ASCII only, made for reading,
// for screen readers and for the forms of applicant tracking systems. Only a
// word longer than a line is broken.
func Text(w io.Writer, cv *data.CV, width int) error {
	p := &page{width: width}
	p.lines(cv.Basics.Name)
	p.lines(cv.Basics.Label)
	p.blank()
	for _, c := range cv.Contacts() {
		p.hanging(c.Label+": ", c.Text)
	}
	if cv.Basics.Summary != "" {
		p.blank()
		p.lines(cv.Basics.Summary)
	}
	for _, s := range cv.Sections() {
		p.blank()
		p.section(s)
	}
	return p.writeTo(w)
}

// TextSection writes one section, as [Text] does.
func TextSection(w io.Writer, s data.Section, width int) error {
	p := &page{width: width}
	p.section(s)
	return p.writeTo(w)
}

// page is text set line by line.
type page struct {
	width int
	out   []string
}

func (p *page) writeTo(w io.Writer) error {
	text := strings.TrimRight(strings.Join(p.out, "\n"), "\n") + "\n"
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("write text: %w", err)
	}
	return nil
}

// blank leaves one line empty between blocks, and none at the start.
func (p *page) blank() {
	if n := len(p.out); n > 0 && p.out[n-1] != "" {
		p.out = append(p.out, "")
	}
}

// lines sets each line of s as a paragraph.
func (p *page) lines(s string) {
	for l := range strings.SplitSeq(s, "\n") {
		if l != "" {
			p.hanging("", l)
		}
	}
}

// hanging sets text behind lead, further lines indented by as much.
func (p *page) hanging(lead, text string) {
	indent := min(columns(lead), p.width/2)
	for i, l := range wrap(text, p.width-indent) {
		if i > 0 {
			lead = strings.Repeat(" ", indent)
		}
		p.out = append(p.out, lead+l)
	}
}

// date puts d at the right margin, after the last line so that nothing is read
// in the midst of a title; on a line of its own where there is no room.
func (p *page) date(indent, d string) {
	last := len(p.out) - 1
	room := p.width - columns(p.out[last]) - columns(d)
	switch {
	case d == "":
	case p.width < dateColumns || columns(d) > p.width/2:
		p.hanging(indent, d)
	case room >= 2:
		p.out[last] += strings.Repeat(" ", room) + d
	default:
		p.out = append(p.out, strings.Repeat(" ", p.width-columns(d))+d)
	}
}

func (p *page) section(s data.Section) {
	p.lines(strings.ToUpper(s.Title))
	p.blank()
	equal := false
	for i, it := range s.Items {
		if i > 0 && (s.Kind == data.Publications || hasDetail(&s)) {
			p.blank()
		}
		switch s.Kind {
		case data.Publications:
			p.publication(i+1, &it)
			equal = equal || it.HasEqual()
		case data.Labels:
			p.labelled(&it)
		default:
			p.entry(&it)
		}
	}
	if equal {
		p.blank()
		p.lines(data.EqualNote)
	}
}

// hasDetail reports whether an entry of the section has more than a title.
func hasDetail(s *data.Section) bool {
	for _, it := range s.Items {
		if len(it.Lines) > 0 || len(it.Points) > 0 || it.Summary != "" || len(it.Words) > 0 {
			return true
		}
	}
	return false
}

func (p *page) entry(it *data.Item) {
	p.out = append(p.out, wrapHanging(it.Title, p.width)...)
	p.date("", it.Date)
	p.details("", it)
}

func (p *page) details(indent string, it *data.Item) {
	for _, l := range it.Lines {
		p.hanging(indent, l)
	}
	if u := data.SafeURL(it.URL); u != "" {
		p.hanging(indent, u)
	}
	for l := range strings.SplitSeq(it.Summary, "\n") {
		if l != "" {
			p.hanging(indent, l)
		}
	}
	for _, l := range it.Points {
		p.hanging(indent+"- ", l)
	}
	if len(it.Words) > 0 {
		p.hanging(indent, strings.Join(it.Words, ", "))
	}
}

func (p *page) publication(n int, it *data.Item) {
	lead := strconv.Itoa(n) + ". "
	indent := strings.Repeat(" ", len(lead))
	p.hanging(lead, it.Title)
	p.date(indent, it.Date)
	var authors []string
	for _, a := range it.Authors {
		name := a.Name
		if a.Equal {
			name += "*"
		}
		authors = append(authors, name)
	}
	for _, l := range []string{strings.Join(authors, ", "), it.Venue} {
		if l != "" {
			p.hanging(indent, l)
		}
	}
	p.details(indent, it)
}

// labelled is a label and what belongs to it: one line beside it, several below.
func (p *page) labelled(it *data.Item) {
	if len(it.Lines) == 1 {
		p.out = append(p.out, wrapHanging(it.Title+": "+it.Lines[0], p.width)...)
		return
	}
	p.hanging("", it.Title)
	for _, l := range it.Lines {
		p.hanging("- ", l)
	}
}

// wrapHanging wraps text with two columns before every line but the first.
func wrapHanging(text string, width int) []string {
	lines := wrap(text, width-2)
	for i := range lines[1:] {
		lines[i+1] = "  " + lines[i+1]
	}
	return lines
}
