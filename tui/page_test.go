package tui

import (
	"encoding/base64"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"wenkaiyue.com/cv/data"
)

func TestPagesCloseAndLeaveTheDocument(t *testing.T) {
	m := newModel(t, 40, 12)
	m = press(m, "3 j j")
	offset := m.offset
	for _, key := range []string{"?", "c", "s", "o"} {
		for _, closing := range []string{"esc", key} {
			open := press(m, key)
			if open.page.name == "" {
				t.Errorf("%s: got no page, want one", key)
			}
			if closed := press(press(open, "j j G space"), closing); closed.page.name != "" || closed.offset != offset {
				t.Errorf("%s then %s: got page %q, line %d, want none, line %d", key, closing, closed.page.name, closed.offset, offset)
			}
		}
	}
}

// A page that was scrolled to its end fills a taller screen.
func TestPageOnATallerScreen(t *testing.T) {
	m := update(press(newModel(t, 80, 12), "? G"), tea.WindowSizeMsg{Width: 80, Height: 40})
	if rows := screen(m); !strings.Contains(rows[m.geo.top], "KEYS") {
		t.Errorf("got\n%s\nwant the help from its first line", strings.Join(rows, "\n"))
	}
}

// The keys of the help page do something in the document.
func TestEveryKeyOfTheHelpWorks(t *testing.T) {
	base := press(newModel(t, 80, 24), "3 j j / a enter")
	for _, keys := range []string{"j", "down", "k", "up", "space", "d", "b", "u", "g", "G", "l", "right", "h", "left", "1", "/", "n", "N", "c", "o", "s", "t", "m", "?", "esc", "q"} {
		next, cmd := base.Update(keyOf(keys))
		m := next.(Model)
		if m.View().Content == base.View().Content && m.mouse == base.mouse && cmd == nil {
			t.Errorf("%s: got no change and no command", keys)
		}
	}
}

// copied returns the text that a command puts into the clipboard.
func copied(cmd tea.Cmd) string {
	raw, _ := cmd().(tea.RawMsg)
	seq, _ := raw.Msg.(string)
	text, _ := base64.StdEncoding.DecodeString(strings.TrimSuffix(strings.TrimPrefix(seq, "\x1b]52;c;"), "\a"))
	return string(text)
}

func TestCopy(t *testing.T) {
	m := press(newModel(t, 80, 24), "c")
	next, cmd := m.Update(keyOf("2"))
	if cmd == nil || copied(cmd) != "kaiyuewen3@gmail.com" {
		t.Fatal("2 on the contact page: got no copy of the second address")
	}
	if footer := screen(next.(Model))[23]; !strings.Contains(footer, "sent to your clipboard: kaiyuewen3@gmail.com") {
		t.Errorf("2 on the contact page: got footer %q, want the copied address", footer)
	}
	m = press(newModel(t, 80, 24), "s")
	if _, cmd = m.Update(keyOf("2")); cmd == nil || copied(cmd) != "scp -P 2222 guest@cv.example.org:cv.pdf ." {
		t.Error("2 on the save page: got no copy of the second line")
	}
}

// The footer of a page names only the keys of that page, and no section of the document
// behind it is marked.
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
			t.Errorf("%d×%d, %s: got footer %q, want %q", tt.w, tt.h, tt.keys, footer, tt.want)
		}
		if s := strings.Join(rows, "\n"); strings.ContainsAny(s, "▔▌") || strings.Contains(s, "1/5") {
			t.Errorf("%d×%d, %s: got a marked section, want none:\n%s", tt.w, tt.h, tt.keys, s)
		}
	}
	empty := press(New(NewDocument(new(data.CV)), Options{}), "c")
	if footer := screen(empty)[23]; strings.Contains(footer, "copy") {
		t.Errorf("a page with nothing to copy: got footer %q, want no copy", footer)
	}
	many := Options{Files: func(*data.CV) []File { return make([]File, 12) }}
	if footer := screen(press(New(NewDocument(new(data.CV)), many), "s"))[23]; !strings.Contains(footer, "1-9 copy") {
		t.Errorf("a page with twelve texts to copy: got footer %q, want 1-9 copy", footer)
	}
	for n, want := range map[int]string{1: "1", 2: "1-2", 9: "1-9"} {
		if got := digits(n); got != want {
			t.Errorf("digits(%d) = %q, want %q", n, got, want)
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
			t.Errorf("%+v: got a QR code: %v, want %v", tt, got, tt.want)
		}
	}
}
