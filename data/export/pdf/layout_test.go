package pdf

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/export/pdf/typeset"
	"wenkaiyue.com/cv/data/publication"
)

// manyJobs returns a CV with so many jobs and awards, of different lengths.
func manyJobs(t testing.TB, jobs int) *data.CV {
	t.Helper()
	cv := &data.CV{Basics: data.Basics{Name: "N"}}
	for i := range jobs {
		w := data.Work{Position: "Position", Name: "Company", Details: data.Details{Summary: strings.Repeat("word ", 40*(i%4))}}
		for j := range i % 7 {
			w.Highlights = append(w.Highlights, strings.Repeat("point ", 10+20*j))
		}
		cv.Work = append(cv.Work, w)
		cv.Awards = append(cv.Awards, data.Award{Title: strings.Repeat("Award ", 1+i), Date: date.Parse("2020")})
	}
	return cv
}

// checkPages fails if rows or lines do not fit their page.
func checkPages(t *testing.T, what string, d *document) {
	t.Helper()
	height, width := (d.paper.height-headMargin-footMargin)/d.em, (d.paper.width-2*sideMargin)/d.em
	for i, page := range d.pages {
		if filled(page) > height+0.001 && len(page) > 1 {
			t.Errorf("%s: got page %d %.1f points high, want at most %.1f", what, i, filled(page)*d.em, height*d.em)
		}
		for _, r := range page {
			for _, p := range r.lines {
				// A single letter may be wider than its column.
				if len(p.Parts) > 1 && (p.x < -0.001 || p.x+p.Width > width+0.05) {
					t.Errorf("%s: got a line from %.2f to %.2f ems, want it within 0 to %.2f", what, p.x, p.x+p.Width, width)
				}
			}
		}
	}
}

// In CVs of all lengths, everything fits its page, and no heading is the last row of a
// page.
func TestPages(t *testing.T) {
	for jobs := 1; jobs < 40; jobs += 12 {
		d := compose(manyJobs(t, jobs), nil)
		checkPages(t, "many jobs", d)
		for i, page := range d.pages {
			if last := page[len(page)-1]; last.keep && i < len(d.pages)-1 && len(page) > 1 {
				t.Errorf("%d jobs: page %d ends with a row that belongs to the next", jobs, i)
			}
		}
	}
}

func TestPaginateParts(t *testing.T) {
	rows := []row{{height: 10, keep: true}, {height: 10, keep: true}, {height: 10}, {height: 10, keep: true}, {height: 10}}
	var got []int
	for _, p := range paginate(rows, 25) {
		got = append(got, len(p))
	}
	// The first three are higher than a page, so they are split; the last two fit.
	if want := []int{2, 1, 2}; !slices.Equal(got, want) {
		t.Errorf("got rows on pages %v, want %v", got, want)
	}
}

// Text that is hard to set loses nothing.
func TestOddText(t *testing.T) {
	for _, s := range []string{
		"", "\u200d\ufe0f", strings.Repeat("long", 60), strings.Repeat("文", 150) + "iiii😀", "\u200f\u200e", "שלום 12, (34) abc!",
		"\U000101ff\ufffd e\u0301\u0301 (\\) שלום →∞≤ " + strings.Repeat("a ", 200), "😀 😀 😀", "ك\u200dه\u200c",
		`) Tj ET >> /JavaScript (app.alert\(1\)) \ %PDF endobj EMC <</rdf:li>`,
	} {
		checkSet(t, s)
	}
}

// checkSet sets s in each place of a CV, and fails unless it is in the text of the PDF.
func checkSet(t *testing.T, s string) {
	t.Helper()
	for _, lang := range []string{"", "fa", "zh"} {
		cv := load(t, "basics: {name: N}\nmeta: {language: '"+lang+"'}")
		cv.Basics = data.Basics{Name: s, Label: s, Email: "a@b.example", Summary: s}
		cv.Work = []data.Work{{Position: s, Name: s, Details: data.Details{Summary: s, Highlights: []string{s}}, Span: date.Span{Start: date.Parse(s)}}}
		cv.Awards = []data.Award{{Title: s, Date: date.Parse(s)}}
		cv.Skills = []data.Skill{{Name: s, Keywords: []string{s}}}
		cv.Publications = []publication.Publication{{Name: s, Venue: s, Authors: []publication.Author{{Name: s, Self: true, Equal: true}}}}
		cv.References = []data.Reference{{Name: s, Reference: s}}
		cv = cv.In(cv.Words()) // makes the sections anew
		d := compose(cv, nil)
		checkPages(t, s, d)
		r := read(t, d.bytes(cv))
		if len(r.loose) > 0 {
			t.Errorf("%q: got %q outside of marked content, want none", s, r.loose)
		}
		left := d.t.Coverage().Left
		text := bare(unjoined(r.walk(func(string, string, int) {})), left)
		if want := bare(unjoined(typeset.Tidy(cv.Basics.Name)), left); !strings.Contains(text, want) {
			t.Errorf("%q in %q: got text\n%q\nwant it to have %q", s, lang, text, want)
		}
	}
}

