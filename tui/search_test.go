package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"wenkaiyue.com/cv/data/cell"
)

func TestSearch(t *testing.T) {
	m := newModel(t, 80, 24)
	m = press(m, "j j j / s h a r p")
	if got := m.count(); got != "1/5" {
		t.Errorf("got count %q, want 1/5", got)
	}
	footer := screen(m)[23]
	if !strings.Contains(footer, "/sharp") || !strings.HasSuffix(strings.TrimRight(footer, " "), "1/5") {
		t.Errorf("got prompt %q, want /sharp and 1/5", footer)
	}
	m = press(m, "esc")
	if m.offset != 3 || m.query.text != "" {
		t.Errorf("esc: got line %d and query %q, want 3 and none", m.offset, m.query.text)
	}
	m = press(m, "/ s h a r p enter n n n n")
	if got := m.count(); got != "5/5" {
		t.Errorf("got count %q, want 5/5", got)
	}
	if m = press(m, "n"); m.count() != "1/5" {
		t.Errorf("n after the last match: got %s, want 1/5", m.count())
	}
	if m = press(m, "N"); m.count() != "5/5" {
		t.Errorf("N at the first match: got %s, want 5/5", m.count())
	}
	if line := m.query.line(); line < m.offset || line >= m.offset+m.geo.body {
		t.Errorf("got the match in line %d, want it on screen, lines %d to %d", line, m.offset, m.offset+m.geo.body-1)
	}
	if m = press(m, "/ x x x x"); m.count() != "no match" || !strings.Contains(screen(m)[23], "no match") {
		t.Errorf("got count %q and prompt %q, want no match", m.count(), screen(m)[23])
	}
}

// The section of a match becomes the current one, and the match is on screen with lines
// around it.
func TestSearchLandsInItsSection(t *testing.T) {
	for _, size := range [][2]int{{30, 8}, {40, 12}, {80, 24}, {120, 40}} {
		m := press(newModel(t, size[0], size[1]), "/ e n")
		for range m.query.found.Len() {
			line := m.query.line()
			want := ""
			for _, s := range m.lay.Sections {
				if s.Line <= line {
					want = s.Name
				}
			}
			if want != "" && m.here() != want {
				t.Errorf("%v: got section %s, want %s, which has the match", size, m.here(), want)
			}
			if line < m.offset || line >= m.offset+m.geo.body {
				t.Errorf("%v: got match %d in line %d, want it on screen", size, m.query.at, line)
			}
			m = press(m, "down")
		}
	}
	m := press(newModel(t, 80, 24), "/ d e e p")
	if at := m.query.line() - m.offset; at != m.geo.body/3 {
		t.Errorf("got the match on row %d of %d, want %d", at, m.geo.body, m.geo.body/3)
	}
	if m = press(m, "enter G"); m.here() != "skills" {
		t.Errorf("at the end, after the match: got section %s, want skills", m.here())
	}
}

// A match on screen stays there when the screen changes its size.
func TestResizeKeepsTheMatch(t *testing.T) {
	for _, keys := range []string{"/ p r o m p t enter", "/ t h enter n n n"} {
		m := press(newModel(t, 120, 40), keys)
		for _, size := range [][2]int{{80, 24}, {30, 8}, {40, 12}, {200, 60}, {30, 8}} {
			m = update(m, tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			if !m.onScreen(m.query.line()) {
				t.Errorf("%s: at %v the match is on line %d of a screen from %d to %d", keys, size, m.query.line(), m.offset, m.offset+m.geo.body)
			}
		}
	}
}

func TestSearchSmartCase(t *testing.T) {
	m := newModel(t, 80, 24)
	lower, upper := press(m, "/ w e n"), press(m, "/ W E N")
	if lower.query.found.Len() == 0 || upper.query.found.Len() != 0 {
		t.Errorf("got %d matches of wen and %d of WEN, want some and none", lower.query.found.Len(), upper.query.found.Len())
	}
}

func TestSearchAcrossLinesAndAccents(t *testing.T) {
	doc := load(t, "basics: {summary: 'a résumé, Kraków — “quoted” text that is long enough to be wrapped'}")
	for _, q := range []string{"resume", "résumé", "krakow - \"quoted\" text that is long", "enough to be wrapped", "K"} {
		for w := 30; w < 100; w++ {
			m := New(doc, Options{Width: w, Height: 24})
			m = press(m, "/")
			m = update(m, tea.PasteMsg{Content: q})
			if m.query.found.Len() != 1 {
				t.Errorf("width %d: got %d matches of %q, want 1", w, m.query.found.Len(), q)
			}
			checkFrame(t, m, w, 24)
		}
	}
}

// The prompt shows the number of matches of a query of any length, and the cursor stands
// behind the end of the query.
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
						t.Fatalf("width %d: got prompt %q, want it to end in %q", w, row, m.count())
					}
					prompt := strings.TrimSuffix(row, m.count())
					if at := m.View().Cursor.X; at < cell.Width(strings.TrimRight(prompt, " ")) || at > cell.Width(prompt)-1 {
						t.Fatalf("width %d: got the cursor at %d, want it behind the query in %q", w, at, row)
					}
				}
				if pasted := update(empty, tea.PasteMsg{Content: q}); screen(pasted)[m.geo.footer] != screen(m)[m.geo.footer] {
					t.Errorf("width %d: got prompt %q for the pasted query, want %q as if typed", w, screen(pasted)[m.geo.footer], screen(m)[m.geo.footer])
				}
			}
		}
	}
}

// A search ignores diacritics and the width of letters. It does not convert between
// simplified and traditional Chinese.
func TestSearchFoldsLetters(t *testing.T) {
	doc := load(t, "basics: {name: A, summary: 'Jürgen Müller, ＧＯ言語とＲＵＳＴ. Всё ещё Ёлка. 學習 and 学习. ｶﾞｲﾄﾞ'}\nmeta: {language: de}")
	for query, want := range map[string]bool{
		"muller": true, "Muller": true, "müller": true, "jurgen": true, "все еще": true, "елка": true, "ёлка": true, "Елка": true,
		"go": true, "rust": true, "ｒｕｓｔ": true, "ｍｕｌｌｅｒ": true, "ガイド": true, "学习": true, "學習": true, "學习": false, "mueller": false,
	} {
		m := press(New(doc, testOptions()), "/")
		m = update(m, tea.PasteMsg{Content: query})
		if got := m.query.found.Len() > 0; got != want {
			t.Errorf("%q: got a match: %v, want %v", query, got, want)
		}
	}
}

// Opening and closing a prompt changes neither the section that was jumped to nor, after
// a resize, the place.
func TestClosingAnEmptyPrompt(t *testing.T) {
	for _, key := range []string{"esc", "enter", "backspace"} {
		m := press(newModel(t, 120, 40), "4")
		if got := press(m, "/ "+key); got.here() != m.here() || got.offset != m.offset {
			t.Errorf("%s: got %s, line %d, want %s, line %d", key, got.here(), got.offset, m.here(), m.offset)
		}
		m = update(press(newModel(t, 80, 24), "space /"), tea.WindowSizeMsg{Width: 40, Height: 24})
		if got := press(m, key); got.offset != m.offset {
			t.Errorf("%s: after a resize: got line %d, want %d", key, got.offset, m.offset)
		}
	}
}
