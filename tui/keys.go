package tui

import (
	"cmp"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/tui/paper"
)

// binding binds keys to an action. The zero value separates groups.
type binding struct {
	keys  []string // as Bubble Tea names them
	shown string   // on the help page
	does  string
	do    func(m *Model, key string) tea.Cmd
	hints []hint // in the footer
}

// hint is a key in the footer. An empty key or does is the same as on the help page.
type hint struct {
	in        state
	key, does string
}

// state is a set of properties of the screen, for the footer.
type state uint8

const (
	inText     state = 1 << iota // the document without a publication
	atPaper                      // the document at a publication
	whileFound                   // the document with a search
	onPage
	onLongPage   // longer than the screen
	onCopiesPage // with texts to copy

	inDocument = inText | atPaper
	everywhere = inDocument | whileFound | onPage
)

// turnKey is the key for the next language. The header and the help page show it if the CV
// has several.
const turnKey = "L"

// bindings returns all keys but those of the search prompt, in the groups of the help page.
// Update, the footer and the help page use it.
func bindings(look *paper.Look) []binding {
	say := &look.Words.Screen
	bind := func(keys, shown, does string, do func(*Model, string) tea.Cmd, hints ...hint) binding {
		return binding{strings.Fields(keys), shown, does, do, hints}
	}
	do := func(f func(*Model)) func(*Model, string) tea.Cmd {
		return func(m *Model, _ string) tea.Cmd { f(m); return nil }
	}
	scroll := func(by int) func(*Model, string) tea.Cmd { return do(func(m *Model) { m.scroll(by) }) }
	inDoc := func(f func(*Model)) func(*Model, string) tea.Cmd {
		return do(func(m *Model) {
			if m.page.name == "" {
				f(m)
			}
		})
	}
	open := func(name string, set func(*Model, *page)) func(*Model, string) tea.Cmd {
		return do(func(m *Model) { m.open(page{name: name, set: set}) })
	}
	arrow := func(letter, a string) string {
		if look.ASCII {
			a = ""
		}
		return letter + " " + a
	}
	const all = 1 << 30 // lines
	return []binding{
		bind("j down enter ctrl+j ctrl+n ctrl+e", arrow("j", "↓"), say.LineDown, scroll(1),
			hint{inText | onLongPage, look.UpDown, say.Scroll}, hint{atPaper, "o", say.Paper}), // a reader there can scroll
		bind("k up ctrl+p ctrl+y", arrow("k", "↑"), say.LineUp, scroll(-1)),
		bind("space pgdown d f ctrl+d ctrl+f", "space d", say.PageDown, do((*Model).pageDown)),
		bind("pgup b u shift+space ctrl+u ctrl+b", "b u", say.PageUp, do(func(m *Model) { m.scroll(-m.stride()) })),
		bind("g home <", "g", say.Top, scroll(-all)),
		bind("G end > shift+g", "G", say.Bottom, scroll(all)),
		{},
		bind("l right tab", arrow("l", "→"), say.Next, inDoc(func(m *Model) { m.jump(m.current() + 1) }),
			hint{inDocument, look.LeftRight, say.Section}),
		bind("h left shift+tab", arrow("h", "←"), say.Previous, inDoc((*Model).previous)),
		bind("1 2 3 4 5 6 7 8 9", "1-9", say.Jump, (*Model).digit, hint{onCopiesPage, "", say.Copy}),
		{},
		bind("/ ctrl+s", "/", say.Search, do((*Model).prompt), hint{in: inDocument}),
		bind("n", "n", say.FindNext, inDoc(func(m *Model) { m.nextMatch(1) }), hint{whileFound, "nN", say.Match}),
		bind("N shift+n", "N", say.FindPrevious, inDoc(func(m *Model) { m.nextMatch(-1) })),
		{},
		bind("c", "c", say.Contact, open("contact", (*Model).contact), hint{in: inDocument}),
		bind("o", "o", say.PaperKey, do((*Model).openPaper)),
		bind("s", "s", say.Save, open("save", (*Model).save), hint{in: inDocument}),
		bind("t", "t", say.Theme, do((*Model).nextTheme)),
		bind("m", "m", say.Mouse, do((*Model).toggleMouse)),
		bind(turnKey+" shift+l", turnKey, say.Language, do((*Model).nextLanguage)),
		{},
		bind("? f1", "?", say.Help, open("help", (*Model).help), hint{in: inDocument}),
		bind("esc", "esc", say.Close, do((*Model).escape), hint{in: onPage}, hint{whileFound, "", say.Clear}),
		bind("q ctrl+c", "q", say.Quit, func(*Model, string) tea.Cmd { return tea.Quit }, hint{in: everywhere}),
	}
}

