// Package tui is the interactive CV: a Bubble Tea model that turns a CV, a screen size
// and a theme into a frame. It knows nothing of SSH.
//
// The data flows one way:
//
//	*data.CV → Document → paper.Layout (per width, theme, charset) → Model.View → frame
//
// A [Document] belongs to one CV and is shared by all its readers. It makes a layout for
// each [paper.Shape] on first use. A [Model] is one reader's place in it: offset, open
// page, query. View only picks the lines on screen.
//
// geometry.go decides the positions on a screen, keys.go what a key does, and pages.go,
// publication.go and problem.go set the pages over the document.
package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/tui/paper"
)

// Model is one reader's place in a [Document]. Update returns a changed copy.
type Model struct {
	doc *Document
	opt Options

	geo        geometry
	lay        *layout
	theme      paper.Theme
	background paper.Theme // Light or Dark, once the terminal has reported it
	asked      bool        // adapt has asked it
	term       string      // TERM
	unsized    bool        // the terminal has not reported its size yet
	mouse      bool

	offset  int // first line of the document on screen
	section int // section jumped to, or -1 after any other move
	page    page
	query   query
	status  string // a message in place of the list of keys
}

// Notice is a message to the model: a text in place of the list of keys until the next input.
type Notice string

// Replace is a message to the model: another version of the CV to show. The reader stays at
// the same place in the text, and a problem page closes.
type Replace struct {
	Document *Document
	Note     string // shown like a [Notice]; "reloaded" if empty
}

// Options describes a reader. The zero value means an 80×24 terminal without colour, at the
// start of the document.
type Options struct {
	// Width and Height are the screen's size in cells; 80×24 if either is 0.
	// A [tea.WindowSizeMsg] changes them.
	Width, Height int
	// Profile is the colour profile of the terminal. A [tea.ColorProfileMsg] changes it.
	Profile colorprofile.Profile
	// ASCII limits the output to 7-bit characters, for terminals without UTF-8. A
	// [tea.EnvMsg] with the locale of such a terminal sets it.
	ASCII bool
	// Section is the name of the section to open at; unknown names are ignored.
	Section string
	// The key L cycles through Languages, if they are two or more. Language is the index
	// of the first one shown, whose Document is passed to New. Turned, if not nil, is
	// called with the index of each language shown later.
	Languages []Language
	Language  int
	Turned    func(language int)
	// Files returns the files of a CV for the save page. Fetch returns the command for the
	// best of them, shown when the reader leaves. Both are called on use, so that a session
	// holds no copy. Either may be nil.
	Files func(*data.CV) []File
	Fetch func() string
	// BibTeX returns an entry for each publication of a CV, for the paper page. Card returns
	// a vCard for the QR code of the contact page. A document calls each once, if not nil.
	BibTeX func(*data.CV) []string
	Card   func(*data.CV) string
}

// File is one line of the save page.
type File struct {
	Name    string // "cv.pdf"
	Summary string // "typeset, two pages"
	Command string // the exact line to type in a shell
}

// Language is a language of a CV, with the CV in that language.
type Language struct {
	Code     string // in 7-bit characters: "ZH"
	Label    string // short, in the language itself: "中文"
	Document *Document
}

// New returns a model of a reader at the start of doc, or at opt.Section.
func New(doc *Document, opt Options) Model {
	m := Model{doc: doc, opt: opt, section: -1}
	if m.unsized = opt.Width <= 0 || opt.Height <= 0; m.unsized {
		m.opt.Width, m.opt.Height = 80, 24
	}
	m.relay()
	m.jump(m.sectionNamed(opt.Section))
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
			m.opt.Width, m.opt.Height = msg.Width, msg.Height
		}
		m.unsized = false
		m.relay()
	case tea.ColorProfileMsg:
		m.opt.Profile = msg.Profile
		cmd = m.adapt()
	case tea.EnvMsg:
		m.opt.ASCII = m.opt.ASCII || !UTF8Locale(msg)
		m.term = msg.Getenv("TERM")
		cmd = m.adapt()
	case tea.BackgroundColorMsg:
		if m.background = paper.Light; msg.IsDark() {
			m.background = paper.Dark
		}
		m.relay()
	case Notice:
		m.status = string(msg)
	case Replace:
		m.replace(msg)
	case problem.Problem:
		m.report(msg)
	case tea.PasteMsg:
		if m.query.typing {
			m.typed(msg.Content)
		}
	case tea.MouseWheelMsg:
		m.status = ""
		switch msg.Button {
		case tea.MouseWheelDown:
			m.scroll(wheelLines)
		case tea.MouseWheelUp:
			m.scroll(-wheelLines)
		}
	case tea.MouseClickMsg:
		m.status = ""
		m.click(msg.Mouse())
	case tea.KeyPressMsg:
		m.status = ""
		cmd = m.press(msg)
	}
	return m, cmd
}

// wheelLines is the number of lines that one notch of the wheel scrolls.
const wheelLines = 3

// adapt gets the layout for another kind of terminal. At the start its size follows, and a
// layout for the size alone, or for the colours alone, would be made in vain.
//
// It asks the terminal once for its background, when that is known to have colours and to
// ignore unknown OSC sequences. The first frame does not wait for the answer, and nothing
// changes without one.
func (m *Model) adapt() tea.Cmd {
	if !m.unsized {
		m.relay()
	}
	if m.asked || m.opt.Profile <= colorprofile.ASCII || m.term == "" || !swallowsOSC(m.term) {
		return nil
	}
	m.asked = true
	return tea.RequestBackgroundColor
}

// press handles a key.
func (m *Model) press(k tea.KeyPressMsg) tea.Cmd {
	name := k.String()
	switch {
	case name == "ctrl+c":
		return tea.Quit
	case name == "ctrl+l":
		return tea.ClearScreen // and repaint it
	case m.query.typing:
		m.edit(k)
		return nil
	}
	for i := range m.lay.keys {
		if b := &m.lay.keys[i]; slices.Contains(b.keys, name) {
			return b.do(m, name)
		}
	}
	return nil
}

// Place returns the name of the section on screen or of the open page: "help",
// "contact", "save", "paper" or "problem".
func (m Model) Place() string {
	if i := m.current(); i >= 0 && m.page.name == "" {
		return m.lay.Sections[i].Name
	}
	return m.page.name
}

// Farewell returns the lines that stay in the scrollback when the reader leaves: name,
// email, site, and the command for the CV.
func (m Model) Farewell() string {
	b := &m.doc.cv.Basics
	emails := m.doc.cv.Emails()
	lines := append([]string{b.Name}, emails[:min(len(emails), 1)]...)
	if b.URL != "" {
		lines = append(lines, b.URL)
	}
	if m.opt.Fetch != nil {
		lines = append(lines, m.opt.Fetch())
	}
	return m.lay.Text(strings.Join(lines, "\n"))
}
