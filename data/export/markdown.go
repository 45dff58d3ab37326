package export

import (
	"io"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/markup"
)

// writeMarkdown writes the CV as CommonMark 0.31, a line for each paragraph. It escapes the
// markup of extensions too: tables, strikethrough, formulas.
func writeMarkdown(w io.Writer, cv *data.CV) error {
	m := markdownPage{words: cv.Words()}
	head := cv.Head()
	m.block("# ", mdText(head.Name))
	for _, l := range head.Lines {
		m.block("", mdText(l))
	}
	m.list(each(head.Contacts, func(c data.Contact) string { return m.words.Pair(mdText(c.Label), mdLink(c.Text, c.URL)) }))
	m.paragraphs(head.Summary)
	for _, s := range cv.Sections() {
		m.block("## ", mdText(s.Title))
		m.section(s)
	}
	m.block("", mdMark("*", cv.Updated()))
	_, err := io.WriteString(w, strings.Join(m.blocks, "\n\n")+"\n")
	return err
}

// markdownPage collects blocks, to be separated by blank lines.
type markdownPage struct {
	words  *locale.Locale
	blocks []string
}

// block adds the nonempty lines after a mark, with hard breaks between them.
func (m *markdownPage) block(mark string, lines ...string) {
	if lines = data.Given(lines...); len(lines) > 0 {
		m.blocks = append(m.blocks, mark+strings.Join(lines, "\\\n"+spaces(len(mark))))
	}
}

// list adds a tight list.
func (m *markdownPage) list(items []string) {
	if items = data.Given(items...); len(items) > 0 {
		m.block("- ", strings.Join(items, "\n- "))
	}
}

// paragraphs adds paragraphs, and lists of the points among them.
func (m *markdownPage) paragraphs(ps []markup.Paragraph) {
	for _, stretch := range stretches(ps) {
		if texts := mdParagraphs(stretch); stretch[0].Point {
			m.list(texts)
		} else {
			m.blocks = append(m.blocks, texts...)
		}
	}
}

func (m *markdownPage) section(s data.Section) {
	terse, counted := s.Terse(), s.Counted()
	var rows []string
	for i, it := range s.Items {
		if i == 0 || it.Group != s.Items[i-1].Group {
			m.block("### ", mdText(it.Group))
		}
		switch {
		case s.Kind == data.Labels:
			rows = append(rows, m.label(it))
		case s.Kind == data.Publications:
			m.publication(it, counted)
		case s.Kind == data.Quotes:
			said := append(mdParagraphs(it.Body), mdMark("**", it.Title))
			m.block("> ", strings.Join(data.Given(append(said, mdTexts(it.Lines...)...)...), "\n>\n> "))
		case terse:
			rows = append(rows, strings.Join(data.Given(mdText(it.Title), mdMark("*", it.Date)), m.words.Lists.Parts))
		default:
			level := "### "
			if it.Under {
				level = "#### "
			}
			m.block(level, mdLink(it.Title, it.URL))
			facts := mdTexts(append(slices.Clip(it.Lines), it.LinkLine())...)
			m.block("", append([]string{mdMark("*", it.Date)}, facts...)...)
			m.paragraphs(it.Body)
			m.block("", mdText(it.Words))
		}
	}
	m.list(rows)
	for _, n := range s.Notes {
		m.block("", mdText(n))
	}
}

// publication adds an item of a numbered list, or of a bullet list if the numbers are not
// 1, 2, 3.
func (m *markdownPage) publication(it data.Item, counted bool) {
	var authors []string
	for _, a := range it.Authors {
		name := mdLink(a.Name, a.URL)
		if a.Self {
			name = mdMark("**", a.Name)
		}
		if a.Equal {
			name += `\*`
		}
		authors = append(authors, name)
	}
	lines := []string{strings.Join(data.Given(authors...), ", "), mdMark("*", it.Title), mdText(it.Venue), mdText(it.Date)}
	if it.URL != "" && (it.Address() != "" || len(it.Links) == 0) {
		lines = append(lines, mdLink(it.URL, it.URL))
	}
	lines = append(lines, mdTexts(append(slices.Clip(it.Lines), it.LinkLine())...)...)
	lines = append(append(lines, mdParagraphs(it.Body)...), mdText(it.Words))
	lines = data.Given(lines...)
	mark := it.Number + ". "
	if !counted && len(lines) > 0 {
		mark, lines[0] = "- ", `\[`+it.Number+`] `+lines[0]
	}
	m.block(mark, lines...)
}

// label returns an item of a list: "**Label**: text", or a list under the label.
func (m *markdownPage) label(it data.Item) string {
	label, texts := mdMark("**", it.Title), mdTexts(it.Lines...)
	if label != "" && len(texts) == 1 && len(it.Lines) == 1 {
		return m.words.Pair(label, texts[0])
	}
	return strings.Join(append([]string{label}, texts...), "\n  - ")
}

// mdMark puts emphasis marks around text, if there is any.
func mdMark(mark, s string) string {
	if s = mdText(s); s == "" {
		return ""
	}
	return mark + s + mark
}

// mdTexts returns the nonempty texts.
func mdTexts(ts ...markup.Text) []string { return data.Given(each(ts, mdRuns)...) }

func mdParagraphs(ps []markup.Paragraph) []string {
	return data.Given(each(ps, func(p markup.Paragraph) string { return mdRuns(p.Text) })...)
}
