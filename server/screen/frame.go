package screen

import (
	"crypto/sha256"
	"strings"
	"unique"
)

// frame is what one View put on a screen of a certain size. Frames with equal
// digests look the same; the text is interned, so that a thousand sessions that
// show the same page hold one copy of it.
type frame struct {
	digest [sha256.Size]byte
	text   unique.Handle[string]
	width  int  // columns of the terminal
	height int  // rows of the terminal
	inline bool // drawn at the cursor, not in the alt screen
}

func newFrame(text string, width, height int, inline bool) frame {
	if inline {
		text = lastLines(text, height)
	}
	return frame{
		digest: sha256.Sum256([]byte(text)),
		text:   unique.Make(text),
		width:  width,
		height: height,
		inline: inline,
	}
}

// rows is how many rows of the terminal the frame takes.
func (f frame) rows() int {
	if !f.inline {
		return f.height
	}
	return strings.Count(f.text.Value(), "\n") + 1
}

// sameScreen reports whether both frames are drawn on the same kind and size of
// screen, so that one can be turned into the other by an update.
func (f frame) sameScreen(g frame) bool {
	return f.width == g.width && f.height == g.height && f.inline == g.inline
}

// lastLines cuts text to its last n lines. An inline frame that is taller than
// the terminal has scrolled its first lines out of reach.
func lastLines(text string, n int) string {
	for extra := strings.Count(text, "\n") + 1 - n; extra > 0; extra-- {
		text = text[strings.IndexByte(text, '\n')+1:]
	}
	return text
}
