package pdf

import (
	"bytes"
	"fmt"
	"slices"

	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/data/export/pdf/typeset"
)

// embedding is a face as embedded in the file: a code for each cluster of glyphs and its
// text. A base and its marks share a code, and so do the glyphs of a conjunct, whose order
// may differ from that of its letters. Programs that extract text get it as written.
type embedding struct {
	face        *fonts.Face
	name        string // of the resource
	ref         ref
	codes       map[string]int
	charstrings [][]byte // by code; the first is the box for missing characters
	widths      []int    // in thousandths of the em
	texts       []string
	box         [4]int
}

// maxCodes is the number of two-byte codes.
const maxCodes = 65535

func newEmbedding(face *fonts.Face, n int, r ref) *embedding {
	e := &embedding{face: face, name: fmt.Sprintf("F%d", n), ref: r, codes: map[string]int{}}
	e.draw("", nil, 500)
	return e
}

// code returns the code of a cluster and its width in the font; see lift for lifted.
func (e *embedding) code(c typeset.Cluster, lifted bool) (code, width int) {
	if lifted {
		c.Glyphs = slices.Clone(c.Glyphs)
		for i := range c.Glyphs {
			c.Glyphs[i].DY -= lift
		}
	}
	key := fmt.Sprintf("%s\x00%v %t", c.Text, c.Glyphs, lifted)
	code, ok := e.codes[key]
	if !ok && len(e.texts) < maxCodes {
		code = e.draw(c.Text, c.Glyphs, coordinate(c.Natural*1000))
		e.codes[key] = code
	}
	return code, e.widths[code]
}

// draw adds a code. It panics with [fonts.Broken] if the parser fails on an outline.
func (e *embedding) draw(text string, glyphs []typeset.Glyph, width int) (code int) {
	defer e.face.Guard()
	o := &outline{}
	o.number(width)
	for _, g := range glyphs {
		if shape, ok := e.face.GlyphDataOutline(g.ID); ok {
			o.add(shape.Segments, 1000/float64(e.face.Upem()), g.DX*1000, g.DY*1000)
		}
	}
	e.box = [4]int{min(e.box[0], o.extent[0]), min(e.box[1], o.extent[1]), max(e.box[2], o.extent[2]), max(e.box[3], o.extent[3])}
	e.charstrings, e.widths, e.texts = append(e.charstrings, append(o.b, opEnd)), append(e.widths, width), append(e.texts, text)
	return len(e.texts) - 1
}

// write writes the font's objects (ISO 32000-1, 9.7); n is the font's number.
func (e *embedding) write(f *file, n int) {
	tag := []byte("AAAAAA+") // marks a subset
	for i := 5; n > 0; i, n = i-1, n/26 {
		tag[i] += byte(n % 26)
	}
	name := string(tag) + e.face.Name
	data := f.stream("/Subtype /CIDFontType0C", program(name, e.charstrings, e.box))
	angle, flags := 0, 4
	if e.face.Italic {
		angle, flags = -12, 4|64
	}
	descriptor := f.add("<</Type /FontDescriptor /FontName /%s /Flags %d /FontBBox %d /ItalicAngle %d /Ascent %d /Descent %d /CapHeight 650 /StemV 80 /FontFile3 %v>>",
		name, flags, e.box, angle, e.box[3], e.box[1], data)
	cid := f.add("<</Type /Font /Subtype /CIDFontType0 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor %v /DW 1000 /W [0 %d]>>",
		name, descriptor, e.widths)
	f.set(e.ref, "<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%v] /ToUnicode %v>>", name, cid, f.stream("", e.toUnicode()))
}

// toUnicode returns the map from codes to text (ISO 32000-1, 9.10.3).
func (e *embedding) toUnicode() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for from := 1; from < len(e.texts); from += 100 {
		to := min(from+100, len(e.texts))
		fmt.Fprintf(&b, "%d beginbfchar\n", to-from)
		for i := from; i < to; i++ {
			fmt.Fprintf(&b, "<%04X> <%s>\n", i, utf16Hex(e.texts[i]))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}
