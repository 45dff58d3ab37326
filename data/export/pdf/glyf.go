package pdf

import (
	"encoding/binary"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
)

// contours is a glyph in TrueType's form. A font of quadratic curves stays one:
// nothing is lost, and some programs place its letters better on a screen.
type contours struct {
	ends   []uint16 // the last point of each
	points []point
}

type point struct {
	x, y int
	on   bool // on the curve, and not a control point
}

// add draws the outline of a glyph with its origin at dx, dy, in units of the em.
func (c *contours) add(segments []font.Segment, dx, dy float64) {
	to := func(p ot.SegmentPoint, on bool) {
		c.points = append(c.points, point{coordinate(float64(p.X) + dx), coordinate(float64(p.Y) + dy), on})
	}
	from := len(c.points)
	end := func() {
		if n := len(c.points); n > from {
			if n > from+1 && c.points[n-1] == c.points[from] {
				c.points = c.points[:n-1] // contours are closed by themselves
			}
			c.ends = append(c.ends, uint16(len(c.points)-1))
		}
		from = len(c.points)
	}
	for _, s := range segments[:min(len(segments), maxSegments)] {
		args := s.ArgsSlice()
		if s.Op == ot.SegmentOpMoveTo {
			end()
		}
		if s.Op == ot.SegmentOpQuadTo {
			to(args[0], false)
		}
		to(args[len(args)-1], true)
	}
	end()
}

// box is the least and the greatest coordinates.
func (c *contours) box() (box [4]int) {
	for i, p := range c.points {
		if i == 0 {
			box = [4]int{p.x, p.y, p.x, p.y}
		}
		box = [4]int{min(box[0], p.x), min(box[1], p.y), max(box[2], p.x), max(box[3], p.y)}
	}
	return box
}

// bytes is the glyph as an entry of the glyf table, padded to four bytes.
func (c *contours) bytes() []byte {
	if len(c.ends) == 0 || len(c.points) > 30000 {
		return nil
	}
	b := words(len(c.ends))
	box := c.box()
	b = append(b, words(box[:]...)...)
	for _, e := range c.ends {
		b = append(b, words(int(e))...)
	}
	b = append(b, 0, 0) // no instructions
	const on, shortX, shortY, sameX, sameY = 1, 2, 4, 16, 32
	var flags, xs, ys []byte
	put := func(out []byte, d int, short, same byte, flag *byte) []byte {
		switch {
		case d == 0:
			*flag |= same
			return out
		case d > -256 && d < 256:
			*flag |= short
			if d > 0 {
				*flag |= same
				return append(out, byte(d))
			}
			return append(out, byte(-d))
		}
		return append(out, words(d)...)
	}
	var last point
	for _, p := range c.points {
		var flag byte
		if p.on {
			flag = on
		}
		xs = put(xs, p.x-last.x, shortX, sameX, &flag)
		ys = put(ys, p.y-last.y, shortY, sameY, &flag)
		flags, last = append(flags, flag), p
	}
	b = append(append(append(b, flags...), xs...), ys...)
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// words are numbers of 16 bits, with the highest byte first.
func words(ns ...int) (b []byte) {
	for _, n := range ns {
		b = binary.BigEndian.AppendUint16(b, uint16(n))
	}
	return b
}

// trueTypeFont writes a font program of glyphs with the given widths, in units of
// the em (OpenType 1.9), with the tables that a PDF needs (ISO 32000-1, 9.9).
func trueTypeFont(glyphs [][]byte, widths []int, upem int, box [4]int) []byte {
	var glyf, loca, hmtx []byte
	for i, g := range glyphs {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		glyf = append(glyf, g...)
		left := 0 // of its box; some programs move a glyph to what is said here
		if len(g) > 3 {
			left = int(binary.BigEndian.Uint16(g[2:]))
		}
		hmtx = append(hmtx, words(widths[i], left)...)
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	head := append(words(1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 0, upem, 0, 0, 0, 0, 0, 0, 0, 0), words(box[:]...)...)
	head = append(head, words(0, 8, 2, 1, 0)...) // long offsets in loca
	maxp := words(1, 0, len(glyphs), 30000, 2000, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)
	hhea := words(1, 0, box[3], box[1], 0, box[2], 0, 0, box[2], 1, 0, 0, 0, 0, 0, 0, 0, len(glyphs))
	tables := []struct {
		tag  string
		data []byte
	}{{"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}}
	out := words(1, 0, len(tables), 64, 2, 32)
	at := len(out) + 16*len(tables)
	for _, t := range tables {
		out = append(out, t.tag...)
		out = binary.BigEndian.AppendUint32(out, checksum(t.data))
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t.data)))
		at += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		out = append(out, t.data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out
}

func checksum(b []byte) (sum uint32) {
	for len(b) > 0 {
		var word [4]byte
		n := copy(word[:], b)
		sum += binary.BigEndian.Uint32(word[:])
		b = b[n:]
	}
	return sum
}
