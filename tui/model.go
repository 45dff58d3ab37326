// Package tui is the interactive CV: a Bubble Tea model that turns a CV, a screen size
// and a theme into a frame. It knows nothing of SSH.
//
// The data flows one way:
//
//	*data.CV → Document → layout (per width, theme, charset) → Model.View → frame
//
// A [Document] belongs to one CV and is shared by all its readers. It makes a layout for
// each (width, theme, charset) on first use: every line wrapped and styled, with the
// item that it belongs to. A [Model] is one reader's place in it: offset, open page,
// query. View only picks the lines on screen.
//
// geometry.go decides the positions on a screen, layout.go and entry.go set the
// document, theme.go has the colours, keys.go the keys, and page.go, contact.go and
// problem.go the pages over the document.
package tui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/problem"
)

// Model is one reader's place in a [Document]. Update returns a changed copy.
type Model struct {
	doc *Document
	opt Options

	geo     geometry
	lay     *layout
	theme   Theme
	dark    bool   // the terminal's background, once it is known
	known   bool   // dark is known
	asked   bool   // the terminal has been asked for dark
	term    string // TERM
	profile colorprofile.Profile
	mouse   bool

	offset  int // first line of the document on screen
	section int // section that was jumped to, or -1 after any other move
	page    page
	pageOff int // first line of the open page on screen
	query   query
	paper   paper            // on the paper page
	problem *problem.Problem // on the problem page
	status  string           // a message in place of the list of keys
	left    bool             // the reader has quit
}

// New returns a model of a reader at the start of doc, or at opt.Section.
func New(doc *Document, opt Options) Model {
	m := Model{doc: doc, opt: opt, profile: opt.Profile, section: -1}
	if m.profile == colorprofile.Unknown {
		m.profile = colorprofile.NoTTY
	}
	if m.opt.Width <= 0 || m.opt.Height <= 0 {
		m.opt.Width, m.opt.Height = 80, 24
	}
	m.resize(m.opt.Width, m.opt.Height)
	for i, s := range m.lay.sections {
		if s.name == opt.Section && opt.Section != "" {
			m.jump(i)
		}
	}
	return m
}

// Init implements [tea.Model].
func (m Model) Init() tea.Cmd { return nil }

// Update implements [tea.Model].
func (m Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		if msg.Width > 0 && msg.Height > 0 {
			m.resize(msg.Width, msg.Height)
		}
	case tea.ColorProfileMsg:
		m.profile = msg.Profile
		m.relay()
		cmd = m.askBackground()
	case tea.EnvMsg:
		m.opt.ASCII = m.opt.ASCII || !UTF8Locale(msg)
		m.term = msg.Getenv("TERM")
		m.relay()
		cmd = m.askBackground()
	case tea.BackgroundColorMsg:
		m.dark, m.known = msg.IsDark(), true
		m.relay()
	case Notice:
		m.status = string(msg)
	case Replace:
		m.replace(msg.Document, msg.Note)
	case problem.Problem:
		m.report(msg)
	case tea.PasteMsg:
		if m.query.typing {
			m.typed(msg.Content)
		}
	case tea.MouseWheelMsg:
		m.status = ""
		m.wheel(msg.Mouse())
	case tea.MouseClickMsg:
		m.status = ""
		m.click(msg.Mouse())
	case tea.KeyPressMsg:
		m.status = ""
		cmd = m.press(msg)
	}
	return m, cmd
}

// askBackground asks the terminal for its background, once it is known to have
// colours and to swallow a question that it does not understand. The first frame
// does not wait for the answer, and nothing changes if none comes.
func (m *Model) askBackground() tea.Cmd {
	if m.asked || m.profile <= noColor || m.term == "" || !swallowsOSC(m.term) {
		return nil
	}
	m.asked = true
	return tea.RequestBackgroundColor
}

// press handles a key: in the search prompt, on an open page, or in the document.
func (m *Model) press(k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "ctrl+c":
		return m.quit()
	case "ctrl+l":
		return tea.ClearScreen // and paint it anew
	}
	if m.query.typing {
		m.prompt(k)
		return nil
	}
	keys := &m.lay.keys
	if m.page != none {
		if cmd, done := m.pageKey(k); done {
			return cmd
		}
	}
	switch {
	case key.Matches(k, keys.quit):
		return m.quit()
	case key.Matches(k, keys.help):
		m.open(helpPage)
	case key.Matches(k, keys.contact):
		m.open(contactPage)
	case key.Matches(k, keys.paper):
		m.openPaper()
	case key.Matches(k, keys.save):
		m.open(savePage)
	case key.Matches(k, keys.theme):
		m.theme = m.theme.next()
		m.relay()
		m.status = locale.Fill(m.lay.words.Screen.ThemeIs, "name", m.theme.name(&m.lay.words.Screen))
	case key.Matches(k, keys.mouse):
		if m.mouse = !m.mouse; m.mouse {
			m.status = m.lay.words.Screen.MouseOn
		} else {
			m.status = m.lay.words.Screen.MouseOff
		}
	case key.Matches(k, keys.language):
		m.turn()
	case key.Matches(k, keys.find):
		m.close()
		m.query = query{typing: true, back: m.offset}
	case key.Matches(k, keys.findNext):
		m.nextMatch(1)
	case key.Matches(k, keys.findPrevious):
		m.nextMatch(-1)
	case key.Matches(k, keys.back):
		m.escape()
	default:
		m.move(k)
	}
	return nil
}

// Place returns the name of the section on screen or of the open page: "help",
// "contact", "save", "paper" or "problem".
func (m Model) Place() string {
	switch m.page {
	case helpPage:
		return "help"
	case contactPage:
		return "contact"
	case savePage:
		return "save"
	case paperPage:
		return "paper"
	case problemPage:
		return "problem"
	}
	if i := m.current(); i >= 0 && i < len(m.lay.sections) {
		return m.lay.sections[i].name
	}
	return ""
}

// quit ends the program; the last frame is the one on screen.
func (m *Model) quit() tea.Cmd {
	m.left = true
	return tea.Quit
}

// escape closes what is open: a page, or else the marks of a search.
func (m *Model) escape() {
	if m.page != none {
		m.close()
		return
	}
	m.query = query{}
}

// Farewell returns the lines that stay in the scrollback when the reader leaves: name,
// email, site, and the command for the CV.
func (m Model) Farewell() string {
	b := m.doc.cv.Basics
	lines := []string{b.Name}
	for _, c := range m.lay.cv.Contacts() {
		if c.Kind == data.Email && len(lines) == 1 {
			lines = append(lines, c.Text)
		}
	}
	if b.URL != "" {
		lines = append(lines, b.URL)
	}
	if m.opt.Fetch != nil {
		lines = append(lines, m.opt.Fetch())
	}
	return m.lay.charset.text(strings.Join(lines, "\n"))
}
