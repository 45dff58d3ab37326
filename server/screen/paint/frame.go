package paint

import (
	"crypto/sha256"
	"unique"
)

// frame is what one View puts on a terminal. Frames with equal digests look the
// same. The text is interned, so that a thousand sessions that show the same page
// hold one copy of it.
type frame struct {
	digest [sha256.Size]byte
	text   unique.Handle[string]
	place  Viewport
}

func newFrame(text string, place Viewport) frame {
	return frame{digest: sha256.Sum256([]byte(text)), text: unique.Make(text), place: place}
}
