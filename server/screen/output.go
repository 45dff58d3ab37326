package screen

import (
	"io"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

const (
	// maxWrite is how many bytes go into one write: for each channel x/crypto
	// keeps two buffers as large as the largest packet it has sent.
	maxWrite = 1 << 10
	// maxQueued bounds the escape sequences that wait for a slow client, in
	// bytes. What does not fit is dropped; it is the model's (a clipboard, a
	// tea.Raw), never part of a frame.
	maxQueued = 64 << 10
)

// output brings views to the terminal without ever blocking the program. It
// holds one view at most, the newest: what a slow client cannot take is not
// drawn. The goroutine that paints and writes lives only while there is
// something to write.
type output struct {
	w     io.Writer
	stall time.Duration                         // how long one write may take
	fail  func(error)                           // ends the session, where writing has become impossible
	wrote func(first bool, asked time.Duration) // is told of each frame

	painter painter // of the goroutine while busy, of finish once stopped

	mu      sync.Mutex
	next    pending
	busy    bool      // the goroutine runs
	stopped bool      // nothing more is taken
	idle    sync.Cond // signalled when busy ends
}

// pending is what waits to be written.
type pending struct {
	view   *tea.View            // painted last, or nil
	asked  time.Duration        // when the oldest input was read that view answers, or 0
	width  int                  // columns of the terminal that view was made for
	height int                  // rows of it
	redraw bool                 // paint the view, or the next one, in full
	colors colorprofile.Profile // to be used from now on, or 0
	above  []byte               // lines to be printed over an inline frame
	raw    []byte               // escape sequences of the model's
}

func (p *pending) empty() bool {
	return p.view == nil && !p.redraw && p.colors == 0 && p.above == nil && p.raw == nil
}

func newOutput(w io.Writer, p painter, stall time.Duration, fail func(error), wrote func(bool, time.Duration)) *output {
	o := &output{w: w, painter: p, stall: stall, fail: fail, wrote: wrote}
	o.idle.L = &o.mu
	return o
}

// show has v painted on a terminal of the given size, in place of any view that
// is still waiting, in answer to input that was read at the moment asked, if that
// is not 0.
func (o *output) show(v tea.View, width, height int, asked time.Duration) {
	view := snapshot(v)
	o.add(func(next *pending) {
		next.view, next.width, next.height = view, width, height
		if next.asked == 0 {
			next.asked = asked
		}
	})
}

// send writes an escape sequence.
func (o *output) send(seq string) {
	o.add(func(next *pending) {
		if len(next.raw)+len(seq) <= maxQueued {
			next.raw = append(next.raw, seq...)
		}
	})
}

// print writes text above an inline frame.
func (o *output) print(text string) {
	o.add(func(next *pending) {
		if len(next.above)+len(text) <= maxQueued {
			next.above = append(append(next.above, text...), '\n')
		}
	})
}

// clear has the next view painted in full.
func (o *output) clear() {
	o.add(func(next *pending) { next.redraw = true })
}

// setProfile has the next view painted in full and with the colours of p.
func (o *output) setProfile(p colorprofile.Profile) {
	o.add(func(next *pending) { next.redraw, next.colors = true, p })
}

// add changes what is waiting and sees to it that somebody writes it.
func (o *output) add(change func(*pending)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.stopped {
		return
	}
	change(&o.next)
	if !o.busy {
		o.busy = true
		go o.run()
	}
}

// run writes until nothing is waiting, and ends.
func (o *output) run() {
	err := o.drain()
	if err != nil {
		o.stop()
		o.fail(err)
	}
}

func (o *output) drain() (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = newPanicError("painter", r)
			o.mu.Lock()
			o.rest()
			o.mu.Unlock()
		}
	}()
	for {
		o.mu.Lock()
		next := o.next
		o.next = pending{}
		if next.empty() || err != nil {
			o.rest()
			o.mu.Unlock()
			return err
		}
		o.mu.Unlock()
		first := !o.painter.started
		b := o.bytes(&next)
		if err = o.write(b); err == nil && len(b) > 0 {
			o.wrote(first && o.painter.started, next.asked)
		}
	}
}

// rest ends busy. The caller holds mu.
func (o *output) rest() {
	o.busy = false
	o.idle.Broadcast()
}

// stop lets nothing more be written but what finish does.
func (o *output) stop() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.stopped, o.next = true, pending{}
}

// bytes returns all that is to be written for what was waiting.
func (o *output) bytes(next *pending) []byte {
	var b []byte
	if next.above != nil {
		b = append(b, o.painter.above(next.above)...)
	}
	if next.colors != 0 {
		o.painter.term.profile = next.colors
	}
	if next.redraw {
		o.painter.forget()
	}
	// Sequences go before the frame, as in Bubble Tea, except that none, and
	// above all no question to the terminal, goes before the first one.
	first := !o.painter.started
	if !first {
		b = append(b, next.raw...)
	}
	if next.view != nil {
		frame := o.painter.paint(next.view, next.width, next.height)
		if len(b) == 0 && (!first || len(next.raw) == 0) {
			return frame // not copied
		}
		b = append(b, frame...)
	}
	if first {
		b = append(b, next.raw...)
	}
	return b
}

// write writes b in pieces, each of which has the stall time to be taken.
func (o *output) write(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	timer := time.AfterFunc(o.stall, func() { o.fail(ErrStalled) })
	defer timer.Stop()
	for len(b) > 0 {
		n := min(len(b), maxWrite)
		timer.Reset(o.stall)
		if _, err := o.w.Write(b[:n]); err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

// finish waits for the write under way, restores the terminal and prints lines
// in the main screen. Nothing is written after that. What was still waiting is
// written first if it is an inline frame, which stays to be read; on the alt
// screen nobody would see it.
func (o *output) finish(lines string) error {
	o.mu.Lock()
	last := o.next
	o.stopped, o.next = true, pending{}
	for o.busy {
		o.idle.Wait()
	}
	o.mu.Unlock()
	var b []byte
	if last.view != nil && !last.view.AltScreen {
		b = append(b, o.bytes(&last)...)
	}
	return o.write(append(append(b, o.painter.restore()...), lines...))
}
