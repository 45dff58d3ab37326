package paint

import (
	"bytes"
	"crypto/sha256"
	"sync/atomic"
	"unique"

	uv "github.com/charmbracelet/ultraviolet"
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

// updateKey names an update: the bytes that turn one frame into another on one
// kind of terminal. The digests are SHA-256, so that no visitor can craft a
// frame that is taken for another one. A zero from means a screen whose content
// is not known and has to be cleared.
type updateKey struct {
	from, to [sha256.Size]byte
	place    Viewport
	term     terminal
}

// Updates computes screen updates. All painters share it: what one visitor's key
// costs, the next visitor gets from the cache.
type Updates struct {
	cache   *updateCache
	benches chan *bench // as many as may be in use at once
	latest  atomic.Pointer[frame]
}

// NewUpdates returns Updates with a cache of at most cacheBytes. At most benches painters
// compute updates at once.
func NewUpdates(cacheBytes, benches int) *Updates {
	u := &Updates{cache: newUpdateCache(cacheBytes), benches: make(chan *bench, benches)}
	for range benches {
		u.benches <- new(bench)
	}
	return u
}

// frame returns the frame of a text. Visitors who come at the same time often see the
// same one, so that the latest is kept.
func (u *Updates) frame(text string, place Viewport) frame {
	if f := u.latest.Load(); f != nil && f.text.Value() == text {
		return frame{digest: f.digest, text: f.text, place: place}
	}
	f := newFrame(text, place)
	u.latest.Store(&f)
	return f
}

// between returns the bytes that turn frame from, or a screen of unknown content
// if from is nil, into frame to. Both have the same viewport. The bytes are shared:
// they must not be changed.
//
// An update assumes nothing about the cursor and leaves it anywhere. The pen is
// reset before and after.
func (u *Updates) between(from *frame, to frame, term terminal) []byte {
	key := updateKey{to: to.digest, place: to.place, term: term}
	if from != nil {
		key.from = from.digest
	}
	if b, ok := u.cache.get(key); ok {
		return b
	}
	bn := <-u.benches
	defer func() { u.benches <- bn }()
	b := bn.compute(from, to, term)
	u.cache.add(key, b)
	return b
}

// bench is where an update is made: a screen to draw frames on, and a renderer
// that keeps the last one drawn and writes the difference. They are the only cell
// buffers there are: at most 250 by 100 cells of 112 bytes in two buffers, 5.6 MB.
type bench struct {
	out      bytes.Buffer
	screen   uv.ScreenBuffer
	renderer *uv.TerminalRenderer
	class    string   // that the renderer was made for
	place    Viewport // likewise
}

func (b *bench) compute(from *frame, to frame, term terminal) []byte {
	// After a panic in the middle of a drawing, the next visitor must not find
	// a half-drawn renderer.
	intact := false
	defer func() {
		if !intact {
			*b = bench{}
		}
	}()
	if to.place.framed {
		b.lines(from, to, term)
	} else {
		b.prepare(to, term)
		b.renderer.Erase()
		if from != nil {
			b.draw(*from)
			b.rest()
			b.renderer.SetPosition(-1, -1) // unknown: the first move is absolute
		}
		b.draw(to)
		_ = b.renderer.Flush() // into out, a buffer, which does not fail
	}
	intact = true
	out := bytes.Clone(b.out.Bytes())
	b.out.Reset()
	return out
}

// prepare makes the renderer and the screen fit the frame's terminal.
func (b *bench) prepare(f frame, term terminal) {
	if b.renderer == nil || b.class != term.class || b.place != f.place {
		b.class, b.place = term.class, f.place
		r := uv.NewTerminalRenderer(&b.out, []string{"TERM=" + term.class})
		r.SetFullscreen(true)
		r.SetScrollOptim(true)
		r.SetTabStops(-1)
		r.SetMapNewline(true) // the emulated pty turns \n into \r\n
		r.Resize(f.place.Width, f.place.Height)
		b.renderer = r
		b.screen = uv.NewScreenBuffer(f.place.Width, f.place.Height)
	}
	b.renderer.SetColorProfile(term.profile)
	b.rest()
}

// rest puts the renderer's cursor home, so that a pending wrap of the drawing
// before cannot show in the next one, and forgets what has been written.
func (b *bench) rest() {
	b.renderer.MoveTo(0, 0)
	_ = b.renderer.Flush()
	b.out.Reset()
}

// draw puts f on the screen and has the renderer write its difference from what
// was drawn before.
func (b *bench) draw(f frame) {
	b.screen.Clear()
	uv.NewStyledString(f.text.Value()).Draw(b.screen, b.screen.Bounds())
	b.renderer.Render(b.screen.RenderBuffer)
}
