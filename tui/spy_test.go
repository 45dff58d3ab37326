package tui

import (
	"strings"
	"testing"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/cell"
)

// everySection is a CV with more sections than a section bar has room for.
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

// Whatever the section bar leaves out it leaves out with a sign, and it shows the
// current section and the one after it.
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
					t.Errorf("width %d, section %d: the bar hides sections without a sign: %q", w, i+1, row)
				}
				if next := min(i+1, len(labels)-1); !strings.Contains(row, labels[i].Label) || !strings.Contains(row, labels[next].Label) {
					t.Errorf("width %d, section %d: the bar does not show it and the next: %q", w, i+1, row)
				}
				if cell.Width(row) > m.geo.text {
					t.Errorf("width %d, section %d: the bar is %d cells wide", w, i+1, cell.Width(row))
				}
			}
		}
	}
}
