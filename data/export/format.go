// Package export writes a CV in the formats that people take home: plain text,
// Markdown, JSON Resume, BibTeX, CSL-JSON, vCard, HTML and PDF.
//
// [Formats] is the one table of them. Commands, files, help, the save page of the TUI
// and "cv render" are made from it.
//
// Every writer is a pure function of the CV and of the fonts: the output does not depend
// on the time or the locale of the machine. Each writer escapes all text of a CV, so
// that none is read as markup, even if [data.Load] has not cleaned it.
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
	Name      string   // as visitors type it: "text"
	Aliases   []string // other names: "txt"
	File      string   // name of the file: "cv.txt"
	MediaType string   // as registered with IANA, with the charset of text
	Binary    bool     // not for a terminal
	summary   func(*locale.Formats) string
	write     func(io.Writer, *data.CV, *fonts.Library) error
}

// Formats returns every format, first those that people take, then those for programs.
// The slice is the caller's own.
func Formats() []Format {
	type words = *locale.Formats
	text := func(w io.Writer, cv *data.CV) error { return Text(w, cv, DefaultWidth) }
	return []Format{
		{"pdf", nil, "cv.pdf", "application/pdf", true, func(l words) string { return l.PDF }, writePDF},
		{"text", []string{"txt"}, "cv.txt", "text/plain; charset=utf-8", false, func(l words) string { return l.Text }, plainly(text)},
		{"html", nil, "cv.html", "text/html; charset=utf-8", false, func(l words) string { return l.HTML }, plainly(HTML)},
		{"markdown", []string{"md"}, "cv.md", "text/markdown; charset=utf-8", false, func(l words) string { return l.Markdown }, plainly(Markdown)},
		{"vcard", []string{"vcf"}, "cv.vcf", "text/vcard; charset=utf-8", false, func(l words) string { return l.VCard }, plainly(VCard)},
		{"json", nil, "cv.json", "application/json", false, func(l words) string { return l.JSON }, plainly(JSON)},
		{"bibtex", []string{"bib"}, "cv.bib", "text/x-bibtex; charset=utf-8", false, func(l words) string { return l.BibTeX }, plainly(BibTeX)},
		{"csl", nil, "cv.csl.json", "application/vnd.citationstyles.csl+json", false, func(l words) string { return l.CSL }, plainly(CSL)},
	}
}

// Summary returns a line of l about the use of the format.
func (f Format) Summary(l *locale.Locale) string { return f.summary(&l.Formats) }

// Lookup returns the format with a name, an alias or a file name, in upper or lower
// case: "pdf", "md", "cv.txt".
func Lookup(name string) (Format, bool) {
	name = strings.ToLower(name)
	for _, f := range Formats() {
		if name == f.Name || name == f.File || slices.Contains(f.Aliases, name) {
			return f, true
		}
	}
	return Format{}, false
}

// plainly adapts a writer that needs no fonts.
func plainly(write func(io.Writer, *data.CV) error) func(io.Writer, *data.CV, *fonts.Library) error {
	return func(w io.Writer, cv *data.CV, _ *fonts.Library) error { return write(w, cv) }
}

// Write writes the CV in this format. A PDF uses the fonts of lib, nil for the embedded
// ones alone. The error may be w's own or an [UnreadableError].
func (f Format) Write(w io.Writer, cv *data.CV, lib *fonts.Library) error {
	if f.write == nil {
		return errors.New("this format has no writer; take one from export.Formats or export.Lookup")
	}
	if err := f.write(w, cv, lib); err != nil {
		return fmt.Errorf("writing the CV as %s: %w", f.Name, err)
	}
	return nil
}

// Offered returns the formats in which the CV can be read: all, except a PDF that would
// be mostly boxes.
func Offered(cv *data.CV, lib *fonts.Library) []Format {
	survey := SurveyPDF(cv, lib)
	return slices.DeleteFunc(Formats(), func(f Format) bool { return f.Name == "pdf" && survey.Unreadable })
}

func writePDF(w io.Writer, cv *data.CV, lib *fonts.Library) error {
	if survey := SurveyPDF(cv, lib); survey.Unreadable {
		return &UnreadableError{Missing: survey.Missing}
	}
	return pdf.Write(w, cv, lib)
}

// SurveyPDF reports which characters of the CV the fonts of the PDF lack.
func SurveyPDF(cv *data.CV, lib *fonts.Library) pdf.Survey {
	return pdf.Look(cv, lib)
}

// Lack is the characters of one script that no font of the PDF has.
type Lack struct {
	Script  string // "Han"; "" for signs of no script
	Package string // Debian's package of a font for it
	Some    string // the first of the characters
	Runes   []rune
}

// Lacks groups missing characters by script, in the order of the first of each. Signs of
// no script join a script whose package has them.
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

// LacksPDF returns the characters of a CV that the fonts of the PDF lack.
func LacksPDF(cv *data.CV, lib *fonts.Library) []Lack {
	return Lacks(SurveyPDF(cv, lib).Missing)
}

// UnreadableError means that the PDF would be mostly boxes.
type UnreadableError struct{ Missing []rune }

// Error names the missing scripts and the other formats.
func (e *UnreadableError) Error() string {
	var names []string
	for _, f := range Formats() {
		if f.Name != "pdf" {
			names = append(names, f.Name)
		}
	}
	return fmt.Sprintf("the PDF would be mostly boxes, because no font here has %s; these have it all: %s", scripts(e.Missing), strings.Join(names, ", "))
}

// scripts returns the names of the scripts of characters.
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
