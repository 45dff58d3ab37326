// Package pdf writes a CV as a typeset, tagged PDF with embedded fonts: text of every
// script that its fonts cover, in reading order.
//
// A CV passes three steps: [layout] turns its texts, set by package typeset, into rows;
// [paginate] distributes rows over pages; [painter] draws them and fills the structure
// tree, and [file] writes the objects. The same CV and fonts give the same bytes.
package pdf

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/data/export/pdf/typeset"
)

// Write writes the CV as a PDF with the embedded fonts and, for characters that these
// lack, the fonts of lib, which may be nil. Its text has the largest readable size that
// takes no more pages than the smallest. Its date is meta.lastModified; it never depends
// on the clock.
//
// Write draws a character that no font has as a box, which a note at the end explains. It
// leaves out emoji without an outline. See [Look].
func Write(w io.Writer, cv *data.CV, lib *fonts.Library) error {
	for {
		b, broken := try(cv, lib)
		if broken == nil {
			_, err := w.Write(b)
			return err
		}
		if !lib.Reject(broken.Face) {
			return broken
		}
	}
}

// try makes the PDF, unless a font breaks.
func try(cv *data.CV, lib *fonts.Library) (b []byte, broken *fonts.Broken) {
	defer func() {
		if r := recover(); r != nil {
			var ok bool
			if broken, ok = r.(*fonts.Broken); !ok {
				panic(r)
			}
		}
	}()
	return compose(cv, lib).bytes(cv), nil
}

// The margins of the page, in points.
const (
	sideMargin = 56.0
	headMargin = 50.0
	footMargin = 50.0
)

// longCV is the number of pages above which no larger size is tried.
const longCV = 6

// document is a CV laid out on pages, in text of em points.
type document struct {
	t     *typeset.Typesetter
	paper paper
	em    float64
	pages [][]row
	root  *element
}

func compose(cv *data.CV, lib *fonts.Library) *document {
	d := &document{t: typeset.New(lib, cv.Language(), cv.RightToLeft()), paper: paperOf(cv.Meta.Page, cmp.Or(cv.Basics.Location.CountryCode, cv.Basics.Location.Country))}
	for _, em := range []float64{9.6, 9.8, 10, 10.2, 10.4, 10.6, 10.8} {
		l := layout{t: d.t, width: (d.paper.width - 2*sideMargin) / em, at: &element{role: "Document"}}
		l.document(cv)
		l.note(len(d.t.Coverage().Missing))
		height := (d.paper.height - headMargin - footMargin) / em
		pages := paginate(l.rows, height)
		if d.pages != nil && len(pages) > len(d.pages) {
			break
		}
		if len(pages) == 1 {
			spread(pages[0], height, 7/em)
		}
		if d.em, d.pages, d.root = em, pages, l.at; len(pages) > longCV {
			break
		}
	}
	return d
}

// note adds a line at the end of the document that explains its n boxes.
func (l *layout) note(n int) {
	what := fmt.Sprintf("Boxes stand for %d characters that the fonts of this PDF do not have", n)
	switch n {
	case 0:
		return
	case 1:
		what = "A box stands for a character that the fonts of this PDF do not have"
	}
	l.block("P", 1.2, 0, plain(what+"; the other formats of this CV show them.", fonts.Italic, quiet))
}

// bytes writes the document as a file.
func (d *document) bytes(cv *data.CV) []byte {
	f := newFile()
	pages, resources, root := f.reserve(), f.reserve(), f.reserve()
	t := &tree{f: f, ref: f.reserve(), root: d.root}
	g := &painter{f: f, tree: t, paper: d.paper, em: d.em, faces: map[*fonts.Face]*embedding{}}
	var refs []ref
	for i, rows := range d.pages {
		refs = append(refs, g.paint(rows, d.foot(cv, i+1), pages, resources))
	}
	names := ""
	for i, e := range g.order {
		e.write(f, i)
		names += fmt.Sprintf("/%s %v ", e.name, e.ref)
	}
	f.set(resources, "<</Font <<%s>>>>", strings.TrimSpace(names))
	f.set(pages, "<</Type /Pages /Kids %v /Count %d>>", refs, len(refs))
	more, direction := "", "L2R"
	if lang := cv.Language(); lang != "" {
		more = " /Lang " + literal(lang)
	}
	if d.t.RightToLeft() {
		direction = "R2L"
	}
	t.write()
	a := newAbout(cv)
	f.set(root, "<</Type /Catalog /Pages %v /StructTreeRoot %v /MarkInfo <</Marked true>> /Metadata %v /ViewerPreferences <</DisplayDocTitle true /Direction /%s>>%s%s>>",
		pages, t.ref, a.xmp(f), direction, more, writeOutline(f, g.bookmarks))
	return f.finish(root, a.info(f))
}

// foot returns the foot of a page: the date of the last change and, if there are several
// pages, the name and the page number, to order loose sheets.
func (d *document) foot(cv *data.CV, n int) []line {
	number := fmt.Sprintf("%d/%d", n, len(d.pages))
	if name := typeset.Tidy(cv.Basics.Name); name != "" && utf8.RuneCountInString(name) < 60 {
		number = name + " – " + number
	}
	if len(d.pages) == 1 {
		number = ""
	}
	var out []line
	for i, text := range []string{cv.Updated(), number} {
		s := plain(text, fonts.Regular, quiet)
		s.Size = 0.86
		for _, set := range d.t.Paragraph(s).Lines(math.Inf(1)) { // one, or none
			l := line{Line: set}
			if (i > 0) != d.t.RightToLeft() {
				l.x = (d.paper.width-2*sideMargin)/d.em - l.Width
			}
			out = append(out, l)
		}
	}
	return out
}

// Survey lists the characters of a CV that the fonts lack.
type Survey struct {
	Missing []rune // drawn as boxes: each once, in the order of Unicode
	Left    []rune // emoji that are left out
	// Unreadable reports that most of the PDF would be boxes.
	Unreadable bool
}

// Look surveys a CV without laying it out.
func Look(cv *data.CV, lib *fonts.Library) Survey {
	t := typeset.NewSurvey(lib, cv.Language(), cv.RightToLeft())
	lacking, letters := 0, 0 // of the name
	for _, r := range typeset.Tidy(cv.Basics.Name) {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			letters++
			if !t.Has(r) {
				lacking++
			}
		}
	}
	l := layout{t: t, width: 50, at: &element{}}
	l.document(cv)
	t.Paragraph(plain(cv.Updated(), fonts.Regular, quiet))
	c := t.Coverage()
	return Survey{
		Missing: c.Missing, Left: c.Left,
		Unreadable: lacking > 0 && 2*lacking >= letters || 5*c.Boxes >= c.Letters && c.Boxes > 0,
	}
}

// paper is a paper size, in points.
type paper struct{ width, height float64 }

// paperOf returns the paper that the CV asks for, or the usual one of its country (CLDR).
func paperOf(asked, country string) paper {
	a4, letter := paper{595.28, 841.89}, paper{612, 792}
	switch strings.ToLower(strings.TrimSpace(asked)) {
	case "letter", "us letter", "us-letter", "usletter":
		return letter
	case "a4":
		return a4
	}
	switch strings.ToUpper(strings.TrimSpace(country)) {
	case "US", "CA", "MX", "PH", "CL", "CO", "CR", "GT", "NI", "PA", "PR", "SV", "VE", "BZ", "BO", "HN", "DO",
		"USA", "UNITED STATES", "UNITED STATES OF AMERICA", "CANADA", "MEXICO", "MÉXICO", "PHILIPPINES", "CHILE", "COLOMBIA":
		return letter
	}
	return a4
}
