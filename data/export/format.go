package export

import (
	"io"
	"slices"

	"wenkaiyue.com/cv/data"
)

// Format is one way of writing a CV down.
type Format struct {
	Name      string   // what a visitor types: "text"
	Aliases   []string // other names: "txt"
	File      string   // name of the file it makes: "cv.txt"
	MediaType string   // RFC 6838, with its charset
	Binary    bool     // not for a screen
	Summary   string   // a few words for a table of formats

	write func(io.Writer, *data.CV) error
}

// Formats returns the table of formats, in the order in which they are shown.
func Formats() []Format {
	return []Format{
		{
			Name: "text", Aliases: []string{"txt"}, File: "cv.txt", MediaType: "text/plain; charset=utf-8",
			Summary: "plain text, 80 columns",
			write:   func(w io.Writer, cv *data.CV) error { return Text(w, cv, TextWidth) },
		},
	}
}

// Lookup finds a format by its name, an alias or its file name.
func Lookup(name string) (Format, bool) {
	for _, f := range Formats() {
		if name == f.Name || name == f.File || slices.Contains(f.Aliases, name) {
			return f, true
		}
	}
	return Format{}, false
}

// Write writes cv in the format.
func (f Format) Write(w io.Writer, cv *data.CV) error { return f.write(w, cv) }
