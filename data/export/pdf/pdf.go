// Package pdf writes a CV as a typeset, tagged PDF with its fonts embedded: text
// of every script that its fonts have, in the order in which it is read.
//
// A CV goes through four steps: [layout] makes rows of its texts, which
// [typesetter] shapes; [paginate] puts rows on pages; [painter] draws them and
// fills the structure tree; [file] writes the objects. The same CV and the same
// fonts give the same bytes.
package pdf

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-text/typesetting/language"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// The margins of the page, in points.
const (
	sideMargin = 56.0
	headMargin = 50.0
	footMargin = 50.0
)

// longCV is the number of pages above which a larger size is not tried: a CV that
// long is no better for it.
const longCV = 6

// Options is what a PDF depends on beside the CV.
type Options struct {
	Fonts    *fonts.Library // for what the embedded faces lack; nil for none
	Language string         // of the CV, as BCP 47; "" where it is not known
}

// Write writes the CV as a PDF. The size of its text, within what reads well, is
// the largest that takes no more pages than the smallest. Its dates are those of
// meta.lastModified, never the clock's.
//
// A character that no font has is drawn as a box, which a note at the end
// explains; emoji without an outline are left out. See [Survey].
func Write(w io.Writer, cv *data.CV, o Options) error {
	for {
		d, err := compose(cv, o)
		var b []byte
		if err == nil {
			b, err = d.bytes(cv, o)
		}
		var broken *brokenFont
		if errors.As(err, &broken) && o.Fonts.Reject(broken.face) {
			continue // without that font
		}
		if err == nil {
			_, err = w.Write(b)
		}
		return err
	}
}

// document is a CV laid out on pages.
type document struct {
	t     *typesetter
	paper paper
	pages [][]placed
	root  *element
}

func newTypesetter(cv *data.CV, o Options) *typesetter {
	base, _, _ := strings.Cut(o.Language, "-")
	t := &typesetter{
		set: fonts.NewSet(o.Fonts, o.Language), lang: o.Language, language: language.NewLanguage(cmp.Or(o.Language, "en")),
		eastern: slices.Contains([]string{"zh", "ja", "ko"}, base), rtl: cv.RightToLeft(),
		done: map[string]*paragraph{}, missing: map[rune]int{}, left: map[rune]bool{},
	}
	return t
}

func compose(cv *data.CV, o Options) (*document, error) {
	d := &document{t: newTypesetter(cv, o), paper: paperOf(cv.Meta.Page, cmp.Or(cv.Basics.Location.CountryCode, cv.Basics.Location.Country))}
	height := d.paper.height - headMargin - footMargin
	for _, em := range []float64{9.6, 9.8, 10, 10.2, 10.4, 10.6, 10.8} {
		root := &element{role: "Document"}
		l := layout{t: d.t, em: em, width: d.paper.width - 2*sideMargin, leading: leading(o.Language) * em, at: root}
		l.document(cv, lastUpdated(cv))
		l.note()
		if l.err != nil {
			return nil, l.err
		}
		pages := paginate(l.rows, height)
		if d.pages != nil && len(pages) > len(d.pages) {
			break
		}
		if d.pages, d.root = pages, root; len(pages) > longCV {
			break
		}
	}
	if len(d.pages) == 1 {
		d.pages[0] = spread(d.pages[0], height, 7)
	}
	return d, nil
}

// lastUpdated says when the CV was last changed, in its language.
func lastUpdated(cv *data.CV) string {
	t, ok := cv.Meta.Modified()
	if !ok {
		return ""
	}
	w := cv.Words()
	return w.Labels.Updated + " " + w.MonthYear(t.Year(), int(t.Month()))
}

// note says at the end of the document what its boxes are.
func (l *layout) note() {
	n := len(l.t.missing)
	if n == 0 {
		return
	}
	what := fmt.Sprintf("Boxes stand for %d characters that the fonts of this PDF do not have", n)
	if n == 1 {
		what = "A box stands for a character that the fonts of this PDF do not have"
	}
	l.block("P", 1.2*l.em, 0, plain(what+"; the other formats of this CV show them.", fonts.Italic, quiet))
}

