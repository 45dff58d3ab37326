package export

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"codeberg.org/go-pdf/fpdf"

	"wenkaiyue.com/cv/data"
)

// The page is A4; lengths are in points.
const (
	pageWidth, pageHeight = 595.28, 841.89
	sideMargin            = 56.0
	headMargin            = 50.0
	footMargin            = 50.0
	textWidth             = pageWidth - 2*sideMargin
	textHeight            = pageHeight - headMargin - footMargin
)

// longCV is the number of pages above which a larger size is not tried: a CV that
// long is no better for it.
const longCV = 6

// PDF writes the CV as a typeset A4 document with its fonts embedded. The size of
// its text, within what reads well, is the largest that takes no more pages than
// the smallest. Its dates are those of meta.lastModified, never the clock's.
//
// A character that no font of it has is drawn as a box, which a note on the last
// page explains; copying it out of the PDF still gives the character, unless it
// is above U+FFFF. See [PDFMissing].
func PDF(w io.Writer, cv *data.CV) error {
	d, err := newPDF(cv)
	if err != nil {
		return err
	}
	d.metadata(cv)
	for i, page := range d.pages {
		d.pdf.AddPage()
		for _, r := range page {
			d.draw(r)
		}
		if len(d.pages) > 1 {
			d.pageNumber(cv, i+1)
		}
	}
	var b bytes.Buffer
	if err := d.pdf.Output(&b); err != nil {
		return err
	}
	_, err = b.WriteTo(w)
	return err
}

// PDFMissing returns the characters of the CV that no font of its PDF has, each
// once and in their order, so that the owner can be told; there are none in a CV
// in Latin, Greek or Cyrillic letters.
func PDFMissing(cv *data.CV) ([]rune, error) {
	d, err := newPDF(cv)
	if err != nil {
		return nil, err
	}
	return d.missing(), nil
}

// pdfDocument is a CV laid out on pages, ready to be drawn.
type pdfDocument struct {
	pdf   *fpdf.Fpdf
	set   *typesetter
	pages [][]placed
}

func newPDF(cv *data.CV) (*pdfDocument, error) {
	pdf := fpdf.New("P", "pt", "A4", "")
	pdf.SetAutoPageBreak(false, 0)
	t, err := newTypesetter(pdf)
	if err != nil {
		return nil, fmt.Errorf("loading the fonts of the PDF, a fault of the program and not of the CV: %w", err)
	}
	d := &pdfDocument{pdf: pdf, set: t}
	for _, em := range []float64{9.6, 9.8, 10, 10.2, 10.4, 10.6, 10.8} {
		l := pdfLayout{t: t, em: em, width: textWidth}
		l.document(cv)
		l.missingNote()
		pages := paginate(l.rows, textHeight)
		if d.pages != nil && len(pages) > len(d.pages) {
			break
		}
		if d.pages = pages; len(pages) > longCV {
			break
		}
	}
	if len(d.pages) == 1 {
		d.pages[0] = spread(d.pages[0], textHeight, 7)
	}
	return d, nil
}

func (d *pdfDocument) missing() []rune {
	var out []rune
	for r := range d.set.missing {
		out = append(out, r)
	}
	slices.Sort(out)
	return out
}

// missingNote says at the end of the document what its boxes are.
func (l *pdfLayout) missingNote() {
	n := len(l.t.missing)
	if n == 0 {
		return
	}
	what := fmt.Sprintf("Boxes stand for %d characters that the fonts of this PDF do not have", n)
	if n == 1 {
		what = "A box stands for a character that the fonts of this PDF do not have"
	}
	l.block(1.2*l.em, 0, set(what+"; the other formats of this CV show them.", italic, quiet))
}

func (d *pdfDocument) draw(r placed) {
	base := headMargin + r.y + 0.76*r.height
	if r.columns {
		d.pdf.RawWriteStr("/Span <</ActualText <" + utf16Hex(r.reading()) + ">>> BDC\n")
		defer d.pdf.RawWriteStr("EMC\n")
	}
	for _, s := range r.spans {
		d.pdf.SetFont(s.family, s.style(), s.size)
		d.pdf.SetTextColor(s.tint[0], s.tint[1], s.tint[2])
		if s.tracking != 0 {
			d.pdf.RawWriteStr(fmt.Sprintf("%.2f Tc\n", s.tracking))
		}
		d.pdf.Text(sideMargin+s.x, base, s.drawn())
		if s.tracking != 0 {
			d.pdf.RawWriteStr("0 Tc\n")
		}
		if s.url != "" {
			d.pdf.LinkString(sideMargin+s.x, base-0.76*s.size, s.width, s.size, s.url)
		}
	}
	if r.rule {
		d.pdf.SetLineWidth(0.5)
		d.pdf.SetDrawColor(170, 175, 182)
		y := headMargin + r.y + r.height
		d.pdf.Line(sideMargin, y, pageWidth-sideMargin, y)
	}
}

// reading is what the row says to those who read it as one line: whoever copies
// it, a screen reader, and the programs that read applications, which would take
// a column of dates for a text of its own (ISO 32000-1, 14.9.4).
func (r row) reading() string {
	var parts []string
	for i, s := range r.spans {
		if i > 0 && s.x-r.spans[i-1].x-r.spans[i-1].width < 0.1*s.size {
			parts[len(parts)-1] += s.drawn()
			continue
		}
		parts = append(parts, s.drawn())
	}
	return strings.Join(parts, " ")
}

// utf16Hex is a text string of PDF in hexadecimal.
func utf16Hex(s string) string {
	var b strings.Builder
	b.WriteString("FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}

// pageNumber is at the right of the foot; a CV that falls apart on a desk is put
// together again by it, so it has the name too.
func (d *pdfDocument) pageNumber(cv *data.CV, n int) {
	text := fmt.Sprintf("%d/%d", n, len(d.pages))
	if name := cv.Basics.Name; name != "" && len(name) < 80 {
		text = settable(name) + " – " + text
	}
	r := run{text: text, tint: quiet}
	w := d.set.width(r, 8.5)
	spans, _ := d.set.spans(r, 8.5, textWidth-w)
	d.draw(placed{row: row{height: 10, spans: spans}, y: textHeight + 16})
}

// metadata says who and what the document is, to readers and to search.
func (d *pdfDocument) metadata(cv *data.CV) {
	date := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // where the CV has none
	if t, ok := cv.Meta.Modified(); ok {
		date = t
	}
	d.pdf.SetCatalogSort(true)
	d.pdf.SetCreationDate(date)
	d.pdf.SetModificationDate(date)
	d.pdf.SetTitle(plane0(documentTitle(cv)), true)
	d.pdf.SetAuthor(plane0(printable(cv.Basics.Name)), true)
	d.pdf.SetSubject(plane0(printable(cv.Headline())), true)
	d.pdf.SetCreator("cv", true)
	if lang := cv.Language(); lang != "" {
		d.pdf.SetLang(lang)
	}
	d.pdf.SetXmpMetadata(xmp(cv, date))
}

// plane0 replaces what fpdf cannot write in its UTF-16.
func plane0(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xffff {
			return '\ufffd'
		}
		return r
	}, s)
}
