package tui

import (
	"charm.land/bubbles/v2/key"

	"wenkaiyue.com/cv/data/locale"

	"wenkaiyue.com/cv/data/cell"
)

// keyMap is the one list of keys: the footer, the help page and Update are made
// from it.
type keyMap struct {
	down, up, pageDown, pageUp, top, bottom key.Binding
	next, previous, jump                    key.Binding
	find, findNext, findPrevious            key.Binding
	contact, paper, save, theme             key.Binding
	mouse, language                         key.Binding
	help, back, quit                        key.Binding
}

func bind(shown, does string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, does))
}

func newKeyMap(orn ornaments, say *locale.Screen) keyMap {
	return keyMap{
		down:         bind("j "+orn.arrow("↓"), say.LineDown, "j", "down", "enter", "ctrl+j", "ctrl+n", "ctrl+e"),
		up:           bind("k "+orn.arrow("↑"), say.LineUp, "k", "up", "ctrl+p", "ctrl+y"),
		pageDown:     bind("space d", say.PageDown, "space", "pgdown", "d", "f", "ctrl+d", "ctrl+f"),
		pageUp:       bind("b u", say.PageUp, "pgup", "b", "u", "shift+space", "ctrl+u", "ctrl+b"),
		top:          bind("g", say.Top, "g", "home", "<"),
		bottom:       bind("G", say.Bottom, "G", "end", ">", "shift+g"),
		next:         bind("l "+orn.arrow("→"), say.Next, "l", "right", "tab"),
		previous:     bind("h "+orn.arrow("←"), say.Previous, "h", "left", "shift+tab"),
		jump:         bind("1-9", say.Jump, "1", "2", "3", "4", "5", "6", "7", "8", "9"),
		find:         bind("/", say.Search, "/", "ctrl+s"),
		findNext:     bind("n", say.FindNext, "n"),
		findPrevious: bind("N", say.FindPrevious, "N", "shift+n"),
		contact:      bind("c", say.Contact, "c"),
		paper:        bind("o", say.PaperKey, "o"),
		save:         bind("s", say.Save, "s"),
		theme:        bind("t", say.Theme, "t"),
		mouse:        bind("m", say.Mouse, "m"),
		language:     bind("L", say.Language, "L", "shift+l"),
		help:         bind("?", say.Help, "?", "f1"),
		back:         bind("esc", say.Close, "esc"),
		quit:         bind("q", say.Quit, "q", "ctrl+c"),
	}
}

func (o ornaments) arrow(a string) string {
	if cell.IsASCII(o.bullet) {
		return ""
	}
	return a
}
