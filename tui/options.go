package tui

import (
	"github.com/charmbracelet/colorprofile"

	"wenkaiyue.com/cv/data"
)

// Options describes a reader. The zero value is one with an 80×24 terminal without
// colour, at the start of the document.
type Options struct {
	// Width and Height are the screen's size in cells; 80×24 where either is 0.
	// A [tea.WindowSizeMsg] changes them.
	Width, Height int
	// Profile is the colour profile of the terminal. A [tea.ColorProfileMsg] changes it.
	Profile colorprofile.Profile
	// ASCII keeps to 7-bit characters, for terminals that are not in UTF-8. A
	// [tea.EnvMsg] with the locale of such a terminal sets it.
	ASCII bool
	// Section is the name of the section to open at; unknown names are ignored.
	Section string
	// Languages are those that the key L goes through, and Language is the index of the
	// first one shown, with whose document the model is made. Fewer than two are none.
	// Turned, which may be nil, is called with the index of each that is shown later.
	Languages []Language
	Language  int
	Turned    func(language int)
	// Files lists what a reader can take home of the CV shown, for the save page; Fetch
	// returns the command for the best of them, shown on leaving. Both are called when
	// they are needed, so that a session holds no copy; nil means nothing to take.
	Files func(*data.CV) []File
	Fetch func() string
	// BibTeX returns an entry for each publication of a CV, for the paper page, and Card a
	// vCard of it for the QR code on the contact page. A document asks each once; nil means
	// none.
	BibTeX func(*data.CV) []string
	Card   func(*data.CV) string
}

// File is one line of the save page.
type File struct {
	Name    string // "cv.pdf"
	Summary string // "typeset, two pages"
	Command string // the exact line to type in a shell
}

// Language is one of the languages that a CV can be read in.
type Language struct {
	Code     string // in 7-bit characters: "ZH"
	Label    string // as its readers know it, short: "中文"
	Document *Document
}
