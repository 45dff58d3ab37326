package screen

import (
	"bytes"
	"crypto/sha256"
	"runtime"

	uv "github.com/charmbracelet/ultraviolet"
)

// updateKey names an update: the bytes that turn one frame into another on one
// kind of terminal. The digests are SHA-256, so that no visitor can craft a
// frame that is taken for another one. A zero from means a screen whose content
// is not known and has to be cleared.
type updateKey struct {
	from, to [sha256.Size]byte
	width    int
	height   int
	inline   bool
	term     terminal
}

// updates computes screen updates. It is shared by all sessions of a Runner:
// what one visitor's key press costs, the next visitor gets from the cache.
type updates struct {
	cache   *updateCache
	benches chan *bench // bounds how many cell buffers live at once
}

func newUpdates(cacheBytes int) *updates {
	n := runtime.GOMAXPROCS(0)
	u := &updates{cache: newUpdateCache(cacheBytes), benches: make(chan *bench, n)}
	for range n {
		u.benches <- new(bench)
	}
	return u
}

// between returns the bytes that turn frame from, or a screen of unknown
// content if from is nil, into frame to. Both frames are of the same screen. The
// bytes are shared: they must not be changed.
//
// In the alt screen an update assumes nothing about the cursor and leaves it
// anywhere. Inline, it starts and ends in the first column of the first row of
// the frame. The pen is reset before and after in both.
func (u *updates) between(from *frame, to frame, term terminal) []byte {
	key := updateKey{to: to.digest, width: to.width, height: to.height, inline: to.inline, term: term}
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

// maxKeptCells bounds the cell buffers that a bench keeps between updates: 200
// by 60 cells of 112 bytes in two buffers are 2.6 MiB. Larger ones are dropped.
const maxKeptCells = 200 * 60

// bench is where an update is made: a screen to draw frames on, and a renderer
// that keeps the last one drawn and writes the difference. They are the only
// cell buffers there are.
type bench struct {
	out      bytes.Buffer
	screen   uv.ScreenBuffer
	renderer *uv.TerminalRenderer
	// What the renderer was made for.
	class         string
	width, height int
	inline        bool
}

func (b *bench) compute(from *frame, to frame, term terminal) []byte {
	// After a panic in the middle of a drawing, the next visitor must not find
	// a half-drawn renderer.
	intact := false
	defer func() {
		if !intact || to.width*to.height > maxKeptCells {
			*b = bench{}
		}
	}()
	b.prepare(to, term)
	b.renderer.Erase()
	if from != nil {
		b.draw(*from)
		b.rest()
		if !to.inline {
			b.renderer.SetPosition(-1, -1) // unknown: the first move is absolute
		} else if from.rows() != to.rows() {
			b.renderer.Erase()
		}
	}
	b.draw(to)
	if to.inline {
		b.renderer.MoveTo(0, 0)
	}
	_ = b.renderer.Flush() // into out, a buffer, which does not fail
	intact = true
	return bytes.Clone(b.out.Bytes())
}

// prepare makes the renderer and the screen fit the frame's terminal.
func (b *bench) prepare(f frame, term terminal) {
	if b.renderer == nil || b.class != term.class || b.width != f.width || b.height != f.height || b.inline != f.inline {
		b.class, b.width, b.height, b.inline = term.class, f.width, f.height, f.inline
		r := uv.NewTerminalRenderer(&b.out, []string{"TERM=" + term.class})
		r.SetFullscreen(!f.inline)
		r.SetRelativeCursor(f.inline)
		r.SetScrollOptim(true)
		r.SetTabStops(-1)
		r.SetMapNewline(true) // the emulated pty turns \n into \r\n
		r.Resize(f.width, f.height)
		b.renderer = r
		b.screen = uv.NewScreenBuffer(f.width, f.rows())
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
	if rows := f.rows(); rows != b.screen.Height() {
		b.screen.Touched = nil
		b.screen.Resize(f.width, rows)
	}
	b.screen.Clear()
	uv.NewStyledString(f.text.Value()).Draw(b.screen, b.screen.Bounds())
	b.renderer.Render(b.screen.RenderBuffer)
}
