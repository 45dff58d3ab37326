package tui

// class is a size class of screens. Each has its own design.
type class int

const (
	tooSmall class = iota // only a message with the size needed
	narrow                // one-line header, short footer
	regular               // section bar on top
	wide                  // outline at the left
)

// The limits of the classes, in cells.
const (
	minWidth, minHeight = 30, 8
	regularWidth        = 60
	wideWidth           = 100

	maxText        = 76 // columns of text in the regular class
	maxTextWide    = 80 // and in the wide one
	outlineColumns = 18
	outlineGap     = 4
	tall           = 18 // least rows for space around header and footer
	taller         = 32
)

// geometry is the position of everything on a screen. Rows and columns count from 0.
type geometry struct {
	class      class
	left, text int  // first column and width of the text
	outline    int  // first column of the outline (wide)
	header     int  // first row of the header
	headline   bool // is below the name, not in the document
	compact    bool
	bar        int // row of the section bar (regular)
	top, body  int // first row of the document and number of its rows
	footer     int // row of the footer, the last one
}

// measure returns the geometry of a screen; headline is the width of the headline in cells.
// A right-to-left CV has no outline, because a terminal that reorders text would reorder
// the outline with the text beside it.
func measure(width, height, headline int, rtl bool) geometry {
	g := geometry{footer: height - 1, compact: height < tall}
	switch {
	case width < minWidth || height < minHeight:
		g.class, g.text, g.body = tooSmall, max(width, 1), max(height, 1)
		return g
	case width < regularWidth:
		g.class, g.left, g.text = narrow, 1, width-2
	case width < wideWidth || rtl:
		g.class, g.text = regular, min(maxText, width-4)
		g.left = (width - g.text) / 2
	default:
		g.class, g.text = wide, min(maxTextWide, width-4-outlineColumns-outlineGap)
		g.outline = (width - g.text - outlineColumns - outlineGap) / 2
		g.left = g.outline + outlineColumns + outlineGap
	}
	margin, space := 0, 0 // rows around the header and the footer
	if height >= taller {
		margin = 1
	}
	if !g.compact {
		space = 1
	}
	g.header = margin
	g.top = g.header + 1 + space
	if g.headline = g.class != narrow && !g.compact && headline > 0 && headline <= g.text; g.headline {
		g.top++
	}
	if g.class == regular {
		g.bar = g.top
		g.top += 1 + space // with the marker below it
	}
	g.top += margin
	g.body = g.footer - space - g.top
	return g
}