// unjoined returns s without the characters that are not drawn.
func unjoined(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf, unicode.Variation_Selector) || r == 0xfffd {
			return -1
		}
		return r
	}, s)
}

// Positions are indented below their employer, from the margin where lines start.
func TestPositionsUnderEmployer(t *testing.T) {
	for lang, want := range map[string]bool{"en": false, "he": true} {
		d := compose(load(t, "meta: {language: "+lang+"}\nbasics: {name: N}\nwork: [{name: Company, positions: [{position: First, startDate: 2020, highlights: [did it]}, {position: Second, startDate: 2021}]}]"), nil)
		width, found := (d.paper.width-2*sideMargin)/d.em, 0
		for _, r := range d.pages[0] {
			for _, p := range r.lines {
				text := p.Text()
				if text != "First " && text != "did it" && !strings.HasPrefix(text, "First ·") {
					continue
				}
				found++
				if start := p.x; !want && start < 1 {
					t.Errorf("%s: %q starts %.2f ems from the margin, want at least 1", lang, text, start)
				}
				if end := p.x + p.Width; want && end > width-1 {
					t.Errorf("%s: %q starts %.2f ems from the margin, want at least 1", lang, text, width-end)
				}
			}
		}
		if found != 2 {
			t.Errorf("%s: got %d indented texts, want 2", lang, found)
		}
	}
}

// A label with nothing beside it has the whole line. An emoji that is left out leaves
// neither a joiner nor a space before a comma.
func TestBareLabels(t *testing.T) {
	long := "Machine Learning and Deep Learning and Learning by Heart"
	cv := load(t, "basics: {name: N, summary: 'Go \U0001F439\u200d\U0001F439, Rust \U0001F980'}\nskills: [{name: "+long+"}, {name: Short}]")
	text := read(t, write(t, cv, nil)).walk(func(string, string, int) {})
	for _, want := range []string{"\nGo, Rust", "\n" + long + "\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("got text %q, want it to have %q", text, want)
		}
	}
	if d := compose(cv, nil); len(d.pages[0]) != 5 {
		t.Errorf("got %d rows, want 5", len(d.pages[0]))
	}
}

// The labels of a section stand in a column, or, if one is too wide for that, all before their texts.
func TestLabelColumn(t *testing.T) {
	for name, want := range map[string]int{"Tools": 2, "Programming Languages and Frameworks, Intermediate": 0} {
		d, columns := compose(load(t, "basics: {name: N}\nskills: [{name: '"+name+"', keywords: [Go]}, {name: Short, keywords: [Rust]}]"), nil), 0
		for _, r := range d.pages[0] {
			if r.columns {
				columns++
			}
		}
		if columns != want {
			t.Errorf("%s: got %d labels in a column, want %d", name, columns, want)
		}
	}
}

// Programs that extract text drop a hyphen at the end of a line, and mix a label of two
// lines with the text beside it, so neither may occur.
func TestHyphensAndLabels(t *testing.T) {
	long := "Programming Languages and Frameworks, Intermediate"
	cv := load(t, "basics: {name: N, summary: '"+strings.Repeat("state-of-the-art end-to-end a - b ", 40)+"'}\nskills: [{name: '"+long+"', keywords: ['Python, Go and Rust, and others of that kind, with all that belongs to them: tests, and tests of tests']}, {name: Short, keywords: [Rust]}]")
	text := strings.Join(strings.Fields(tool(t, write(t, cv, nil), "pdftotext", "FILE", "-")), " ")
	for want, n := range map[string]int{"state-of-the-art": 40, "end-to-end": 40, "a - b": 40, long + " · Python": 1, "Short · Rust": 1} {
		if got := strings.Count(text, want); got != n {
			t.Errorf("pdftotext: got %q %d times, want %d", want, got, n)
		}
	}
}
