package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/cell"
)

func TestSearch(t *testing.T) {
	m := newModel(t, 80, 24)
	m = press(m, "j j j / s h a r p")
	if got := m.count(); got != "1/5" {
		t.Errorf("count = %q, want 1/5", got)
	}
	footer := screen(m)[23]
	if !strings.Contains(footer, "/sharp") || !strings.HasSuffix(strings.TrimRight(footer, " "), "1/5") {
		t.Errorf("prompt = %q", footer)
	}
	m = press(m, "esc")
	if m.offset != 3 || m.query.text != "" {
		t.Errorf("esc leaves offset %d and query %q", m.offset, m.query.text)
	}
	m = press(m, "/ s h a r p enter n n n n")
	if got := m.count(); got != "5/5" {
		t.Errorf("count = %q, want 5/5", got)
	}
	if m = press(m, "n"); m.count() != "1/5" {
		t.Errorf("n does not wrap: %s", m.count())
	}
	if m = press(m, "N"); m.count() != "5/5" {
		t.Errorf("N does not wrap: %s", m.count())
	}
	if line := m.query.line(); line < m.offset || line >= m.offset+m.geo.body {
		t.Error("the match is not on screen")
	}
	if m = press(m, "/ x x x x"); m.count() != "no match" || !strings.Contains(screen(m)[23], "no match") {
		t.Error("no match is not said")
	}
}

// The section bar names the section of the match, which is on screen with the
// lines around it.
func TestSearchLandsInItsSection(t *testing.T) {
	for _, size := range [][2]int{{30, 8}, {40, 12}, {80, 24}, {120, 40}} {
		m := press(newModel(t, size[0], size[1]), "/ e n")
		for range m.query.matches {
			line := m.query.line()
			want := ""
			for _, s := range m.lay.Sections {
				if s.Line <= line {
					want = s.Name
				}
			}
			if want != "" && m.here() != want {
				t.Errorf("%v: a match in %s is said to be in %s", size, want, m.here())
			}
			if line < m.offset || line >= m.offset+m.geo.body {
				t.Errorf("%v: match %d is not on screen", size, m.query.at)
			}
			m = press(m, "down")
		}
	}
	m := press(newModel(t, 80, 24), "/ d e e p")
	if at := m.query.line() - m.offset; at != m.geo.body/3 {
		t.Errorf("the match stands on row %d of %d", at, m.geo.body)
	}
	if m = press(m, "enter G"); m.here() != "skills" {
		t.Errorf("at the end, with the match behind, the section is %s", m.here())
	}
}

func TestSearchSmartCase(t *testing.T) {
	m := newModel(t, 80, 24)
	lower, upper := press(m, "/ w e n"), press(m, "/ W E N")
	if lower.query.matches == 0 || upper.query.matches != 0 {
		t.Errorf("wen finds %d, WEN finds %d", lower.query.matches, upper.query.matches)
	}
}

func TestSearchAcrossLinesAndAccents(t *testing.T) {
	cv, err := data.Load("a.yaml", strings.NewReader("basics: {summary: 'a résumé, Kraków — “quoted” text that is long enough to be wrapped'}"))
	if err != nil {
		t.Fatal(err)
	}
	doc := NewDocument(cv)
	for _, q := range []string{"resume", "résumé", "krakow - \"quoted\" text that is long", "enough to be wrapped", "K"} {
		for w := 30; w < 100; w++ {
			m := New(doc, Options{Width: w, Height: 24})
			m = press(m, "/")
			m = update(m, tea.PasteMsg{Content: q})
			if m.query.matches != 1 {
				t.Errorf("width %d: %q is found %d times", w, q, m.query.matches)
			}
			checkFrame(t, m, w, 24)
		}
	}
}

// However long the query, what it found is said and the cursor stands behind its
// end.
func TestLongQueryKeepsItsAnswer(t *testing.T) {
	queries := []string{strings.Repeat("x", maxQuery), strings.Repeat("日本", 21), strings.Repeat("ab é—", 20), "deep " + strings.Repeat("e\u0301", 30)}
	for _, ascii := range []bool{false, true} {
		for _, w := range []int{minWidth, 31, 40, 59, 60, 61, 79, 80, 81, 100, 120, 200} {
			opt := testOptions()
			opt.Width, opt.Height, opt.ASCII = w, 24, ascii
			empty := press(New(embedded(t), opt), "/")
			for _, q := range queries {
				m := empty
				for _, r := range q {
					m = update(m, tea.KeyPressMsg{Code: r, Text: string(r)})
					row := screen(m)[m.geo.footer]
					if !strings.HasSuffix(row, "  "+m.count()) {
						t.Fatalf("width %d: the answer %q is not said: %q", w, m.count(), row)
					}
					prompt := strings.TrimSuffix(row, m.count())
					if at := m.View().Cursor.X; at < cell.Width(strings.TrimRight(prompt, " ")) || at > cell.Width(prompt)-1 {
						t.Fatalf("width %d: the cursor stands at %d in %q", w, at, row)
					}
				}
				if pasted := update(empty, tea.PasteMsg{Content: q}); screen(pasted)[m.geo.footer] != screen(m)[m.geo.footer] {
					t.Errorf("width %d: pasted and typed differ: %q", w, screen(pasted)[m.geo.footer])
				}
			}
		}
	}
}

// What is typed without a mark, or with another one's width, finds the same; Chinese
// characters are found as they are typed.
func TestSearchFoldsLetters(t *testing.T) {
	doc := load(t, "basics: {name: A, summary: 'Jürgen Müller, ＧＯ言語とＲＵＳＴ. Всё ещё Ёлка. 學習 and 学习. ｶﾞｲﾄﾞ'}\nmeta: {language: de}")
	for query, want := range map[string]bool{
		"muller": true, "Muller": true, "müller": true, "jurgen": true, "все еще": true, "елка": true, "ёлка": true, "Елка": true,
		"go": true, "rust": true, "ｒｕｓｔ": true, "ｍｕｌｌｅｒ": true, "ガイド": true, "学习": true, "學習": true, "學习": false, "mueller": false,
	} {
		m := press(New(doc, testOptions()), "/")
		m = update(m, tea.PasteMsg{Content: query})
		if got := m.query.matches > 0; got != want {
			t.Errorf("%q is found: %v", query, got)
		}
	}
}

// A prompt that is opened and closed changes nothing: not the section that was jumped to,
// nor, after a resize, the place.
func TestClosingAnEmptyPrompt(t *testing.T) {
	for _, key := range []string{"esc", "enter", "backspace"} {
		m := press(newModel(t, 120, 40), "4")
		if got := press(m, "/ "+key); got.here() != m.here() || got.offset != m.offset {
			t.Errorf("%s: at %s, line %d, want %s, line %d", key, got.here(), got.offset, m.here(), m.offset)
		}
		m = update(press(newModel(t, 80, 24), "space /"), tea.WindowSizeMsg{Width: 40, Height: 24})
		if got := press(m, key); got.offset != m.offset {
			t.Errorf("%s: after a resize at line %d, want %d", key, got.offset, m.offset)
		}
	}
}