// bytes paints the document.
func (d *document) bytes(cv *data.CV, o Options) (out []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			broken, ok := r.(*brokenFont)
			if !ok {
				panic(r)
			}
			err = broken
		}
	}()
	f := newFile()
	p := &painter{f: f, paper: d.paper, faces: map[*fonts.Face]*embedding{}}
	pages, resources, root := f.reserve(), f.reserve(), f.reserve()
	var refs []ref
	var sections outlines
	for i, rows := range d.pages {
		g := &canvas{painter: p, page: f.reserve(), height: d.paper.height}
		g.paint(rows)
		if len(d.pages) > 1 {
			if err := d.pageNumber(g, cv, i+1); err != nil {
				return nil, err
			}
		}
		for _, r := range rows {
			if r.section != nil {
				sections = append(sections, bookmark{r.pieces[0].p, g.page, d.paper.height - headMargin - r.y + 4})
			}
		}
		g.finish(pages, resources)
		refs = append(refs, g.page)
	}
	for i, e := range p.order {
		e.write(f, i)
	}
	var names strings.Builder
	for _, e := range p.order {
		fmt.Fprintf(&names, "/%s %v ", e.name, e.ref)
	}
	f.set(resources, "<</Font <<%s>>>>", strings.TrimSpace(names.String()))
	var kids strings.Builder
	for _, r := range refs {
		fmt.Fprintf(&kids, "%v ", r)
	}
	f.set(pages, "<</Type /Pages /Kids [%s] /Count %d>>", strings.TrimSpace(kids.String()), len(refs))
	a := about{title: title(cv), author: tidy(cv.Basics.Name), subject: tidy(cv.Headline()), lang: o.Language, date: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)}
	if t, ok := cv.Meta.Modified(); ok {
		a.date = t
	}
	xmp := f.addPlain("/Type /Metadata /Subtype /XML", a.xmp())
	lang, direction := "", "L2R"
	if o.Language != "" {
		lang = " /Lang " + literal(o.Language)
	}
	if d.t.rtl {
		direction = "R2L"
	}
	f.set(root, "<</Type /Catalog /Pages %v /StructTreeRoot %v /MarkInfo <</Marked true>> /Metadata %v /ViewerPreferences <</DisplayDocTitle true /Direction /%s>>%s%s>>",
		pages, writeTree(f, d.root, p.parents), xmp, direction, lang, sections.write(f))
	return f.finish(root, f.add("%s", a.info())), nil
}

func title(cv *data.CV) string {
	if name := tidy(cv.Basics.Name); name != "" {
		return name + " – CV"
	}
	return "CV"
}

// pageNumber is at the right of the foot; a CV that falls apart on a desk is put
// together again by it, so it has the name too.
func (d *document) pageNumber(g *canvas, cv *data.CV, n int) error {
	text := fmt.Sprintf("%d/%d", n, len(d.pages))
	if name := tidy(cv.Basics.Name); name != "" && utf8.RuneCountInString(name) < 60 {
		text = name + " – " + text
	}
	p, err := d.t.paragraph([]span{plain(text, fonts.Regular, quiet)})
	if err != nil {
		return err
	}
	const size = 8.5
	l := p.line(0, len(p.clusters), len(p.clusters))
	x := d.paper.width - 2*sideMargin - l.width*size
	if d.t.rtl {
		x = 0
	}
	g.b.WriteString("/Artifact <</Type /Pagination /Subtype /Footer>> BDC\n")
	g.piece(piece{line: l, x: x, em: size}, footMargin-24)
	g.b.WriteString("EMC\n")
	return nil
}

// Survey is what the fonts lack of a CV.
type Survey struct {
	Missing []rune // drawn as boxes: each once, in the order of Unicode
	Left    []rune // emoji that are left out
	// Unreadable says that so much is missing that the PDF is of no use.
	Unreadable bool
}

// Look surveys the CV by what the fonts have, without laying it out.
func Look(cv *data.CV, o Options) (Survey, error) {
	t := newTypesetter(cv, o)
	name := 0
	letters := 0
	for _, r := range tidy(cv.Basics.Name) {
		if isLetter(r) {
			letters++
			if !t.set.Has(r) {
				name++
			}
		}
	}
	l := layout{t: t, em: 10, width: 480, at: &element{}}
	t.survey = true
	l.document(cv, lastUpdated(cv))
	missing := 0
	for _, n := range t.missing {
		missing += n
	}
	return Survey{
		Missing: slices.Sorted(maps.Keys(t.missing)), Left: slices.Sorted(maps.Keys(t.left)),
		Unreadable: name > 0 && 2*name >= letters || 5*missing >= t.seen && missing > 0,
	}, l.err
}
