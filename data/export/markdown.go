package export

import (
	"io"
	"strings"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/markup"
)

// Markdown writes the CV as CommonMark 0.31, a line for each paragraph. It escapes the
// markup of extensions too: tables, strikethrough, formulas.
func Markdown(w io.Writer, cv *data.CV) error {
	var m markdownPage
	m.head(cv.Head())
	for _, s := range cv.Sections() {
		m.block("## " + mdText(s.Title))
		m.section(s)
	}
	m.block(mdMark("*", cv.Updated()))
	_, err := io.WriteString(w, strings.Join(m.blocks, "\n\n")+"\n")
	return err
}

// markdownPage collects blocks, which blank lines will separate.
type markdownPage struct{ blocks []string }

// block adds a block of lines that each end in a hard break; empty ones are left
// out.
func (m *markdownPage) block(lines ...string) { m.indented("", "", lines...) }

func (m *markdownPage) indented(mark, indent string, lines ...string) {
	if b := mdLines(indent, lines...); b != "" {
		m.blocks = append(m.blocks, mark+b)
	}
}

// mdLines joins the lines that are not empty by hard breaks.
func mdLines(indent string, lines ...string) string {
	var given []string
	for _, l := range lines {
		if l != "" {
			given = append(given, l)
		}
	}
	return strings.Join(given, "\\\n"+indent)
}

// list adds a tight list.
func (m *markdownPage) list(items ...string) {
	var given []string
	for _, it := range items {
		if it != "" {
			given = append(given, "- "+it)
		}
	}
	m.block(strings.Join(given, "\n"))
}

func (m *markdownPage) head(h data.Head) {
	if name := mdText(h.Name); name != "" {
		m.block("# " + name)
	}
	for _, l := range h.Lines {
		m.block(mdText(l))
	}
	var contacts []string
	for _, c := range h.Contacts {
		contacts = append(contacts, mdText(c.Label)+": "+mdLink(c.Text, c.URL))
	}
	m.list(contacts...)
	m.paragraphs(h.Summary)
}

// paragraphs adds paragraphs, and lists of the points among them.
func (m *markdownPage) paragraphs(ps []markup.Paragraph) {
	var points []string
	for _, p := range ps {
		if p.Point {
			points = append(points, mdRuns(p.Text))
			continue
		}
		m.list(points...)
		points = nil
		m.block(mdRuns(p.Text))
	}
	m.list(points...)
}

func (m *markdownPage) section(s data.Section) {
	if s.Kind == data.Labels || s.Kind == data.Entries && s.Terse() {
		var items []string
		for _, it := range s.Items {
			if s.Kind == data.Labels {
				items = append(items, mdLabel(it))
			} else {
				items = append(items, mdJoin(", ", mdText(it.Title), mdMark("*", it.Date)))
			}
		}
		m.list(items...)
		return
	}
	for i, it := range s.Items {
		if it.Group != "" && (i == 0 || it.Group != s.Items[i-1].Group) {
			m.block("### " + mdText(it.Group))
		}
		switch s.Kind {
		case data.Publications:
			m.publication(it, s.Counted())
		case data.Quotes:
			m.quote(it)
		default:
			level := "### "
			if it.Under {
				level = "#### "
			}
			m.block(level + mdLink(it.Title, it.URL))
			m.block(append([]string{mdMark("*", it.Date)}, mdParagraphs(append(it.Lines, it.LinkLine()))...)...)
			m.body(it)
		}
	}
	for _, n := range s.Notes {
		m.block(mdText(n))
	}
}

// body adds summary, points and keywords.
func (m *markdownPage) body(it data.Item) {
	m.paragraphs(it.Body)
	m.block(mdText(it.Words))
}

// publication adds an item of a numbered list, or of one with marks where the numbers are
// others than those of the list.
func (m *markdownPage) publication(it data.Item, counted bool) {
	number, before := it.Number+". ", ""
	if !counted {
		number, before = "- ", `\[`+it.Number+`] `
	}
	var authors []string
	for _, a := range it.Authors {
		name := mdText(a.Name)
		if a.URL != "" {
			name = mdLink(a.Name, a.URL)
		}
		if a.Self {
			name = mdMark("**", a.Name)
		}
		if a.Equal {
			name += `\*`
		}
		if name != "" {
			authors = append(authors, name)
		}
	}
	lines := []string{strings.Join(authors, ", "), mdMark("*", it.Title), mdText(it.Venue), mdText(it.Date)}
	if it.URL != "" && (it.Address() != "" || len(it.Links) == 0) {
		lines = append(lines, mdLink(it.URL, it.URL))
	}
	lines = append(lines, mdParagraphs(append(it.Lines, it.LinkLine()))...)
	for _, p := range it.Body {
		lines = append(lines, mdRuns(p.Text))
	}
	for i, l := range lines {
		if l != "" {
			lines[i] = before + l
			break
		}
	}
	m.indented(number, strings.Repeat(" ", len(number)), append(lines, mdText(it.Words))...)
}

func (m *markdownPage) quote(it data.Item) {
	var said []string
	for _, p := range it.Body {
		said = append(said, mdRuns(p.Text))
	}
	if name := mdMark("**", it.Title); name != "" {
		said = append(said, name)
	}
	said = append(said, mdParagraphs(it.Lines)...)
	if len(said) > 0 {
		m.block("> " + strings.Join(said, "\n>\n> "))
	}
}

// mdLabel returns an item of a list: "**Label:** text", or a list under the label.
func mdLabel(it data.Item) string {
	label := mdMark("**", it.Title)
	switch len(it.Lines) {
	case 0:
		return label
	case 1:
		return mdJoin(": ", label, mdRuns(it.Lines[0]))
	}
	for _, l := range mdParagraphs(it.Lines) {
		label += "\n  - " + l
	}
	return label
}

func mdJoin(sep, a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + sep + b
}

// mdMark puts emphasis marks around text, if there is any.
func mdMark(mark, s string) string {
	if s = mdText(s); s == "" {
		return ""
	}
	return mark + s + mark
}
