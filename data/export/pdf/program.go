package pdf

import (
	"bytes"
	"encoding/binary"
	"math"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
)

// A font in the file is rebuilt from outlines, one glyph a code, so that only parsed data
// gets into the PDF. For any kind of font, it is a program in the Compact Font Format (Adobe
// technical notes 5176 and 5177) with 1000 units per em and the code as CID.

// outline is a glyph as a charstring of type 2.
type outline struct {
	b      []byte
	x, y   int    // the point where the pen is
	extent [4]int // left, bottom, right, top
}

// The operators of type 2 charstrings.
const (
	opLineTo  = 5
	opCurveTo = 8
	opEnd     = 14
	opMoveTo  = 21
)

// maxSegments limits one glyph; the most complex Chinese characters have about 300.
const maxSegments = 5000

// coordinate rounds and limits a length, because a font may contain any number.
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

// to writes the vectors to points, then an operator.
func (o *outline) to(op byte, points ...[2]float64) {
	for _, p := range points {
		x, y := coordinate(p[0]), coordinate(p[1])
		o.number(x - o.x)
		o.number(y - o.y)
		o.x, o.y = x, y
		o.extent = [4]int{min(o.extent[0], x), min(o.extent[1], y), max(o.extent[2], x), max(o.extent[3], y)}
	}
	o.b = append(o.b, op)
}

// add draws segments in units of scale, with their origin at dx, dy.
func (o *outline) add(segments []font.Segment, scale, dx, dy float64) {
	var pen [2]float64 // not rounded
	for i, s := range segments[:min(len(segments), maxSegments)] {
		var at [3][2]float64
		for j, a := range s.Args {
			at[j] = [2]float64{float64(a.X)*scale + dx, float64(a.Y)*scale + dy}
		}
		if i == 0 && s.Op != ot.SegmentOpMoveTo {
			o.to(opMoveTo, pen)
		}
		switch s.Op {
		case ot.SegmentOpMoveTo:
			o.to(opMoveTo, at[0])
		case ot.SegmentOpLineTo:
			o.to(opLineTo, at[0])
		case ot.SegmentOpQuadTo: // as a cubic curve
			third := func(p [2]float64) [2]float64 {
				return [2]float64{p[0] + (at[0][0]-p[0])*2/3, p[1] + (at[0][1]-p[1])*2/3}
			}
			o.to(opCurveTo, third(pen), third(at[1]), at[1])
		case ot.SegmentOpCubeTo:
			o.to(opCurveTo, at[:]...)
		}
		pen = at[len(s.ArgsSlice())-1]
	}
}

// program returns the font program of charstrings, indexed by code.
func program(name string, charstrings [][]byte, box [4]int) []byte {
	index := func(items ...[]byte) []byte {
		b := binary.BigEndian.AppendUint16(nil, uint16(len(items)))
		if len(items) == 0 {
			return b
		}
		at := uint32(1)
		b = binary.BigEndian.AppendUint32(append(b, 4), at)
		for _, it := range items {
			at += uint32(len(it))
			b = binary.BigEndian.AppendUint32(b, at)
		}
		return append(b, bytes.Join(items, nil)...)
	}
	// An offset always takes five bytes, so that lengths are known before offsets.
	// FreeType (2.12) reads a negative five-byte number as a positive one.
	entry := func(b []byte, operator string, operands ...int) []byte {
		for _, n := range operands {
			if n < 0 {
				b = binary.BigEndian.AppendUint16(append(b, 28), uint16(int16(n)))
			} else {
				b = binary.BigEndian.AppendUint32(append(b, 29), uint32(n))
			}
		}
		return append(b, operator...)
	}
	n := len(charstrings)
	top := func(charset, fdSelect, chars, fonts int) []byte {
		b := entry(nil, "\x0c\x1e", 391, 392, 0) // ROS: Adobe-Identity-0
		b = entry(b, "\x05", box[:]...)          // FontBBox
		b = entry(b, "\x0c\x22", n)              // CIDCount
		b = entry(b, "\x0f", charset)
		b = entry(b, "\x0c\x25", fdSelect)
		b = entry(b, "\x11", chars)
		return index(entry(b, "\x0c\x24", fonts)) // FDArray
	}
	private := entry(nil, "\x14", 0) // defaultWidthX
	charset := binary.BigEndian.AppendUint16([]byte{2, 0, 1}, uint16(n-2))
	if n == 1 {
		charset = []byte{0}
	}
	fdSelect := binary.BigEndian.AppendUint16([]byte{3, 0, 1, 0, 0, 0}, uint16(n))
	parts := [][]byte{
		{1, 0, 4, 4}, index([]byte(name)), top(0, 0, 0, 0), index([]byte("Adobe"), []byte("Identity")), index(), private,
		charset, fdSelect, index(charstrings...), index(entry(nil, "\x12", len(private), 0)),
	}
	at := make([]int, len(parts)+1)
	for i, p := range parts {
		at[i+1] = at[i] + len(p)
	}
	parts[2], parts[9] = top(at[6], at[7], at[8], at[9]), index(entry(nil, "\x12", len(private), at[5]))
	return bytes.Join(parts, nil)
}
