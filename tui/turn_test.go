package tui

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"wenkaiyue.com/cv/data"
)

// languages returns the sample CVs, in the order of the key L.
func languages(t testing.TB) (all []Language) {
	t.Helper()
	for _, l := range []Language{{Code: "ZH", Label: "中文"}, {Code: "JA", Label: "日本語"}, {Code: "DE", Label: "DE"}, {Code: "RU", Label: "RU"}, {Code: "AR", Label: "AR"}} {
		cv, err := data.LoadFile(filepath.Join("testdata", "languages", "cv."+strings.ToLower(l.Code)+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		l.Document = NewDocument(cv)
		all = append(all, l)
	}
	return all
}

func in(t testing.TB, language, width, height int) Model {
	opt := testOptions()
	opt.Languages, opt.Language, opt.Width, opt.Height = languages(t), language, width, height
	return New(opt.Languages[language].Document, opt)
}

// TestLanguageFrames compares the screens in each language with golden files.
func TestLanguageFrames(t *testing.T) {
	for i, l := range languages(t) {
		for _, size := range [][2]int{{40, 12}, {80, 24}, {120, 40}} {
			t.Run(fmt.Sprintf("%s/%dx%d", strings.ToLower(l.Code), size[0], size[1]), func(t *testing.T) {
				var b strings.Builder
				for _, keys := range []string{"", "2", "s", "?"} {
					m := in(t, i, size[0], size[1])
					fmt.Fprintf(&b, "--- %s\n%s\n", keys, strings.Join(screen(press(m, keys)), "\n"))
				}
				golden.RequireEqual(t, b.String())
			})
		}
	}
}

// L goes through the languages and keeps the section and the item in it.
func TestTurn(t *testing.T) {
	for _, size := range [][2]int{{40, 12}, {80, 24}, {120, 40}} {
		m := in(t, 0, size[0], size[1])
		var turned []int
		m.opt.Turned = func(i int) { turned = append(turned, i) }
		for range 3 {
			m = press(m, "down")
		}
		m = press(m, "2")
		place, offset := m.Place(), m.offset
		item := m.lay.Lines[m.offset].Entry
		for i := range 5 {
			m = press(m, "L")
			if now := m.lay.Lines[m.offset].Entry; m.Place() != place || now != item && m.offset < m.last() {
				t.Errorf("%v: after %d turns: got %s, item %d, want %s, %d", size, i+1, m.Place(), now, place, item)
			}
			for y, row := range screen(m) {
				if n := ansi.StringWidth(row); n > size[0] {
					t.Errorf("%v: got row %d with %d cells: %q", size, y, n, row)
				}
			}
		}
		if m.offset != offset || fmt.Sprint(turned) != "[1 2 3 4 0]" {
			t.Errorf("%v: turned to %v, line %d, want [1 2 3 4 0], line %d", size, turned, m.offset, offset)
		}
		m = press(m, "s L")
		if m.page.name != "save" || m.opt.Language != 1 {
			t.Errorf("%v: L on a page: got page %q, language %d, want save, 1", size, m.page.name, m.opt.Language)
		}
		m = press(m, "esc / L")
		if m.query.text != "L" || m.opt.Language != 1 {
			t.Errorf("%v: L in a search: got query %q, language %d, want L, 1", size, m.query.text, m.opt.Language)
		}
	}
	m := New(embedded(t), testOptions())
	if before := screen(m); fmt.Sprint(screen(press(m, "L"))) != fmt.Sprint(before) {
		t.Error("L changes the screen of a CV in one language")
	}
}

// The header shows all languages, or their number if there is no room. A terminal without
// UTF-8 gets their codes.
func TestLanguagesInHeader(t *testing.T) {
	for _, c := range []struct {
		width, height int
		ascii         bool
		want          string
	}{
		{120, 40, false, "L  中文 · 日本語 · DE · RU · AR"},
		{80, 24, false, "L  中文 · 日本語 · DE · RU · AR"},
		{80, 12, false, "L  中文 · 日本語 · DE · RU · AR"},
		{40, 12, false, "L  中文 +4"},
		{80, 24, true, "L  ZH | JA | DE | RU | AR"},
	} {
		opt := testOptions()
		opt.Languages, opt.Width, opt.Height, opt.ASCII = languages(t), c.width, c.height, c.ascii
		text := strings.Join(screen(New(opt.Languages[0].Document, opt)), "\n")
		if !strings.Contains(text, c.want) {
			t.Errorf("%v: got no %q in\n%s", c, c.want, text)
		}
	}
}
