package export

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export/pdf"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/data/locale"
)

// Format is one form in which a CV can be taken home.
type Format struct {
	Name      string   // what a visitor types: "text"
	Aliases   []string // what else is understood: "txt"
	File      string   // name of the file that holds it: "cv.txt"
	MediaType string   // as registered with IANA, with the charset of text
	Binary    bool     // not for a screen: a terminal would be garbled by it
	says      func(*locale.Formats) string

	write func(io.Writer, *data.CV, *fonts.Library) error
}

// Formats returns every format: first what people take, then what programs read.
// The slice is the caller's own.
func Formats() []Format {
	return []Format{
		{
			Name: "pdf", File: "cv.pdf", MediaType: "application/pdf", Binary: true,
			says:  func(l *locale.Formats) string { return l.PDF },
			write: writePDF,
		},
		{
			Name: "text", Aliases: []string{"txt"}, File: "cv.txt", MediaType: "text/plain; charset=utf-8",
			says:  func(l *locale.Formats) string { return l.Text },
			write: plainly(func(w io.Writer, cv *data.CV) error { return Text(w, cv, DefaultWidth) }),
		},
		{
			Name: "html", File: "cv.html", MediaType: "text/html; charset=utf-8",
			says:  func(l *locale.Formats) string { return l.HTML },
			write: plainly(HTML),
		},
		{
			Name: "markdown", Aliases: []string{"md"}, File: "cv.md", MediaType: "text/markdown; charset=utf-8",
			says:  func(l *locale.Formats) string { return l.Markdown },
			write: plainly(Markdown),
		},
		{
			Name: "vcard", Aliases: []string{"vcf"}, File: "cv.vcf", MediaType: "text/vcard; charset=utf-8",
			says:  func(l *locale.Formats) string { return l.VCard },
			write: plainly(VCard),
		},
		{
			Name: "json", File: "cv.json", MediaType: "application/json",
			says:  func(l *locale.Formats) string { return l.JSON },
			write: plainly(JSON),
		},
		{
			Name: "bibtex", Aliases: []string{"bib"}, File: "cv.bib", MediaType: "text/x-bibtex; charset=utf-8",
			says:  func(l *locale.Formats) string { return l.BibTeX },
			write: plainly(BibTeX),
		},
		{
			Name: "csl", File: "cv.csl.json", MediaType: "application/vnd.citationstyles.csl+json",
			says:  func(l *locale.Formats) string { return l.CSL },
			write: plainly(CSL),
		},
	}
}

// Summary is a line of l that says what the format is good for.
func (f Format) Summary(l *locale.Locale) string { return f.says(&l.Formats) }

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

// plainly makes a writer of one that needs no fonts.
func plainly(write func(io.Writer, *data.CV) error) func(io.Writer, *data.CV, *fonts.Library) error {
	return func(w io.Writer, cv *data.CV, _ *fonts.Library) error { return write(w, cv) }
}

// Write writes the CV in this format, with the fonts of lib (nil for the embedded
// ones alone) where the format has any. An error is w's own, is an
// [UnreadableError], or says what of the CV cannot be written.
func (f Format) Write(w io.Writer, cv *data.CV, lib *fonts.Library) error {
	if f.write == nil {
		return errors.New("this format has no writer; take one from export.Formats or export.Lookup")
	}
	if err := f.write(w, cv, lib); err != nil {
		return fmt.Errorf("writing the CV as %s: %w", f.Name, err)
	}
	return nil
}

// Offered returns the formats in which the CV can be read: all, but for a PDF that
// would be mostly boxes.
func Offered(cv *data.CV, lib *fonts.Library) []Format {
	survey, err := SurveyPDF(cv, lib)
	return slices.DeleteFunc(Formats(), func(f Format) bool {
		return f.Name == "pdf" && err == nil && survey.Unreadable
	})
}

func writePDF(w io.Writer, cv *data.CV, lib *fonts.Library) error {
	survey, err := SurveyPDF(cv, lib)
	if err != nil {
		return err
	}
	if survey.Unreadable {
		return &UnreadableError{Missing: survey.Missing}
	}
	return pdf.Write(w, cv, pdfOptions(cv, lib))
}

// SurveyPDF tells what the fonts of the PDF lack of the CV.
func SurveyPDF(cv *data.CV, lib *fonts.Library) (pdf.Survey, error) {
	return pdf.Look(cv, pdfOptions(cv, lib))
}

func pdfOptions(cv *data.CV, lib *fonts.Library) pdf.Options {
	return pdf.Options{Fonts: lib, Language: cv.Language()}
}

// Lack is what no font of the PDF has of a CV, in one script.
type Lack struct {
	Script  string // "Han"; empty for signs of no script
	Package string // of Debian, that has a font for it
	Some    string // the first of the characters
	Runes   []rune
}

// Lacks sorts the missing characters by script, in the order of their first; signs
// of no script are with those of which one package has both.
func Lacks(missing []rune) []Lack {
	var out []Lack
	sorted := slices.Clone(missing)
	slices.SortStableFunc(sorted, func(a, b rune) int {
		sa, _ := fonts.Advice(a)
		sb, _ := fonts.Advice(b)
		return cmp.Compare(min(len(sb), 1), min(len(sa), 1))
	})
	for _, r := range sorted {
		script, pkg := fonts.Advice(r)
		i := slices.IndexFunc(out, func(l Lack) bool { return l.Script == script || script == "" && l.Package == pkg })
		if i < 0 {
			i = len(out)
			out = append(out, Lack{Script: script, Package: pkg})
		}
		l := &out[i]
		if l.Runes = append(l.Runes, r); len(l.Runes) <= 8 {
			l.Some += string(r)
		}
	}
	return out
}

// LacksPDF returns what the fonts lack of a CV.
func LacksPDF(cv *data.CV, lib *fonts.Library) []Lack {
	survey, err := SurveyPDF(cv, lib)
	if err != nil {
		return nil
	}
	return Lacks(survey.Missing)
}

// UnreadableError says that the CV would be mostly boxes in this format.
type UnreadableError struct{ Missing []rune }

// Error says which fonts to install and what to take instead.
func (e *UnreadableError) Error() string {
	var names []string
	for _, f := range Formats() {
		if f.Name != "pdf" {
			names = append(names, f.Name)
		}
	}
	return fmt.Sprintf("the PDF would be mostly boxes, because no font here has %s; these have it all: %s", scripts(e.Missing), strings.Join(names, ", "))
}

// scripts names the scripts of characters.
func scripts(rs []rune) string {
	var names []string
	for _, l := range Lacks(rs) {
		if l.Script != "" {
			names = append(names, l.Script)
		}
	}
	if len(names) == 0 {
		return "its characters"
	}
	return strings.Join(names[:min(len(names), 3)], ", ") + " letters"
}
