package export

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data"
)

// Format is one form in which a CV can be taken home.
type Format struct {
	Name      string   // what a visitor types: "text"
	Aliases   []string // what else is understood: "txt"
	File      string   // name of the file that holds it: "cv.txt"
	MediaType string   // as registered with IANA, with the charset of text
	Binary    bool     // not for a screen: a terminal would be garbled by it
	Summary   string   // one line that says what it is good for

	write func(io.Writer, *data.CV) error
}

// Formats returns every format: first what people take, then what programs read.
// The slice is the caller's own.
func Formats() []Format {
	return []Format{
		{
			Name: "pdf", File: "cv.pdf", MediaType: "application/pdf", Binary: true,
			Summary: "a typeset page, to send and to print",
			write:   PDF,
		},
		{
			Name: "text", Aliases: []string{"txt"}, File: "cv.txt", MediaType: "text/plain; charset=utf-8",
			Summary: "plain text, for reading, screen readers and application forms",
			write:   func(w io.Writer, cv *data.CV) error { return Text(w, cv, DefaultWidth) },
		},
		{
			Name: "html", File: "cv.html", MediaType: "text/html; charset=utf-8",
			Summary: "one page for a browser, light and dark, ready to print",
			write:   HTML,
		},
		{
			Name: "markdown", Aliases: []string{"md"}, File: "cv.md", MediaType: "text/markdown; charset=utf-8",
			Summary: "Markdown, for wikis, repositories and notes",
			write:   Markdown,
		},
		{
			Name: "vcard", Aliases: []string{"vcf"}, File: "cv.vcf", MediaType: "text/vcard; charset=utf-8",
			Summary: "name and addresses, for an address book",
			write:   VCard,
		},
		{
			Name: "json", File: "cv.json", MediaType: "application/json",
			Summary: "JSON Resume, for programs",
			write:   JSON,
		},
		{
			Name: "bibtex", Aliases: []string{"bib"}, File: "cv.bib", MediaType: "text/x-bibtex; charset=utf-8",
			Summary: "the publications, for LaTeX",
			write:   BibTeX,
		},
		{
			Name: "csl", File: "cv.csl.json", MediaType: "application/vnd.citationstyles.csl+json",
			Summary: "the publications as CSL-JSON, for Zotero and pandoc",
			write:   CSL,
		},
	}
}

// Lookup finds a format by its name, an alias or its file name, in upper or
// lower case: "pdf", "md", "cv.txt".
func Lookup(name string) (Format, bool) {
	name = strings.ToLower(name)
	for _, f := range Formats() {
		if name == f.Name || name == f.File || slices.Contains(f.Aliases, name) {
			return f, true
		}
	}
	return Format{}, false
}

// Write writes the CV in this format. An error is w's own, or says what of the
// CV cannot be written.
func (f Format) Write(w io.Writer, cv *data.CV) error {
	if f.write == nil {
		return errors.New("this format has no writer; take one from export.Formats or export.Lookup")
	}
	if err := f.write(w, cv); err != nil {
		return fmt.Errorf("writing the CV as %s: %w", f.Name, err)
	}
	return nil
}
