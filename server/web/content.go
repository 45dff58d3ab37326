package web

import "time"

// Content is what is served at one moment. Its functions may be called by many
// at a time.
type Content struct {
	// Base is the path that all is below, "/" or "/zh/"; Path is the request's, below
	// it, or [Below] if the request is for Base without its slash.
	Base, Path string
	// Line is what this visitor types in a terminal.
	Line string
	// Edition names what is served, for Took; Language is its BCP 47 tag, or "". It
	// Varies if the browser's languages have chosen it.
	Edition, Language string
	Varies            bool
	// Date is when it was last modified, as far as is known.
	Date time.Time
	// Styles names the style sheets of all HTML, as the style-src of a Content
	// Security Policy does.
	Styles string
	// Page is the page, HTML in UTF-8; Text is the same as plain text.
	Page, Text func() ([]byte, error)
	// Files are the files beside it. Named is the one that Path names, if it is of
	// another language than they are.
	Files []File
	Named *File
}

// Below is the path of what has to be asked for below itself.
const Below = "."

// File is a file that is served by its name.
type File struct {
	Name      string   // "cv.pdf"
	Format    string   // as visits are told of it: "pdf"
	Aliases   []string // other names for it
	MediaType string
	Bytes     func() ([]byte, error)
}
