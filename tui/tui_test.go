package tui

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"wenkaiyue.com/cv/data"
)

func newModel(t testing.TB, w, h int) Model {
	t.Helper()
	opt := testOptions()
	opt.Width, opt.Height = w, h
	return New(embedded(t), opt)
}

// screen is the frame as text, a string a row.
func screen(m Model) []string { return strings.Split(ansi.Strip(m.View().Content), "\n") }

func (m *Model) here() string { return m.lay.sections[m.current()].name }

func TestJumpLandsOnTheHeading(t *testing.T) {
	for _, size := range [][2]int{{30, 8}, {40, 12}, {80, 24}, {120, 40}} {
		m := newModel(t, size[0], size[1])
		for i, s := range m.lay.sections {
			m = press(m, fmt.Sprint(i+1))
			if m.here() != s.name {
				t.Errorf("%v: after %d the current section is %s", size, i+1, m.here())
			}
			if m.offset != s.line && m.offset != m.last() {
				t.Errorf("%v: section %s is not at the top", size, s.name)
			}
			if !slices.ContainsFunc(m.lay.lines[m.offset:min(m.offset+m.geo.body, len(m.lay.lines))], func(l line) bool { return l.item == m.lay.lines[s.line].item }) {
				t.Errorf("%v: the heading of %s is not on screen", size, s.name)
			}
		}
	}
}

func TestScrollSpy(t *testing.T) {
	m := newModel(t, 80, 24)
	if m.here() != "education" {
		t.Errorf("at the start the current section is %s", m.here())
	}
	seen := []string{m.here()}
	for range m.lay.lines {
		m = press(m, "j")
		if h := m.here(); h != seen[len(seen)-1] {
			seen = append(seen, h)
		}
	}
	want := []string{"education", "awards", "publications", "research", "skills"}
	if !slices.Equal(seen, want) {
		t.Errorf("scrolling down went through %v, want %v", seen, want)
	}
	if m.percent() != 100 {
		t.Errorf("at the end %d%% is seen", m.percent())
	}
}

func TestNextAndPreviousSection(t *testing.T) {
	m := newModel(t, 80, 24)
	m = press(m, "tab tab l right")
	if m.here() != "skills" {
		t.Errorf("four times next leads to %s", m.here())
	}
	if m = press(m, "h left shift+tab"); m.here() != "awards" {
		t.Errorf("three times back leads to %s", m.here())
	}
	if m = press(m, "j j j h"); m.here() != "awards" || m.offset != m.lay.sections[1].line {
		t.Error("previous from within a section does not lead to its heading")
	}
}

func TestPageDownLeavesNoHeadingAtTheFoot(t *testing.T) {
	for h := minHeight; h <= 40; h++ {
		m := newModel(t, 80, h)
		for range m.lay.lines {
			before := m.offset
			m = press(m, "space")
			if m.offset == before {
				break
			}
			foot := m.offset + m.geo.body - 1
			if m.offset < m.last() && m.offset > before+1 && m.orphan(foot) {
				t.Errorf("height %d: line %d, a heading, stands at the foot", h, foot)
			}
		}
		if m.offset != m.last() {
			t.Errorf("height %d: paging stops at %d of %d", h, m.offset, m.last())
		}
	}
}

func TestResizeKeepsThePlace(t *testing.T) {
	m := newModel(t, 80, 24)
	for _, keys := range []string{"space", "space j j", "3", "space"} {
		m = press(m, keys)
		item, _ := m.lay.itemAt(m.offset)
		for _, w := range []int{40, 120, 33, 200, 80} {
			m = update(m, tea.WindowSizeMsg{Width: w, Height: 24})
			if got, _ := m.lay.itemAt(m.offset); got != item && m.offset != m.last() {
				t.Errorf("after %q, at width %d, item %d is at the top, want %d", keys, w, got, item)
			}
		}
	}
}

