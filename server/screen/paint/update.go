package paint

import (
	"bytes"
	"strings"
	"sync"
	"unique"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// frame is the content of one View in a viewport; the zero frame is unknown content that
// must be cleared. The text is interned, so that a thousand sessions with the same page
// hold one copy, and frames compare in constant time.
type frame struct {
	text  unique.Handle[string]
	place Viewport
}

func newFrame(text string, place Viewport) frame { return frame{unique.Make(text), place} }

// updateKey identifies an update: the bytes that turn one frame into another on one kind of
// terminal.
type updateKey struct {
	from, to frame
	term     terminal
}

// Updates computes and remembers screen updates. All painters share it, so an update
// computed for one visitor serves the next.
type Updates struct {
	benches chan *bench // as many as may be in use at once
	limit   int         // of size

	mu    sync.Mutex
	known map[updateKey][]byte
	size  int // of known, in bytes
}

// NewUpdates returns an Updates that remembers at most limit bytes. At most benches
// painters compute updates at once.
func NewUpdates(limit, benches int) *Updates {
	u := &Updates{benches: make(chan *bench, benches), limit: limit, known: map[updateKey][]byte{}}
	for range benches {
		u.benches <- new(bench)
	}
	return u
}

// between returns the bytes that turn frame from into frame to, in the same viewport. They
// are shared, so the caller must not change them.
//
// An update assumes nothing about the cursor and leaves it anywhere. It resets the pen
// before and after.
func (u *Updates) between(from, to frame, term terminal) []byte {
	key := updateKey{from, to, term}
	u.mu.Lock()
	b, ok := u.known[key]
	u.mu.Unlock()
	if ok {
		return b
	}
	bn := <-u.benches
	defer func() { u.benches <- bn }()
	b = bn.compute(from, to, term)
	u.remember(key, b)
	return b
}

// entryOverhead is about the size of an update's map entry and key, in bytes. It bounds a
// memory full of empty updates.
const entryOverhead = 384

// remember keeps an update. To make room it forgets all others, because those in use are
// soon computed again.
func (u *Updates) remember(key updateKey, update []byte) {
	size := entryOverhead + len(update) + len(key.to.text.Value()) // the text is from in other updates
	u.mu.Lock()
	defer u.mu.Unlock()
	if _, known := u.known[key]; known { // another painter has computed it meanwhile
		return
	}
	if u.size += size; u.size > u.limit {
		clear(u.known)
		u.size = size
	}
	u.known[key] = update
}

// bench has a screen to draw frames on, and a renderer that keeps the last frame and writes
// the difference. Their two buffers of at most 250 by 100 cells of 112 bytes take 5.6 MB.
type bench struct {
	out      bytes.Buffer
	screen   uv.ScreenBuffer
	renderer *uv.TerminalRenderer
	class    string   // of the renderer
	place    Viewport // of the renderer and the screen
}

func (b *bench) compute(from, to frame, term terminal) []byte {
	// After a panic during a drawing, the next visitor must not get a half-drawn renderer.
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
		if from != (frame{}) {
			b.draw(from)
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

// prepare fits the renderer and the screen to the frame's terminal.
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

// rest moves the renderer's cursor home, so that a pending wrap of the last drawing does
// not affect the next, and discards the output.
func (b *bench) rest() {
	b.renderer.MoveTo(0, 0)
	_ = b.renderer.Flush()
	b.out.Reset()
}

// draw draws f on the screen, and the renderer writes the difference from the last drawing.
func (b *bench) draw(f frame) {
	b.screen.Clear()
	uv.NewStyledString(f.text.Value()).Draw(b.screen, b.screen.Bounds())
	b.renderer.Render(b.screen.RenderBuffer)
}

// lines writes the update of a viewport smaller than its terminal, line by line, because
// the renderer paints whole terminals only.
func (b *bench) lines(from, to frame, term terminal) {
	padding := strings.Repeat("\n", to.place.Height) // so that every line exists
	old, text := strings.Split(padding, "\n"), strings.Split(to.text.Value()+padding, "\n")
	b.out.WriteString(ansi.ResetStyle)
	if from == (frame{}) {
		b.out.WriteString(ansi.CursorHomePosition + ansi.EraseEntireScreen)
	} else {
		old = strings.Split(from.text.Value()+padding, "\n")
	}
	row := uv.NewScreenBuffer(to.place.Width, 1)
	for y := range to.place.Height {
		if text[y] == old[y] {
			continue
		}
		row.Clear()
		uv.NewStyledString(text[y]).Draw(row, row.Bounds()) // draws text, styles and links only
		b.out.WriteString(ansi.CursorPosition(to.place.left+1, to.place.top+y+1))
		b.out.WriteString(ansi.EraseLineRight)
		b.out.WriteString(term.colored(row.Render()))
	}
}
