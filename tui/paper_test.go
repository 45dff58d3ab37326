package tui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/tui/paper"
)

func paperModel(t testing.TB, w, h int) Model {
	t.Helper()
	cv, err := data.LoadFile("testdata/papers.yaml")
	if err != nil {
		t.Fatal(err)
	}
	opt := testOptions()
	opt.Width, opt.Height, opt.BibTeX = w, h, export.BibEntries
	return New(NewDocument(cv), opt)
}

// TestPaperFrames compares the publications and the page of one with golden files. Read
// the changes after go test ./tui -update.
func TestPaperFrames(t *testing.T) {
	for _, size := range [][2]int{{40, 12}, {80, 24}, {120, 40}} {
		for _, theme := range []paper.Theme{paper.Dark, paper.Light} {
			for _, ascii := range []bool{false, true} {
				for _, keys := range []string{"2", "2 o", "2 o G"} {
					charset := map[bool]string{false: "utf8", true: "ascii"}[ascii]
					name := fmt.Sprintf("%dx%d-%s-%s-%s", size[0], size[1], theme.Name(&locale.English().Screen), charset, strings.ReplaceAll(keys, " ", ""))
					t.Run(name, func(t *testing.T) {
						m := paperModel(t, size[0], size[1])
						m.opt.ASCII, m.theme = ascii, theme
						m.relay()
						golden.RequireEqual(t, press(m, keys).View().Content)
					})
				}
			}
		}
	}
}

// The key o opens the publication with the match of a search, or the first that begins on
// screen, or the one whose text fills the screen.
func TestPaperAtTop(t *testing.T) {
	for _, tt := range []struct {
		w, h       int
		keys, want string
	}{
		{80, 24, "2 o", "Sample Means"},
		{80, 24, "/ t e n t h enter o", "On the Length"},
		{80, 24, "/ I C L R enter o", "Sample Means"}, // the venue
		{80, 10, "2 j j o", "Sample Means"},           // its title is the first line
		{80, 10, "2 j j j o", "On the Length"},
		{40, 12, "2 o", "Sample Means"},
		{80, 10, "G o", ""},
		{80, 10, "3 k o", ""},   // only the space below a publication is on screen
		{80, 10, "3 k k o", ""}, // and the note on "*"
		{40, 12, "G o", ""},
	} {
		m := press(paperModel(t, tt.w, tt.h), tt.keys)
		text := strings.Join(screen(m), "\n")
		if tt.want == "" {
			if m.page.name != "" || !strings.Contains(text, "no publication on the screen") {
				t.Errorf("%dx%d %s: got page %q, want a word that there is no publication:\n%s", tt.w, tt.h, tt.keys, m.page.name, text)
			}
		} else if m.page.name != "paper" || !strings.Contains(text, tt.want) {
			t.Errorf("%dx%d %s: got page %q, want paper with %q:\n%s", tt.w, tt.h, tt.keys, m.page.name, tt.want, text)
		}
	}
	// Within a list of authors that is longer than the screen.
	m := paperModel(t, 40, 9)
	var titles []int
	for i, e := range m.lay.Entries {
		if m.lay.Publication(i) != nil {
			titles = append(titles, e.Title)
		}
	}
	m.scrollTo(titles[1] + 2)
	if m.offset+m.geo.body > titles[2] {
		t.Fatal("got the third publication on screen, want only the second")
	}
	if m = press(m, "o"); !strings.Contains(strings.Join(screen(m), " "), "On the Length") {
		t.Errorf("o within a long publication: got %v, want On the Length", screen(m))
	}
}

