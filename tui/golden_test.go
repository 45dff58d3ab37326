package tui

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/exp/golden"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/tui/paper"
)

// press sends keys to a model: names of keys or characters, separated by spaces.
func press(m Model, keys string) Model {
	for _, k := range strings.Fields(keys) {
		m = update(m, keyOf(k))
	}
	return m
}

func update(m Model, msg tea.Msg) Model {
	next, _ := m.Update(msg)
	return next.(Model)
}

func keyOf(name string) tea.KeyPressMsg {
	if c, ok := map[string]rune{
		"esc": tea.KeyEscape, "enter": tea.KeyEnter, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown,
		"left": tea.KeyLeft, "right": tea.KeyRight, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
		"home": tea.KeyHome, "end": tea.KeyEnd, "backspace": tea.KeyBackspace,
	}[name]; ok {
		return tea.KeyPressMsg{Code: c}
	}
	switch name {
	case "space":
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	case "ctrl+c", "ctrl+u":
		return tea.KeyPressMsg{Code: rune(name[5]), Mod: tea.ModCtrl}
	case "shift+tab":
		return tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

func embedded(t testing.TB) *Document {
	t.Helper()
	cv, err := data.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return NewDocument(cv)
}

func testOptions() Options {
	return Options{
		Profile: colorprofile.TrueColor,
		Files: func(*data.CV) []File {
			return []File{
				{"cv.txt", "plain text", "ssh cv.example.org text > cv.txt"},
				{"cv.pdf", "typeset", "scp -P 2222 guest@cv.example.org:cv.pdf ."},
			}
		},
		Fetch: func() string { return "scp cv.example.org:cv.pdf ." },
		Card: func(*data.CV) string {
			return "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Wen Kaiyue\r\nEMAIL:wenky20@mails.tsinghua.edu.cn\r\nURL:https://wenkaiyue.com\r\nEND:VCARD\r\n"
		},
	}
}

// states are the screens that a reader can have, and the keys that lead to them.
var states = []struct{ name, keys string }{
	{"start", ""},
	{"publications", "3"},
	{"end", "G"},
	{"search", "/ d e e p"},
	{"found", "/ w e n enter n"},
	{"help", "?"},
	{"contact", "c"},
	{"save", "s"},
}

// TestFrames compares whole screens, with their escape sequences, with golden files.
// Read the changes after go test ./tui -update.
func TestFrames(t *testing.T) {
	doc := embedded(t)
	for _, size := range [][2]int{{40, 12}, {80, 24}, {120, 40}, {200, 60}} {
		for _, theme := range []paper.Theme{paper.Dark, paper.Light, paper.Mono} {
			for _, ascii := range []bool{false, true} {
				charset := map[bool]string{false: "utf8", true: "ascii"}[ascii]
				for _, s := range states {
					t.Run(fmt.Sprintf("%dx%d-%s-%s-%s", size[0], size[1], theme.Name(&locale.English().Screen), charset, s.name), func(t *testing.T) {
						opt := testOptions()
						opt.Width, opt.Height, opt.ASCII = size[0], size[1], ascii
						m := New(doc, opt)
						m.theme = theme
						m.relay()
						m = press(m, s.keys)
						golden.RequireEqual(t, m.View().Content)
					})
				}
			}
		}
	}
}
