package web

import "time"

// Content is what is served at one moment. Its functions may be called by many
// at a time.
type Content struct {
	// Date is when it was last modified, as far as is known.
	Date time.Time
	// Styles names the style sheets of all HTML, as the style-src of a Content
	// Security Policy does.
	Styles string
	// Page is the page, HTML in UTF-8, for a visitor who is to be shown a line to
	// type in a terminal; Text is the same as plain text.
	Page, Text func(line string) ([]byte, error)
	// Files are the files beside it.
	Files []File
}

// File is a file that is served by its name.
type File struct {
	Name      string   // "cv.pdf"
	Format    string   // as visits are told of it: "pdf"
	Aliases   []string // other names for it
	MediaType string
	Bytes     func() ([]byte, error)
}
