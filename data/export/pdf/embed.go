package pdf

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"

	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// embedding is a face as it goes into the file: a code for each cluster of glyphs
// that stands for a text. A base with its marks, or a conjunct whose glyphs stand
// in another order than its letters, so is one code, and every program that takes
// text out of the file gets it in the order in which it was written.
type embedding struct {
	face  *fonts.Face
	name  string // of the resource
	ref   ref
	codes map[string]int
	chars []char // by code; the first is the box for what is missing
	box   [4]int
}

type char struct {
	text  string
	width int    // in thousandths of the em
	shape []byte // in the form of the font program
}

// maxCodes is the number of codes that two bytes can say.
const maxCodes = 65535

func newEmbedding(face *fonts.Face, n int, r ref) *embedding {
	e := &embedding{face: face, name: fmt.Sprintf("F%d", n), ref: r, codes: map[string]int{}}
	e.draw("", nil, 500)
	return e
}

// code returns the code of a cluster and the width that the font gives it.
func (e *embedding) code(c cluster) (code, width int) {
	var k strings.Builder
	k.WriteString(c.text)
	if c.lift {
		c.glyphs = slices.Clone(c.glyphs)
		for i := range c.glyphs {
			c.glyphs[i].dy -= lift
		}
		k.WriteString("\x00")
	}
	for _, g := range c.glyphs {
		fmt.Fprintf(&k, "\x00%d %d %d", g.id, coordinate(g.dx*1000), coordinate(g.dy*1000))
	}
	code, ok := e.codes[k.String()]
	if !ok {
		if len(e.chars) == maxCodes {
			return 0, e.chars[0].width
		}
		code = e.draw(c.text, c.glyphs, coordinate(c.natural*1000))
		e.codes[k.String()] = code
	}
	return code, e.chars[code].width
}

// draw adds a code. Outlines that break the parser are told by a panic of
// [brokenFont], which ends the painting.
func (e *embedding) draw(text string, glyphs []glyph, width int) int {
	defer func() {
		if r := recover(); r != nil {
			panic(&brokenFont{e.face, r})
		}
	}()
	c := char{text: text, width: width}
	upem := float64(e.face.Upem())
	unit := 1000.0 // of the em in the font program
	var shape interface {
		add([]font.Segment, float64, float64)
		box() [4]int
		bytes() []byte
	}
	if e.quadratic() {
		unit, shape = upem, &contours{}
	} else {
		shape = newOutline(width, 1000/upem)
	}
	for _, g := range glyphs {
		if o, ok := e.face.GlyphDataOutline(font.GID(g.id)); ok {
			shape.add(o.Segments, g.dx*unit, g.dy*unit)
		}
	}
	box := shape.box()
	e.box = [4]int{min(e.box[0], box[0]), min(e.box[1], box[1]), max(e.box[2], box[2]), max(e.box[3], box[3])}
	c.shape = shape.bytes()
	e.chars = append(e.chars, c)
	return len(e.chars) - 1
}

// quadratic reports a font of TrueType outlines, which is written as one.
func (e *embedding) quadratic() bool {
	return e.face.Flavor == ot.TrueType
}

// write writes the font's objects (ISO 32000-1, 9.7).
func (e *embedding) write(f *file, n int) {
	name := tag(n) + "+" + e.face.Name
	var shapes [][]byte
	var own []int // widths in units of the font
	var widths strings.Builder
	for _, c := range e.chars {
		shapes, own = append(shapes, c.shape), append(own, c.width*int(e.face.Upem())/1000)
		fmt.Fprintf(&widths, "%d ", c.width)
	}
	box := e.box
	kind, key, more := "CIDFontType0", "FontFile3", ""
	var program ref
	if e.quadratic() {
		for i := range box {
			box[i] = box[i] * 1000 / int(e.face.Upem())
		}
		kind, key, more = "CIDFontType2", "FontFile2", " /CIDToGIDMap /Identity"
		font := trueTypeFont(shapes, own, int(e.face.Upem()), e.box)
		program = f.stream(fmt.Sprintf("/Length1 %d", len(font)), font)
	} else {
		program = f.stream("/Subtype /CIDFontType0C", compactFont(name, shapes, e.box))
	}
	angle, flags := 0, 4
	if e.face.Italic {
		angle, flags = -12, 4|64
	}
	descriptor := f.add("<</Type /FontDescriptor /FontName /%s /Flags %d /FontBBox [%d %d %d %d] /ItalicAngle %d /Ascent %d /Descent %d /CapHeight 650 /StemV 80 /%s %v>>",
		name, flags, box[0], box[1], box[2], box[3], angle, box[3], box[1], key, program)
	cid := f.add("<</Type /Font /Subtype /%s /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor %v /DW 1000 /W [0 [%s]]%s>>",
		kind, name, descriptor, strings.TrimSpace(widths.String()), more)
	unicode := f.stream("", []byte(e.toUnicode()))
	f.set(e.ref, "<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%v] /ToUnicode %v>>", name, cid, unicode)
}

// tag marks a subset: six capitals.
func tag(n int) string {
	b := []byte("AAAAAA")
	for i := len(b) - 1; n > 0 && i >= 0; i, n = i-1, n/26 {
		b[i] += byte(n % 26)
	}
	return string(b)
}

// toUnicode is the map from codes to text (ISO 32000-1, 9.10.3).
func (e *embedding) toUnicode() string {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for from := 1; from < len(e.chars); from += 100 {
		to := min(from+100, len(e.chars))
		fmt.Fprintf(&b, "%d beginbfchar\n", to-from)
		for i := from; i < to; i++ {
			fmt.Fprintf(&b, "<%04X> <%s>\n", i, utf16Hex(e.chars[i].text))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.String()
}