func (m *Model) nextTheme() {
	m.theme = m.theme.Next()
	m.relay()
	say := &m.lay.Words.Screen
	m.status = locale.Fill(say.ThemeIs, "name", m.theme.Name(say))
}

func (m *Model) toggleMouse() {
	m.status = m.lay.Words.Screen.MouseOff
	if m.mouse = !m.mouse; m.mouse {
		m.status = m.lay.Words.Screen.MouseOn
	}
}

// nextLanguage shows the CV in the next language, at the same item.
func (m *Model) nextLanguage() {
	all := m.opt.Languages
	if len(all) < 2 {
		return
	}
	m.opt.Language = (m.opt.Language + 1) % len(all)
	if m.opt.Turned != nil {
		m.opt.Turned(m.opt.Language)
	}
	next := all[m.opt.Language]
	m.replace(Replace{next.Document, m.languageLabel(next)})
}

// escape closes the open page, or else ends the search.
func (m *Model) escape() {
	if m.page.name != "" {
		m.close()
	} else {
		m.query = query{}
	}
}

// state returns the state of the screen.
func (m *Model) state() state {
	switch {
	case m.page.name != "":
		s := onPage
		if len(m.page.Lines) > m.geo.body {
			s |= onLongPage
		}
		if len(m.page.copies) > 0 {
			s |= onCopiesPage
		}
		return s
	case m.query.text != "":
		return whileFound
	case m.publicationHere() >= 0:
		return atPaper
	}
	return inText
}

// hintSpans is the number of spans of a hint, with the space after it.
const hintSpans = 3

// hints returns the keys for the current state, the least important first.
func (m *Model) hints() paper.Text {
	state, out := m.state(), make(paper.Text, 0, 8*hintSpans)
	for i := range m.lay.keys {
		b := &m.lay.keys[i]
		for _, h := range b.hints {
			if h.in&state == 0 {
				continue
			}
			key, does := cmp.Or(h.key, b.shown), cmp.Or(h.does, b.does)
			if h.in == onCopiesPage {
				key = digits(len(m.page.copies))
			}
			out = append(out, paper.Span{Text: key, Style: paper.Strong},
				paper.Span{Text: " " + does, Style: paper.Quiet}, paper.Span{Text: "  "})
		}
	}
	return out[:len(out)-1]
}

// digits returns the keys that copy the 1 to 9 texts of a page: "1-4".
func digits(copies int) string {
	if copies == 1 {
		return "1"
	}
	return "1-" + strconv.Itoa(copies)
}

// footer returns the list of keys, the search prompt, or the status.
func (m *Model) footer() string {
	switch {
	case m.query.typing:
		prompt := paper.Text{{Text: m.promptText()}}
		if n := m.count(); n != "" {
			prompt = m.spread(prompt, paper.Text{{Text: n, Style: paper.Quiet}})
		}
		return m.lay.Render(prompt)
	case m.status != "":
		return m.row(paper.Span{Text: m.status})
	}
	// If the keys do not all fit, drop the first ones. The key that quits stays.
	keys := m.hints()
	for len(keys) > hintSpans && keys.Width() > m.geo.text {
		keys = keys[hintSpans:]
	}
	position := paper.Text{{Text: m.position(), Style: paper.Quiet}}
	switch {
	case keys.Width()+len(" ")+max(position.Width(), len("100%")) > m.geo.text: // not only up to 99%
	case m.lay.RTL: // a terminal may move digits that follow a word
		keys = m.spread(position, keys)
	default:
		keys = m.spread(keys, position)
	}
	return m.lay.Render(keys)
}

// position returns the current match, the percentage seen, or "" for a page that fits.
func (m *Model) position() string {
	p, at := m.shown()
	switch {
	case m.page.name == "" && m.query.text != "":
		return m.count()
	case m.page.name != "" && len(p.Lines) <= m.geo.body:
		return ""
	}
	return strconv.Itoa(min((*at+m.geo.body)*100/len(p.Lines), 100)) + "%"
}
