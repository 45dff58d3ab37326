package paint

import (
	"cmp"

	tea "charm.land/bubbletea/v2"
)

const (
	// The size of a terminal that does not report one, such as in `ssh -tt` from a pipe.
	defaultWidth, defaultHeight = 80, 24
	// The part of a larger terminal that is painted, in its middle: the cost of painting
	// depends on the number of cells, which the client chooses.
	maxWidth, maxHeight = 250, 100
)

// Viewport is the part of a terminal that is painted.
type Viewport struct {
	Width, Height int  // in cells, at most maxWidth by maxHeight
	left, top     int  // cells of the terminal before it
	framed        bool // the terminal is larger
}

// NewViewport returns the painted part of a terminal of that size.
func NewViewport(width, height int) Viewport {
	width, height = cmp.Or(max(width, 0), defaultWidth), cmp.Or(max(height, 0), defaultHeight)
	v := Viewport{Width: min(width, maxWidth), Height: min(height, maxHeight)}
	v.left, v.top = (width-v.Width)/2, (height-v.Height)/2
	v.framed = v.Width != width || v.Height != height
	return v
}

// Inside returns msg for the model: a click or a turn of the wheel, the only mouse events that
// the decoder passes, relative to the viewport, or nil for one outside it.
func (v Viewport) Inside(msg tea.Msg) tea.Msg {
	event, ok := msg.(tea.MouseMsg)
	if !ok {
		return msg
	}
	m := event.Mouse()
	m.X, m.Y = m.X-v.left, m.Y-v.top
	if m.X < 0 || m.Y < 0 || m.X >= v.Width || m.Y >= v.Height {
		return nil
	}
	if _, ok := msg.(tea.MouseClickMsg); ok {
		return tea.MouseClickMsg(m)
	}
	return tea.MouseWheelMsg(m)
}
