package screen

import (
	"bytes"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// painter knows what one visitor's terminal shows and writes what changes it.
// Between frames it holds the last frame and its modes, and no cells. One
// goroutine at a time uses it.
type painter struct {
	updates *updates
	term    terminal
	budget  *budget

	started bool      // a frame was painted: there is something to restore
	shown   *frame    // the frame on the screen; nil if that is not known
	modes   *tea.View // the modes in force and the cursor; nil is noModes
}

// paint returns the bytes that make a terminal of the given size show v. There
// are none if nothing changes. The bytes must not be changed.
func (p *painter) paint(v *tea.View, width, height int) []byte {
	defer p.budget.spend(time.Now())
	next := newFrame(v.Content, width, height, !v.AltScreen)
	last := p.lastModes()
	switched := v.AltScreen != last.AltScreen
	from := p.shown
	if from != nil && (switched || !from.sameScreen(next)) {
		from = nil
	}
	var update []byte
	if from == nil || from.digest != next.digest {
		update = p.updates.between(from, next, p.term)
	}

	var b bytes.Buffer
	disturbed := len(update) > 0 || switched
	if disturbed || !samePlace(last.Cursor, v.Cursor) {
		p.liftCursor(&b, last)
	}
	if switched {
		last = switchScreen(&b, last, v)
	}
	if !p.started || switched || last.Cursor != nil && (disturbed || v.Cursor == nil) {
		// Nothing is drawn under a visible cursor. After the switch of screens,
		// because some terminals show or hide it on each of the two.
		b.WriteString(ansi.ResetModeTextCursorEnable)
	}
	switchModes(&b, last, v)
	if from == nil && next.inline {
		b.WriteByte('\r')
	}
	out := update // the most frequent case: shared, and nothing added
	if b.Len() > 0 || v.Cursor != nil {
		b.Write(update)
		showCursor(&b, last, v, next, disturbed)
		out = b.Bytes()
	}
	p.started, p.shown, p.modes = true, &next, v
	v.Content = ""
	return out
}

// showCursor puts the cursor where v wants it, if that has changed or was
// drawn over.
func showCursor(b *bytes.Buffer, last, v *tea.View, f frame, disturbed bool) {
	if v.Cursor == nil || !disturbed && samePlace(last.Cursor, v.Cursor) {
		return
	}
	placeCursor(b, v.Cursor, f)
	if disturbed || last.Cursor == nil {
		b.WriteString(ansi.SetModeTextCursorEnable)
	}
}

// forget makes the next frame a full repaint.
func (p *painter) forget() { p.shown = nil }

// above returns the bytes that print lines over an inline frame, which has to be
// painted anew then. In the alt screen there is no place above.
func (p *painter) above(lines []byte) []byte {
	last := p.lastModes()
	if last.AltScreen {
		return nil
	}
	var b bytes.Buffer
	p.liftCursor(&b, last)
	b.WriteString("\r" + ansi.EraseScreenBelow)
	b.Write(lines)
	p.forget()
	if last.Cursor != nil {
		parked := *last
		parked.Cursor = nil
		p.modes = &parked
		b.WriteString(ansi.ResetModeTextCursorEnable)
	}
	return b.Bytes()
}

// restore returns the bytes that give the terminal back as it was found: modes
// off, cursor shown, main screen, the cursor in the first column.
func (p *painter) restore() []byte {
	if !p.started {
		return nil
	}
	last := p.lastModes()
	end := noModes()
	end.ProgramStatus = last.ProgramStatus // outlives the program, as in Bubble Tea
	var b bytes.Buffer
	p.liftCursor(&b, last)
	switchModes(&b, last, end)
	b.WriteString(ansi.ResetStyle)
	if last.AltScreen {
		b.WriteString(ansi.ResetModeAltScreenSaveCursor)
	} else if p.shown != nil {
		if rows := p.shown.rows(); rows > 1 {
			b.WriteString(ansi.CursorDown(rows - 1))
		}
		b.WriteString("\r\n" + ansi.EraseScreenBelow)
	}
	b.WriteString(ansi.SetModeTextCursorEnable)
	p.started, p.shown, p.modes = false, nil, nil
	return b.Bytes()
}

func (p *painter) lastModes() *tea.View {
	if p.modes == nil {
		return noModes()
	}
	return p.modes
}

// liftCursor takes a visible cursor of an inline frame back to where updates
// start. In the alt screen they start anywhere.
func (p *painter) liftCursor(b *bytes.Buffer, last *tea.View) {
	if last.AltScreen || last.Cursor == nil || p.shown == nil {
		return
	}
	b.WriteByte('\r')
	if _, y := clampCursor(last.Cursor, *p.shown); y > 0 {
		b.WriteString(ansi.CursorUp(y))
	}
}

// switchScreen enters or leaves the alt screen and returns the modes in force
// there: the Kitty keyboard protocol keeps its state for each screen.
func switchScreen(b *bytes.Buffer, last, v *tea.View) *tea.View {
	here := *last
	if none := (tea.KeyboardEnhancements{}); here.KeyboardEnhancements != none {
		b.WriteString(keyboard(here.KeyboardEnhancements, none))
		here.KeyboardEnhancements = none
	}
	b.WriteString(pick(v.AltScreen, ansi.SetModeAltScreenSaveCursor, ansi.ResetModeAltScreenSaveCursor))
	return &here
}

func placeCursor(b *bytes.Buffer, c *tea.Cursor, f frame) {
	x, y := clampCursor(c, f)
	if !f.inline {
		b.WriteString(ansi.CursorPosition(x+1, y+1))
		return
	}
	if y > 0 {
		b.WriteString(ansi.CursorDown(y))
	}
	b.WriteString(ansi.CursorHorizontalAbsolute(x + 1))
}

func clampCursor(c *tea.Cursor, f frame) (x, y int) {
	return min(max(c.X, 0), f.width-1), min(max(c.Y, 0), f.rows()-1)
}

func samePlace(a, b *tea.Cursor) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Position == b.Position
}

// snapshot copies what a view points to, so that the model may go on changing
// it while the view waits to be painted.
func snapshot(v tea.View) *tea.View {
	v.OnMouse = nil
	if v.Cursor != nil {
		c := *v.Cursor
		v.Cursor = &c
	}
	if v.ProgressBar != nil {
		p := *v.ProgressBar
		v.ProgressBar = &p
	}
	if v.ProgramStatus != nil {
		s := *v.ProgramStatus
		v.ProgramStatus = &s
	}
	return &v
}
