package tui

import "charm.land/bubbles/v2/key"

// keyMap is the one list of keys: the footer, the help page and Update are made
// from it.
type keyMap struct {
	down, up, pageDown, pageUp, top, bottom key.Binding
	next, previous, jump                    key.Binding
	find, findNext, findPrevious            key.Binding
	contact, save, theme, mouse             key.Binding
	help, back, quit                        key.Binding
}

func bind(shown, does string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, does))
}

func newKeyMap(orn ornaments) keyMap {
	return keyMap{
		down:         bind("j "+orn.arrow("↓"), "a line down", "j", "down", "enter", "ctrl+j", "ctrl+n", "ctrl+e"),
		up:           bind("k "+orn.arrow("↑"), "a line up", "k", "up", "ctrl+p", "ctrl+y"),
		pageDown:     bind("space d", "a page down", "space", "pgdown", "d", "f", "ctrl+d", "ctrl+f"),
		pageUp:       bind("b u", "a page up", "pgup", "b", "u", "shift+space", "ctrl+u", "ctrl+b"),
		top:          bind("g", "to the start", "g", "home", "<"),
		bottom:       bind("G", "to the end", "G", "end", ">", "shift+g"),
		next:         bind("l "+orn.arrow("→"), "next section", "l", "right", "tab"),
		previous:     bind("h "+orn.arrow("←"), "previous section", "h", "left", "shift+tab"),
		jump:         bind("1-9", "a section by its number; on contact and save, copies that line", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
		find:         bind("/", "search", "/", "ctrl+s"),
		findNext:     bind("n", "next match", "n"),
		findPrevious: bind("N", "previous match", "N", "shift+n"),
		contact:      bind("c", "contact", "c"),
		save:         bind("s", "save", "s"),
		theme:        bind("t", "theme", "t"),
		mouse:        bind("m", "mouse on or off", "m"),
		help:         bind("?", "help", "?", "f1"),
		back:         bind("esc", "close", "esc"),
		quit:         bind("q", "quit", "q", "ctrl+c"),
	}
}

func (o ornaments) arrow(a string) string {
	if isASCII(o.bullet) {
		return ""
	}
	return a
}
