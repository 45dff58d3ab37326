package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/tui/paper"
)

func TestASCII(t *testing.T) {
	m := newModel(t, 80, 24)
	m = update(m, tea.EnvMsg{"LANG=de_DE.ISO-8859-1"})
	for _, keys := range []string{"", "G", "?", "c", "s", "/ x"} {
		if s := strings.Join(screen(press(m, keys)), "\n"); !cell.IsASCII(s) {
			t.Errorf("after %q: got a frame not in ASCII:\n%s", keys, s)
		}
	}
	c := paper.Terminal{ASCII: true}
	for in, want := range map[string]string{"résumé": "resume", "06/2022 – 09/2022": "06/2022 - 09/2022", "“Łódź”": `"Lodz"`, "日本": "??", "ﬁ": "fi"} {
		if got := c.Text(in); got != want {
			t.Errorf("Text(%q) = %q, want %q", in, got, want)
		}
	}
}

// The Linux console, whose font lacks them, gets no block characters, neither in the
// scroll spy nor as a QR code.
func TestConsole(t *testing.T) {
	for _, size := range [][2]int{{80, 40}, {80, 12}, {120, 40}} {
		for _, keys := range []string{"", "G", "?", "c", "s", "/ x"} {
			m := press(newModel(t, size[0], size[1]), keys)
			m = update(m, tea.EnvMsg{"TERM=linux", "LANG=C.UTF-8"})
			if s := strings.Join(screen(m), "\n"); strings.ContainsAny(s, "▔▌▀▄█") {
				t.Errorf("%v: after %q: got a block on the console, want none:\n%s", size, keys, s)
			}
			if m = update(m, tea.EnvMsg{"TERM=xterm-256color", "LANG=C.UTF-8"}); keys == "c" && size[1] == 40 && !strings.Contains(m.View().Content, "▀") {
				t.Errorf("%v: got no QR code on xterm, want one", size)
			}
		}
	}
	m := update(newModel(t, 80, 24), tea.EnvMsg{"TERM=linux", "LANG=C.UTF-8"})
	if !strings.Contains(screen(m)[m.geo.bar+1], "─") {
		t.Error("the console lacks the marker below the current section")
	}
	m = update(m, tea.WindowSizeMsg{Width: 120, Height: 40})
	if !strings.Contains(screen(m)[m.geo.top], "│ ") {
		t.Error("the console lacks the bar beside the current section")
	}
}

func TestUTF8Locale(t *testing.T) {
	for env, want := range map[string]bool{
		"": true, "LANG=en_US.UTF-8": true, "LANG=C.utf8": true, "LANG=C": false, "LANG=POSIX": false,
		"LANG=de_DE.ISO-8859-1": false, "LANG=de_DE@euro": true, "LC_ALL=C LANG=en_US.UTF-8": false,
		"LC_CTYPE=en_US.UTF-8 LANG=C": true, "LC_ALL= LANG=C": false, "TZ=C": true,
	} {
		if got := UTF8Locale(strings.Fields(env)); got != want {
			t.Errorf("UTF8Locale(%q) = %v, want %v", env, got, want)
		}
	}
}
