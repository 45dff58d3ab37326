package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// Consoles and unknown terminals get no OSC sequences (links, titles, questions, copies)
// and no word about copying; other terminals do.
func TestOSCOnlyWhereSwallowed(t *testing.T) {
	for term, want := range map[string]bool{
		"xterm": true, "xterm-256color": true, "xterm-kitty": true, "screen": true, "screen-256color": true,
		"screen.xterm-256color": true, "tmux-256color": true, "rxvt-unicode-256color": true, "alacritty": true,
		"vte-256color": true, "foot": true, "putty-256color": true, "st-256color": true, "iTerm.app": true, "": true,
		"linux": false, "vt100": false, "vt102": false, "vt220": false, "ansi": false, "sun": false, "sun-color": false,
		"eterm": false, "eterm-color": false, "eterm-256color": false, "cons25": false, "cygwin": false, "wsvt25": false,
		"hurd": false, "unknown": false, "wy60": false,
	} {
		m := newModel(t, 80, 24)
		next, cmd := m.Update(tea.EnvMsg{"TERM=" + term})
		m = next.(Model)
		if asks := cmd != nil; asks && (!want || term == "") {
			t.Errorf("TERM=%s: got a question about the background, want none", term)
		}
		for _, keys := range []string{"", "c", "s", "?"} {
			open := press(m, keys)
			v := open.View()
			if got := v.WindowTitle != ""; got != want {
				t.Errorf("TERM=%s: got title %q, want one: %v", term, v.WindowTitle, want)
			}
			if strings.Contains(v.Content, "\x1b]") && !want {
				t.Errorf("TERM=%s: got an OSC sequence after %q, want none", term, keys)
			}
			if keys == "c" && strings.Contains(v.Content, "\x1b]8;") != want {
				t.Errorf("TERM=%s: got links on the contact page: %v, want %v", term, !want, want)
			}
			if keys == "c" && !strings.Contains(v.Content, "kaiyuewen3@gmail.com") {
				t.Errorf("TERM=%s: the contact page lacks an address", term)
			}
			next, copies := open.Update(keyOf("1"))
			if page := next.(Model); page.page.name != "" && keys != "?" && (copies != nil) != want {
				t.Errorf("TERM=%s: after %q, 1 copies: %v, want %v", term, keys, copies != nil, want)
			}
			if text := strings.Join(screen(open), "\n"); !want && (strings.Contains(text, "clipboard") || strings.Contains(text, "copy it") || strings.Contains(text, "1-")) && keys != "?" {
				t.Errorf("TERM=%s: got an offer to copy, want none:\n%s", term, text)
			}
		}
	}
}

// The footer names the multiplexer between us and the clipboard.
func TestCopyThroughMultiplexer(t *testing.T) {
	for term, want := range map[string]string{
		"tmux-256color": "sent to tmux, for your clipboard: kaiyuewen3", "screen-256color": "sent to screen, for your clipboard: kaiyuewen3",
		"screen.xterm": "sent to screen, for", "xterm": "sent to your clipboard: kaiyuewen3",
	} {
		next, _ := newModel(t, 80, 24).Update(tea.EnvMsg{"TERM=" + term})
		next, _ = press(next.(Model), "c").Update(keyOf("2"))
		if footer := screen(next.(Model))[23]; !strings.Contains(footer, want) {
			t.Errorf("TERM=%s: got footer %q, want %q", term, footer, want)
		}
	}
}

// A line feed is enter, in the prompt and in the document. Ctrl+L repaints the screen.
func TestLineFeedAndRepaint(t *testing.T) {
	m := press(newModel(t, 80, 24), "/ a")
	next, _ := m.Update(tea.KeyPressMsg{Code: 'j', Mod: tea.ModCtrl})
	if m = next.(Model); m.query.typing || m.query.text != "a" {
		t.Errorf("line feed in the prompt: got typing %v, query %q, want false, a", m.query.typing, m.query.text)
	}
	m = newModel(t, 80, 24)
	next, _ = m.Update(tea.KeyPressMsg{Code: 'j', Mod: tea.ModCtrl})
	if got := next.(Model).offset; got != 1 {
		t.Errorf("line feed in the document: got line %d, want 1", got)
	}
	for _, keys := range []string{"", "/ a", "c"} {
		next, cmd := press(m, keys).Update(tea.KeyPressMsg{Code: 'l', Mod: tea.ModCtrl})
		if cmd == nil || cmd() != tea.ClearScreen() {
			t.Errorf("after %q, ctrl+l does not repaint", keys)
		}
		if got := next.(Model); got.View().Content != press(m, keys).View().Content {
			t.Errorf("after %q, ctrl+l changes the screen", keys)
		}
	}
}