// Digits on the page copy whole addresses and the BibTeX entry. In the document, digits,
// enter and b have their usual meaning.
func TestPaperCopies(t *testing.T) {
	m := press(paperModel(t, 80, 24), "2 o")
	for key, want := range map[string]string{
		"1": "https://arxiv.org/abs/2301.00001", "2": "https://code.example/sample-means", "3": "https://example.org/talks/sample-means.pdf",
	} {
		next, cmd := m.Update(keyOf(key))
		if cmd == nil || copied(cmd) != want || !strings.Contains(screen(next.(Model))[23], "sent to your clipboard: "+want[:20]) {
			t.Errorf("key %s: got no copy of %s with a word in the footer", key, want)
		}
	}
	next, cmd := m.Update(keyOf("4"))
	if got := copied(cmd); !strings.HasPrefix(got, "@inproceedings{example2023sample,\n") || !strings.HasSuffix(got, "\n}") {
		t.Errorf("key 4: copied %q, want the BibTeX entry", got)
	}
	if footer := screen(next.(Model))[23]; !strings.Contains(footer, "@inproceedings{example2023sample, …") {
		t.Errorf("key 4: got footer %q, want the first line of the entry", footer)
	}
	if _, cmd := m.Update(keyOf("5")); cmd != nil {
		t.Error("key 5: got a command, want none")
	}
	for _, key := range []string{"o", "esc"} {
		if closed := press(m, key); closed.page.name != "" {
			t.Errorf("key %s: got page %q, want it closed", key, closed.page.name)
		}
	}
	doc := press(paperModel(t, 40, 12), "2")
	if got := press(doc, "enter"); got.page.name != "" || got.offset != doc.offset+1 {
		t.Errorf("enter: got page %q, line %d, want line %d of the document", got.page.name, got.offset, doc.offset+1)
	}
	if got := press(doc, "1"); got.offset >= doc.offset {
		t.Errorf("key 1: got line %d, want one above %d", got.offset, doc.offset)
	}
	if got := press(doc, "b"); got.offset >= doc.offset {
		t.Errorf("key b: got line %d, want one above %d", got.offset, doc.offset)
	}
}

// An entry that is too long for the clipboards of terminals is shown without a digit and
// not copied.
func TestLongEntryIsNotCopied(t *testing.T) {
	for n, want := range map[int]bool{maxCopy: true, maxCopy + 1: false} {
		opt := paperModel(t, 80, 24).opt
		opt.BibTeX = func(*data.CV) []string { return slices.Repeat([]string{strings.Repeat("x", n)}, 9) }
		cv, err := data.LoadFile("testdata/papers.yaml")
		if err != nil {
			t.Fatal(err)
		}
		m := press(New(NewDocument(cv), opt), "2 o")
		next, cmd := m.Update(keyOf("4"))
		if got := cmd != nil && copied(cmd) != ""; got != want {
			t.Errorf("an entry of %d bytes: copied %v, want %v", n, got, want)
		}
		if said := strings.Contains(screen(next.(Model))[23], "sent to"); said != want {
			t.Errorf("an entry of %d bytes: the footer says that it is copied: %v, want %v", n, said, want)
		}
		if page := strings.Join(screen(m), "\n"); strings.Contains(page, "4  xxx") != want || !strings.Contains(page, "xxx") {
			t.Errorf("an entry of %d bytes: want it on the page, with a digit: %v:\n%s", n, want, page)
		}
	}
}

// The page stays at its publication in a new version of the CV, and closes if that is
// gone.
func TestPaperOfAnotherVersion(t *testing.T) {
	m := press(paperModel(t, 80, 24), "2 o")
	const basics = "basics: {name: Ann Example}\n"
	more := update(m, Replace{Document: load(t, basics+"publications: [{name: New, venue: EMNLP 2024}, {name: 'Sample Means of Nothing in Particular, and What They Have in Common', venue: ICML 2023}]")})
	if text := strings.Join(screen(more), "\n"); more.page.name != "paper" || !strings.Contains(text, "Sample Means") || !strings.Contains(text, "{ICML 2023}") {
		t.Errorf("with another publication before it: got page %q, want the same paper:\n%s", more.page.name, text)
	}
	if gone := update(m, Replace{Document: load(t, basics+"skills: [{name: Go}]")}); gone.page.name != "" {
		t.Errorf("without publications: got page %q, want none", gone.page.name)
	}
}

// An empty line separates the paragraphs of the summary, and no points.
func TestSummaryParagraphs(t *testing.T) {
	doc := load(t, "basics: {name: A, summary: \"First.\\n\\nSecond:\\n- one\\n- two\\n\\nThird.\"}")
	text := strings.Join(screen(New(doc, testOptions())), "\n")
	for strings.Contains(text, " \n") {
		text = strings.ReplaceAll(text, " \n", "\n")
	}
	if want := "  First.\n\n  Second:\n  • one\n  • two\n\n  Third.\n"; !strings.Contains(text, want) {
		t.Errorf("got\n%s\nwant it to have\n%s", text, want)
	}
}
