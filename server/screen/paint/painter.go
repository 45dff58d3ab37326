// Package paint turns the views of a Bubble Tea model into the bytes that change a
// terminal. The bytes from one frame to the next depend only on the two frames and the kind
// of terminal. So they are computed once for all visitors, with renderers and cell buffers
// of ultraviolet's that painters share, and remembered within a bound. A painter remembers
// the text of its last frame; painters that show the same text share one copy.
package paint

import (
	"bytes"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/runes"
)

// Painter knows the contents of one visitor's terminal and returns the bytes that change
// them. Between frames it holds the text of the last one and no cells. One goroutine at a
// time may use it.
type Painter struct {
	updates *Updates
	term    terminal

	started bool // a frame has been painted: there is something to restore
	shown   frame
	modes   modes
}

// New returns the painter of a terminal with the given TERM and environment.
func New(u *Updates, term string, env []string) Painter {
	return Painter{updates: u, term: terminal{class: termClass(term), profile: colorProfile(env)}}
}

// Started reports whether a frame has been painted.
func (p *Painter) Started() bool { return p.started }

// Profile returns the colours of the terminal.
func (p *Painter) Profile() colorprofile.Profile { return p.term.profile }

// Colored returns styled text in the colours of the terminal.
func (p *Painter) Colored(text string) string { return p.term.colored(text) }

// modes are the settings of a view besides its content. The alternate screen and bracketed
// paste are always on.
type modes struct {
	title  string
	mouse  tea.MouseMode
	cursor bool // a still block
	x, y   int  // of the cursor
}

func modesOf(v tea.View, place Viewport) modes {
	m := modes{title: v.WindowTitle, mouse: v.MouseMode}
	if v.Cursor != nil {
		m.cursor = true
		m.x = min(max(v.Cursor.X, 0), place.Width-1) + place.left
		m.y = min(max(v.Cursor.Y, 0), place.Height-1) + place.top
	}
	return m
}

// Paint returns the bytes that make the terminal show v in its viewport, or none if nothing
// changes. The caller must not change them.
func (p *Painter) Paint(v tea.View, place Viewport) []byte {
	next := newFrame(v.Content, place)
	last, modes := p.modes, modesOf(v, place)
	if p.shown.place != place {
		p.Forget()
	}
	var update []byte
	if p.shown != next {
		update = p.updates.between(p.shown, next, p.term)
	}

	var b bytes.Buffer
	if !p.started {
		b.WriteString(ansi.SetModeAltScreenSaveCursor + ansi.ResetModeTextCursorEnable + ansi.SetModeBracketedPaste)
	}
	moved := len(update) > 0 || last.x != modes.x || last.y != modes.y
	if last.cursor && (moved || !modes.cursor) {
		b.WriteString(ansi.ResetModeTextCursorEnable) // so that nothing is drawn under it
	}
	switchModes(&b, last, modes)
	out := update // the most frequent case: shared, and nothing added
	if b.Len() > 0 || modes.cursor {
		b.Write(update)
		if modes.cursor && (moved || !last.cursor) {
			b.WriteString(ansi.CursorPosition(modes.x+1, modes.y+1) + ansi.SetModeTextCursorEnable)
		}
		out = b.Bytes()
	}
	p.started, p.shown, p.modes = true, next, modes
	return out
}

// lastRow is below the last row of any terminal, where the cursor then goes.
const lastRow = 9999

// Restore returns the bytes that restore the terminal.
func (p *Painter) Restore() []byte {
	if !p.started {
		return nil
	}
	var b bytes.Buffer
	b.WriteString(ansi.ResetModeBracketedPaste)
	switchModes(&b, p.modes, modes{})
	b.WriteString(ansi.ResetStyle)
	// Without an alternate screen (Debian's GNU screen), later output goes below the last
	// frame and not into its footer.
	b.WriteString(ansi.CursorPosition(1, lastRow) + "\r\n")
	b.WriteString(ansi.ResetModeAltScreenSaveCursor + ansi.SetModeTextCursorEnable)
	p.started = false
	return b.Bytes()
}

// Forget makes the next frame a full one, because the contents of the terminal are unknown.
func (p *Painter) Forget() { p.shown = frame{} }

// switchModes writes the sequences that switch a terminal from one set of modes to another,
// except for the position of the cursor.
func switchModes(b *bytes.Buffer, from, to modes) {
	if to.mouse != from.mouse {
		if from.mouse != tea.MouseModeNone {
			b.WriteString(ansi.ResetModeMouseButtonEvent + ansi.ResetModeMouseExtSgr)
		}
		if to.mouse != tea.MouseModeNone {
			b.WriteString(ansi.SetModeMouseButtonEvent + ansi.SetModeMouseExtSgr)
		}
	}
	if to.title != from.title {
		b.WriteString(ansi.SetWindowTitle(Printable(to.title)))
	}
	if to.cursor != from.cursor {
		style := 0 // the terminal's own
		if to.cursor {
			style = 2 // a block that does not blink (DECSCUSR)
		}
		b.WriteString(ansi.SetCursorStyle(style))
	}
}

// Printable removes control characters from a text for an escape sequence or a single line.
func Printable(s string) string { return runes.Remove(runes.Predicate(unicode.IsControl)).String(s) }
