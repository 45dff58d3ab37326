// Package export writes a CV in the formats that visitors download: plain text,
// Markdown, JSON Resume, BibTeX, CSL-JSON, vCard, HTML and PDF.
//
// [Formats] is the only table of them. Commands, files, help, the save page of the TUI
// and "cv render" use it.
//
// Every writer is a pure function of the CV and the fonts: the output does not depend on
// the time or the locale of the machine. Each writer escapes all text of a CV, even if
// [data.Load] has not cleaned it, so that no text is read as markup.
package export

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export/pdf"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/data/locale"
)

// Format is a file format for a CV.
type Format struct {
	Name      string   // as visitors type it: "text"
	Aliases   []string // other names: "txt"
	File      string   // name of the file: "cv.txt"
	MediaType string   // as registered with IANA, with the charset of text
	Binary    bool     // not for a terminal
	summary   func(*locale.Formats) string
	write     func(io.Writer, *data.CV) error // nil for a PDF, which needs fonts
}

// Formats returns all formats, those for people before those for programs. The caller
// owns the slice.
func Formats() []Format {
	type words = *locale.Formats
	const utf8 = "; charset=utf-8"
	text := func(w io.Writer, cv *data.CV) error { return Text(w, cv, DefaultWidth) }
	return []Format{
		{"pdf", nil, "cv.pdf", "application/pdf", true, func(l words) string { return l.PDF }, nil},
		{"text", []string{"txt"}, "cv.txt", "text/plain" + utf8, false, func(l words) string { return l.Text }, text},
		{"html", nil, "cv.html", "text/html" + utf8, false, func(l words) string { return l.HTML }, writeHTML},
		{"markdown", []string{"md"}, "cv.md", "text/markdown" + utf8, false, func(l words) string { return l.Markdown }, writeMarkdown},
		{"vcard", []string{"vcf"}, "cv.vcf", "text/vcard" + utf8, false, func(l words) string { return l.VCard }, writeVCard},
		{"json", nil, "cv.json", "application/json", false, func(l words) string { return l.JSON }, writeJSON},
		{"bibtex", []string{"bib"}, "cv.bib", "text/x-bibtex" + utf8, false, func(l words) string { return l.BibTeX }, writeBibTeX},
		{"csl", nil, "cv.csl.json", "application/vnd.citationstyles.csl+json", false, func(l words) string { return l.CSL }, writeCSL},
	}
}

// Summary returns a line about the use of the format, in the words of l.
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

// Write writes the CV in this format. A PDF uses the fonts of lib, or only the embedded
// ones if lib is nil. The error wraps w's error or an [UnreadableError].
func (f Format) Write(w io.Writer, cv *data.CV, lib *fonts.Library) (err error) {
	if f.write != nil {
		err = f.write(w, cv)
	} else if survey := pdf.Look(cv, lib); survey.Unreadable {
		err = &UnreadableError{Missing: survey.Missing}
	} else {
		err = pdf.Write(w, cv, lib)
	}
	if err != nil {
		return fmt.Errorf("writing the CV as %s: %w", f.Name, err)
	}
	return nil
}

// Offered returns the formats in which the CV is readable: all, except a PDF that would
// be mostly boxes.
func Offered(cv *data.CV, lib *fonts.Library) []Format {
	if pdf.Look(cv, lib).Unreadable {
		return withoutPDF()
	}
	return Formats()
}

func withoutPDF() []Format {
	return slices.DeleteFunc(Formats(), func(f Format) bool { return f.write == nil })
}

// Lack lists the characters of one script that no font of the PDF has.
type Lack struct {
	Script  string // "Han"; "" for signs of no script
	Package string // Debian's package of a font for it
	Runes   []rune
}

// Lacks groups the missing characters of a [pdf.Survey] by script, in the order of their
// first characters. Signs of no script join a script with the same package.
func Lacks(missing []rune) (out []Lack) {
	for _, signs := range []bool{false, true} {
		for _, r := range missing {
			script, pkg := fonts.Advice(r)
			if signs != (script == "") {
				continue
			}
			i := slices.IndexFunc(out, func(l Lack) bool { return l.Script == script || signs && l.Package == pkg })
			if i < 0 {
				i = len(out)
				out = append(out, Lack{Script: script, Package: pkg})
			}
			out[i].Runes = append(out[i].Runes, r)
		}
	}
	return out
}

// UnreadableError means that the PDF would be mostly boxes.
type UnreadableError struct{ Missing []rune }

// Error names the missing scripts and the other formats.
func (e *UnreadableError) Error() string {
	others := each(withoutPDF(), func(f Format) string { return f.Name })
	scripts := data.Given(each(Lacks(e.Missing), func(l Lack) string { return l.Script })...)
	missing := "its characters"
	if len(scripts) > 0 {
		missing = strings.Join(scripts[:min(len(scripts), 3)], ", ") + " letters"
	}
	return fmt.Sprintf("the PDF would be mostly boxes, because no font here has %s; other formats: %s", missing, strings.Join(others, ", "))
}
