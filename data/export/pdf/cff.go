package pdf

import (
	"encoding/binary"
	"math"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
)

// A font in the file is made anew of outlines, one glyph a code, so that nothing
// of a font file gets into the PDF that has not been read and understood. Here one
// of cubic curves is made: in Compact Font Format (Adobe technical notes 5176 and
// 5177), with 1000 units to the em and the code as CID.

// outline is a glyph as a charstring of type 2.
type outline struct {
	b      []byte
	x, y   int // the point where the pen is
	scale  float64
	extent [4]int
}

// newOutline returns a glyph of the given width that is drawn in units of scale.
func newOutline(width int, scale float64) *outline {
	o := &outline{scale: scale}
	o.number(width)
	return o
}

func (o *outline) box() [4]int   { return o.extent }
func (o *outline) bytes() []byte { return append(o.b, opEnd) }

// coordinate rounds and limits a length in units of the em; a font may hold any
// number.
func coordinate(v float64) int {
	if math.IsNaN(v) {
		return 0
	}
	return int(math.Round(min(max(v, -8000), 8000)))
}

func (o *outline) number(n int) {
	switch {
	case n >= -107 && n <= 107:
		o.b = append(o.b, byte(n+139))
	case n >= 108 && n <= 1131:
		o.b = append(o.b, byte((n-108)>>8+247), byte(n-108))
	case n >= -1131 && n <= -108:
		o.b = append(o.b, byte((-n-108)>>8+251), byte(-n-108))
	default:
		o.b = binary.BigEndian.AppendUint16(append(o.b, 28), uint16(int16(n)))
	}
}

// to writes the way to a point.
func (o *outline) to(x, y int) {
	o.number(x - o.x)
	o.number(y - o.y)
	o.x, o.y = x, y
	o.extent = [4]int{min(o.extent[0], x), min(o.extent[1], y), max(o.extent[2], x), max(o.extent[3], y)}
}

// The operators of type 2 charstrings.
const (
	opLineTo  = 5
	opCurveTo = 8
	opEnd     = 14
	opMoveTo  = 21
)

// maxSegments limits one glyph; the richest Chinese characters have some 300.
const maxSegments = 5000

// add draws the outline of a glyph with its origin at dx, dy, in units of a
// thousandth of the em.
func (o *outline) add(segments []font.Segment, dx, dy float64) {
	at := func(p ot.SegmentPoint) (float64, float64) {
		return float64(p.X)*o.scale + dx, float64(p.Y)*o.scale + dy
	}
	var px, py float64 // the point where the pen is, not rounded
	open := false
	for _, s := range segments[:min(len(segments), maxSegments)] {
		x, y := at(s.Args[0])
		if s.Op != ot.SegmentOpMoveTo && !open {
			o.to(coordinate(px), coordinate(py))
			o.b = append(o.b, opMoveTo)
		}
		open = true
		switch s.Op {
		case ot.SegmentOpMoveTo:
			o.to(coordinate(x), coordinate(y))
			o.b = append(o.b, opMoveTo)
			px, py = x, y
		case ot.SegmentOpLineTo:
			o.to(coordinate(x), coordinate(y))
			o.b = append(o.b, opLineTo)
			px, py = x, y
		case ot.SegmentOpQuadTo:
			ex, ey := at(s.Args[1])
			o.curve(px+(x-px)*2/3, py+(y-py)*2/3, ex+(x-ex)*2/3, ey+(y-ey)*2/3, ex, ey)
			px, py = ex, ey
		case ot.SegmentOpCubeTo:
			x2, y2 := at(s.Args[1])
			ex, ey := at(s.Args[2])
			o.curve(x, y, x2, y2, ex, ey)
			px, py = ex, ey
		}
	}
}

func (o *outline) curve(points ...float64) {
	for i := 0; i < len(points); i += 2 {
		o.to(coordinate(points[i]), coordinate(points[i+1]))
	}
	o.b = append(o.b, opCurveTo)
}

// compactFont writes the font program of charstrings; the first is that of code 0.
func compactFont(name string, charstrings [][]byte, box [4]int) []byte {
	index := func(items ...[]byte) []byte {
		b := binary.BigEndian.AppendUint16(nil, uint16(len(items)))
		if len(items) == 0 {
			return b
		}
		b = append(b, 4)
		at := uint32(1)
		b = binary.BigEndian.AppendUint32(b, at)
		for _, it := range items {
			at += uint32(len(it))
			b = binary.BigEndian.AppendUint32(b, at)
		}
		for _, it := range items {
			b = append(b, it...)
		}
		return b
	}
	operand := func(b []byte, n int) []byte { return binary.BigEndian.AppendUint32(append(b, 29), uint32(int32(n))) }
	n := len(charstrings)
	strings := index([]byte("Adobe"), []byte("Identity"))
	private := append(append(operand(nil, 0), 20), append(operand(nil, 0), 21)...) // defaultWidthX and nominalWidthX are 0
	charset := []byte{0}
	if n > 1 {
		charset = binary.BigEndian.AppendUint16([]byte{2, 0, 1}, uint16(n-2))
	}
	fdSelect := binary.BigEndian.AppendUint16([]byte{3, 0, 1, 0, 0, 0}, uint16(n))
	chars := index(charstrings...)
	// Every operand takes five bytes, so that lengths are known before offsets.
	top := func(charset, fdSelect, chars, fonts int) []byte {
		var b []byte
		b = append(operand(operand(operand(b, 391), 392), 0), 12, 30) // ROS: Adobe-Identity-0
		for _, v := range box {
			b = operand(b, v)
		}
		b = append(b, 5)                    // FontBBox
		b = append(operand(b, n), 12, 34)   // CIDCount
		b = append(operand(b, charset), 15) //
		b = append(operand(b, fdSelect), 12, 37)
		b = append(operand(b, chars), 17)
		return append(operand(b, fonts), 12, 36) // FDArray
	}
	head := append([]byte{1, 0, 4, 4}, index([]byte(name))...)
	at := len(head) + len(index(top(0, 0, 0, 0))) + len(strings) + len(index())
	charsetAt := at
	fdSelectAt := charsetAt + len(charset)
	charsAt := fdSelectAt + len(fdSelect)
	privateAt := charsAt + len(chars)
	fontsAt := privateAt + len(private)
	fonts := index(append(operand(operand(nil, len(private)), privateAt), 18))
	out := append(head, index(top(charsetAt, fdSelectAt, charsAt, fontsAt))...)
	for _, part := range [][]byte{strings, index(), charset, fdSelect, chars, private, fonts} {
		out = append(out, part...)
	}
	return out
}
