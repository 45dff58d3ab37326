package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"wenkaiyue.com/cv/tui/paper"
)

// binding is a key and what it does.
type binding struct {
	keys  []string // as Bubble Tea names them
	shown string   // in the help and the footer
	does  string
	do    func(m *Model, key string) tea.Cmd
	in    scope
}

// scope is where a key holds and the footer names it.
type scope uint8

const (
	inDocument       scope = 1 << iota // the footer of the document names the key
	onPage                             // that of a page does
	whileFound                         // that of a document with matches does
	noPage                             // the key does nothing on a page
	severalLanguages                   // the help names the key if there are several languages
)

// bindings is the one list of keys, in the groups of the help page: Update, the footer
// and the help are made from it. Only those of the search prompt are not in it.
func bindings(look *paper.Look) [][]binding {
	say, keys := &look.Words.Screen, strings.Fields
	do := func(f func(*Model)) func(*Model, string) tea.Cmd {
		return func(m *Model, _ string) tea.Cmd { f(m); return nil }
	}
	open := func(p page) func(*Model, string) tea.Cmd { return do(func(m *Model) { m.open(p) }) }
	arrow := func(letter, a string) string {
		if look.ASCII {
			a = ""
		}
		return letter + " " + a
	}
	const all = 1 << 30 // lines
	return [][]binding{{
		{keys("j down enter ctrl+j ctrl+n ctrl+e"), arrow("j", "↓"), say.LineDown, do(func(m *Model) { m.scroll(1) }), 0},
		{keys("k up ctrl+p ctrl+y"), arrow("k", "↑"), say.LineUp, do(func(m *Model) { m.scroll(-1) }), 0},
		{keys("space pgdown d f ctrl+d ctrl+f"), "space d", say.PageDown, do((*Model).pageDown), 0},
		{keys("pgup b u shift+space ctrl+u ctrl+b"), "b u", say.PageUp, do(func(m *Model) { m.scroll(-m.stride()) }), 0},
		{keys("g home <"), "g", say.Top, do(func(m *Model) { m.scroll(-all) }), 0},
		{keys("G end > shift+g"), "G", say.Bottom, do(func(m *Model) { m.scroll(all) }), 0},
	}, {
		{keys("l right tab"), arrow("l", "→"), say.Next, do(func(m *Model) { m.jump(m.current() + 1) }), noPage},
		{keys("h left shift+tab"), arrow("h", "←"), say.Previous, do((*Model).previous), noPage},
		{keys("1 2 3 4 5 6 7 8 9"), "1-9", say.Jump, (*Model).digit, 0},
	}, {
		{keys("/ ctrl+s"), "/", say.Search, do((*Model).prompt), inDocument},
		{keys("n"), "n", say.FindNext, do(func(m *Model) { m.nextMatch(1) }), noPage},
		{keys("N shift+n"), "N", say.FindPrevious, do(func(m *Model) { m.nextMatch(-1) }), noPage},
	}, {
		{keys("c"), "c", say.Contact, open(page{"contact", (*Model).contact}), inDocument},
		{keys("o"), "o", say.PaperKey, do((*Model).openPaper), 0},
		{keys("s"), "s", say.Save, open(page{"save", (*Model).save}), inDocument},
		{keys("t"), "t", say.Theme, do((*Model).nextTheme), 0},
		{keys("m"), "m", say.Mouse, do((*Model).toggleMouse), 0},
		{keys("L shift+l"), "L", say.Language, do((*Model).nextLanguage), severalLanguages},
	}, {
		{keys("? f1"), "?", say.Help, open(page{"help", (*Model).help}), inDocument},
		{keys("esc"), "esc", say.Close, do((*Model).escape), onPage},
		{keys("q ctrl+c"), "q", say.Quit, func(*Model, string) tea.Cmd { return tea.Quit }, inDocument | onPage | whileFound},
	}}
}
