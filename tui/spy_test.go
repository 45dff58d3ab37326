package tui

import (
	"strings"
	"testing"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/cell"
)

// everySection is a CV with more sections than fit a section bar.
const everySection = `
work: [{position: a}]
education: [{institution: a}]
volunteer: [{organization: a}]
projects: [{name: a}]
awards: [{title: a}]
certificates: [{name: a}]
publications: [{name: a}]
skills: [{name: a}]
languages: [{language: a}]
interests: [{name: a}]
references: [{name: a, reference: b}]
`

func load(t testing.TB, yaml string) *Document {
	t.Helper()
	cv, err := data.Load("cv.yaml", strings.NewReader(yaml))
	if err != nil {
		t.Fatal(err)
	}
	return NewDocument(cv)
}

// The section bar marks where it leaves out sections, and shows the current section and
// the next one.
func TestSectionBarSaysWhatItLeavesOut(t *testing.T) {
	doc := load(t, everySection)
	for _, ascii := range []bool{false, true} {
		for w := regularWidth; w < wideWidth; w++ {
			m := New(doc, Options{Width: w, Height: 24, ASCII: ascii})
			mark, labels := m.lay.Ellipsis, m.lay.Sections
			for i := range labels {
				m.jump(i)
				row := strings.TrimSpace(screen(m)[m.geo.bar])
				_, before := strings.CutPrefix(row, mark+" ")
				_, after := strings.CutSuffix(row, " "+mark)
				first, last := strings.Contains(row, labels[0].Label), strings.Contains(row, labels[len(labels)-1].Label)
				if before == first || after == last {
					t.Errorf("width %d, section %d: got bar %q, want an ellipsis where sections are left out", w, i+1, row)
				}
				if next := min(i+1, len(labels)-1); !strings.Contains(row, labels[i].Label) || !strings.Contains(row, labels[next].Label) {
					t.Errorf("width %d, section %d: got bar %q, want %s and %s", w, i+1, row, labels[i].Label, labels[next].Label)
				}
				if cell.Width(row) > m.geo.text {
					t.Errorf("width %d, section %d: got a bar of %d cells, want at most %d", w, i+1, cell.Width(row), m.geo.text)
				}
			}
		}
	}
}

// The outline shows our own names of the usual sections in full, in every language.
func TestOutlineFitsItsNames(t *testing.T) {
	for _, language := range []string{"en", "zh-Hans", "zh-Hant", "ja", "ko", "de", "fr", "es", "pt", "it", "ru"} {
		m := New(load(t, everySection+"meta: {language: "+language+"}"), Options{Width: wideWidth, Height: 30})
		for i, text := range m.outline() {
			if want := m.lay.Sections[i].Label; !strings.HasSuffix(text.String(), " "+want) {
				t.Errorf("%s: %q is shown as %q", language, want, text.String())
			}
		}
	}
}