func TestSearch(t *testing.T) {
	m := newModel(t, 80, 24)
	m = press(m, "j j j / s h a r p")
	if got := m.query.count(); got != "1/5" {
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
	if got := m.query.count(); got != "5/5" {
		t.Errorf("count = %q, want 5/5", got)
	}
	if m = press(m, "n"); m.query.count() != "1/5" {
		t.Errorf("n does not wrap: %s", m.query.count())
	}
	if m = press(m, "N"); m.query.count() != "5/5" {
		t.Errorf("N does not wrap: %s", m.query.count())
	}
	if line := m.query.line(); line < m.offset || line >= m.offset+m.geo.body {
		t.Error("the match is not on screen")
	}
	if m = press(m, "/ x x x x"); m.query.count() != "no match" || !strings.Contains(screen(m)[23], "no match") {
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
			for _, s := range m.lay.sections {
				if s.line <= line {
					want = s.name
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
					if !strings.HasSuffix(row, "  "+m.query.count()) {
						t.Fatalf("width %d: the answer %q is not said: %q", w, m.query.count(), row)
					}
					prompt := strings.TrimSuffix(row, m.query.count())
					if at := m.View().Cursor.X; at < cells(strings.TrimRight(prompt, " ")) || at > cells(prompt)-1 {
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

func TestPagesCloseAndLeaveTheDocument(t *testing.T) {
	m := newModel(t, 40, 12)
	m = press(m, "3 j j")
	offset := m.offset
	for _, key := range []string{"?", "c", "s"} {
		for _, closing := range []string{"esc", key} {
			open := press(m, key)
			if open.page == none {
				t.Errorf("%s opens nothing", key)
			}
			if closed := press(press(open, "j j G space"), closing); closed.page != none || closed.offset != offset {
				t.Errorf("%s then %s: page %d, offset %d, want 0 and %d", key, closing, closed.page, closed.offset, offset)
			}
		}
	}
}

// Every key that the help page names does something in the document.
func TestEveryKeyOfTheHelpWorks(t *testing.T) {
	base := press(newModel(t, 80, 24), "3 j j / a enter")
	for _, keys := range []string{"j", "down", "k", "up", "space", "d", "b", "u", "g", "G", "l", "right", "h", "left", "1", "9", "/", "n", "N", "c", "s", "t", "m", "?", "esc", "q"} {
		if keys == "9" {
			continue // there is no ninth section
		}
		next, cmd := base.Update(keyOf(keys))
		m := next.(Model)
		if m.View().Content == base.View().Content && m.mouse == base.mouse && cmd == nil {
			t.Errorf("%s does nothing", keys)
		}
	}
}

func TestCopy(t *testing.T) {
	m := press(newModel(t, 80, 24), "c")
	next, cmd := m.Update(keyOf("2"))
	if cmd == nil || fmt.Sprint(cmd()) != "kaiyuewen3@gmail.com" {
		t.Fatal("2 on the contact page does not copy the second address")
	}
	if footer := screen(next.(Model))[23]; !strings.Contains(footer, "sent to your clipboard: kaiyuewen3@gmail.com") {
		t.Errorf("footer = %q", footer)
	}
	m = press(newModel(t, 80, 24), "s")
	if _, cmd = m.Update(keyOf("2")); cmd == nil || fmt.Sprint(cmd()) != "scp -P 2222 guest@cv.example.org:cv.pdf ." {
		t.Error("2 on the save page does not copy the second line")
	}
}

// The footer of a page names what can be done there, and no more; the document
// that it hides is in no section.
func TestPagesNameTheirKeys(t *testing.T) {
	for _, tt := range []struct {
		w, h       int
		keys, want string
	}{
		{80, 24, "c", "1-5 copy  esc close  q quit"},
		{40, 12, "c", "↑↓ scroll  1-5 copy  esc close  q quit"},
		{80, 24, "s", "1-2 copy  esc close  q quit"},
		{80, 24, "?", "↑↓ scroll  esc close  q quit"},
		{120, 40, "?", "esc close  q quit"},
	} {
		m := press(newModel(t, tt.w, tt.h), tt.keys)
		rows := screen(m)
		if footer := strings.TrimRight(strings.TrimSpace(rows[m.geo.footer]), "0123456789% "); footer != tt.want {
			t.Errorf("%d×%d, %s: the footer is %q, want %q", tt.w, tt.h, tt.keys, footer, tt.want)
		}
		if s := strings.Join(rows, "\n"); strings.ContainsAny(s, "▔▌") || strings.Contains(s, "1/5") {
			t.Errorf("%d×%d, %s: a section is marked:\n%s", tt.w, tt.h, tt.keys, s)
		}
	}
	empty := press(New(NewDocument(new(data.CV)), Options{}), "c")
	if footer := screen(empty)[23]; strings.Contains(footer, "copy") {
		t.Errorf("a page with nothing to copy: %q", footer)
	}
	for n, want := range map[int]string{0: "", 1: "1", 2: "1-2", 9: "1-9", 12: "1-9"} {
		if got := numbersTo(n); got != want {
			t.Errorf("numbersTo(%d) = %q", n, got)
		}
	}
}

func TestQRCode(t *testing.T) {
	for _, tt := range []struct {
		w, h  int
		ascii bool
		want  bool
	}{{120, 40, false, true}, {80, 40, false, true}, {80, 24, false, false}, {40, 60, false, false}, {120, 40, true, false}} {
		opt := testOptions()
		opt.Width, opt.Height, opt.ASCII = tt.w, tt.h, tt.ascii
		m := press(New(embedded(t), opt), "c")
		if got := strings.Contains(m.View().Content, "▀"); got != tt.want {
			t.Errorf("%+v: code shown: %v", tt, got)
		}
	}
}

// What the owner does is said in full on every screen: below the name where it
// fits there, or else at the start of the document.
func TestHeadlineIsNotCut(t *testing.T) {
	doc := embedded(t)
	for w := minWidth; w < wideWidth; w++ { // beyond, an outline stands between the lines
		for _, h := range []int{12, 20, 24, 40} {
			m := New(doc, Options{Width: w, Height: h})
			text := strings.Join(strings.Fields(strings.Join(screen(m), " ")), " ")
			if !strings.Contains(text, doc.headline) {
				t.Errorf("%d×%d: the headline is cut:\n%s", w, h, strings.Join(screen(m), "\n"))
			}
		}
	}
	m := New(load(t, "basics: {name: A B}\nskills: [{name: a}]"), Options{})
	if rows := screen(m); rows[1] != "" || !strings.Contains(rows[2], "Skills") {
		t.Errorf("without a headline there is a hole below the name: %q", rows[:4])
	}
}

func TestMouse(t *testing.T) {
	m := newModel(t, 80, 24)
	if m.View().MouseMode != tea.MouseModeNone {
		t.Error("the mouse is on from the start, so text cannot be selected")
	}
	m = press(m, "m")
	if m.View().MouseMode != tea.MouseModeCellMotion {
		t.Error("m does not turn the mouse on")
	}
	x := strings.Index(screen(m)[m.geo.bar], "Research")
	m = update(m, tea.MouseClickMsg{X: x + 2, Y: m.geo.bar, Button: tea.MouseLeft})
	if m.here() != "research" {
		t.Errorf("a click on Research leads to %s", m.here())
	}
	m = update(m, tea.WindowSizeMsg{Width: 120, Height: 40})
	m = update(m, tea.MouseClickMsg{X: m.geo.outline + 4, Y: m.geo.top + 1, Button: tea.MouseLeft})
	if m.here() != "awards" {
		t.Errorf("a click on the outline leads to %s", m.here())
	}
	before := m.offset
	if m = update(m, tea.MouseWheelMsg{Button: tea.MouseWheelDown}); m.offset != before+wheelLines {
		t.Error("the wheel does not scroll")
	}
}

// A word about the last key stays until the reader does something, with the mouse
// as well.
func TestMouseClearsTheStatus(t *testing.T) {
	for _, msg := range []tea.Msg{
		tea.MouseWheelMsg{Button: tea.MouseWheelDown},
		tea.MouseClickMsg{X: 1, Y: 1, Button: tea.MouseLeft},
	} {
		m := press(newModel(t, 80, 24), "m")
		if !strings.Contains(screen(m)[m.geo.footer], "mouse on") {
			t.Fatal("m does not say that the mouse is on")
		}
		if m = update(m, msg); !strings.Contains(screen(m)[m.geo.footer], "q quit") {
			t.Errorf("after %T the footer is %q", msg, screen(m)[m.geo.footer])
		}
	}
}

func TestDeepLink(t *testing.T) {
	opt := testOptions()
	opt.Section = "research"
	m := New(embedded(t), opt)
	m = update(m, tea.WindowSizeMsg{Width: 100, Height: 30})
	if m.here() != "research" || m.offset == 0 {
		t.Errorf("opened at %s, line %d", m.here(), m.offset)
	}
}

func TestThemes(t *testing.T) {
	m := newModel(t, 80, 24)
	neutral := m.View().Content
	m = update(m, tea.BackgroundColorMsg{Color: color.White})
	light := m.View().Content
	m = update(m, tea.BackgroundColorMsg{Color: color.Black})
	dark := m.View().Content
	if neutral == light || light == dark || neutral == dark {
		t.Error("an answer about the background does not change the colours")
	}
	if m = press(m, "t"); m.theme != Light || m.View().Content == light {
		t.Error("t says nothing or does nothing")
	}
	if m = press(press(m, "t t"), "j"); m.theme != Mono || strings.Contains(m.View().Content, "38;") {
		t.Error("mono has colours")
	}
	for n := range neutral {
		if strings.HasPrefix(neutral[n:], "38;2;") {
			t.Fatal("the first frame uses colours that may not be readable on this background")
		}
	}
}

// TestContrast holds the true-colour palettes to WCAG 2.2 AA, 4.5:1, on the
// backgrounds that terminals come with.
func TestContrast(t *testing.T) {
	for _, tt := range []struct {
		name        string
		colors      colors
		backgrounds []uint32
	}{
		{"dark", onDark(), []uint32{0x000000, 0x1e1e1e, 0x282c34, 0x002b36, 0x1a1b26, 0x300a24, 0x2e3440}},
		{"light", onLight(), []uint32{0xffffff, 0xfafafa, 0xfdf6e3, 0xeff1f5, 0xeeeeee}},
	} {
		for _, bg := range tt.backgrounds {
			for role, c := range map[string]color.RGBA{"accent": tt.colors.accent, "quiet": tt.colors.quiet} {
				if got := contrast(c, rgb(bg)); got < 4.5 {
					t.Errorf("%s %s on #%06x has a contrast of %.2f:1", tt.name, role, bg, got)
				}
			}
		}
	}
}

// contrast is the contrast ratio of WCAG 2.2.
func contrast(a, b color.RGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.RGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func TestASCII(t *testing.T) {
	m := newModel(t, 80, 24)
	m = update(m, tea.EnvMsg{"LANG=de_DE.ISO-8859-1"})
	for _, keys := range []string{"", "G", "?", "c", "s", "/ x"} {
		if s := strings.Join(screen(press(m, keys)), "\n"); !isASCII(s) {
			t.Errorf("after %q the frame is not in ASCII:\n%s", keys, s)
		}
	}
	c := charset{ascii: true}
	for in, want := range map[string]string{"résumé": "resume", "06/2022 – 09/2022": "06/2022 - 09/2022", "“Łódź”": `"Lodz"`, "日本": "??", "ﬁ": "fi"} {
		if got := c.text(in); got != want {
			t.Errorf("%q in ASCII is %q, want %q", in, got, want)
		}
	}
}

// The font of a console has neither the blocks of the scroll spy nor those of a
// QR code.
func TestConsole(t *testing.T) {
	for _, size := range [][2]int{{80, 40}, {80, 12}, {120, 40}} {
		for _, keys := range []string{"", "G", "?", "c", "s", "/ x"} {
			m := press(newModel(t, size[0], size[1]), keys)
			m = update(m, tea.EnvMsg{"TERM=linux", "LANG=C.UTF-8"})
			if s := strings.Join(screen(m), "\n"); strings.ContainsAny(s, "▔▌▀▄█") {
				t.Errorf("%v: after %q a console shows a block:\n%s", size, keys, s)
			}
			if m = update(m, tea.EnvMsg{"TERM=xterm-256color", "LANG=C.UTF-8"}); keys == "c" && size[1] == 40 && !strings.Contains(m.View().Content, "▀") {
				t.Errorf("%v: no code on another terminal", size)
			}
		}
	}
	m := update(newModel(t, 80, 24), tea.EnvMsg{"TERM=linux", "LANG=C.UTF-8"})
	if !strings.Contains(screen(m)[m.geo.bar+1], "─") {
		t.Error("a console shows no marker below the current section")
	}
	m = update(m, tea.WindowSizeMsg{Width: 120, Height: 40})
	if !strings.Contains(screen(m)[m.geo.top], "│ ") {
		t.Error("a console shows no bar beside the current section")
	}
}

func TestUTF8Locale(t *testing.T) {
	for env, want := range map[string]bool{
		"": true, "LANG=en_US.UTF-8": true, "LANG=C.utf8": true, "LANG=C": false, "LANG=POSIX": false,
		"LANG=de_DE.ISO-8859-1": false, "LANG=de_DE@euro": true, "LC_ALL=C LANG=en_US.UTF-8": false,
		"LC_CTYPE=en_US.UTF-8 LANG=C": true, "LC_ALL= LANG=C": false, "TZ=C": true,
	} {
		if got := UTF8Locale(strings.Fields(env)); got != want {
			t.Errorf("UTF8Locale(%q) = %v", env, got)
		}
	}
}

func TestFarewell(t *testing.T) {
	want := "Wen Kaiyue\nwenky20@mails.tsinghua.edu.cn\nhttps://wenkaiyue.com\nscp cv.example.org:cv.pdf ."
	if got := newModel(t, 80, 24).Farewell(); got != want {
		t.Errorf("farewell = %q, want %q", got, want)
	}
}

func TestViewIsPure(t *testing.T) {
	m := press(newModel(t, 80, 24), "2 / w e n")
	if a, b := m.View().Content, m.View().Content; a != b {
		t.Error("two views of one state differ")
	}
}

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		text  string
		width int
		want  []string
	}{
		{"a well-known C/C++ word", 8, []string{"a", "well-known"[:8], "wn C/C++", "word"}},
		{"one two three", 7, []string{"one two", "three"}},
		{"日本語の文章、です。", 6, []string{"日本語", "の文", "章、で", "す。"}},
		{"", 5, []string{""}},
		{"aaaaaaaaaa", 4, []string{"aaaa", "aaaa", "aa"}},
		{"👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 8, []string{"👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"}},
	} {
		var got []string
		for _, e := range wrapWords(words(tt.text, nil, tt.width), tt.width, tt.width) {
			got = append(got, tt.text[e.from:e.to])
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("wrap %q at %d = %q, want %q", tt.text, tt.width, got, tt.want)
		}
	}
}
