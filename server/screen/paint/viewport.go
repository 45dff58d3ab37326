package paint

import (
	"cmp"

	tea "charm.land/bubbletea/v2"
)

const (
	// A terminal that does not say how large it is, such as that of `ssh -tt` from
	// a pipe, is taken for 80 columns by 24 rows.
	defaultWidth, defaultHeight = 80, 24
	// Of a larger terminal only this much is painted, in its middle: what painting
	// costs depends on the number of cells, which the client chooses.
	maxWidth, maxHeight = 250, 100
)

// Viewport is the part of a terminal that is painted.
type Viewport struct {
	Width, Height int  // in cells, at most maxWidth by maxHeight
	left, top     int  // cells of the terminal before it
	framed        bool // the terminal is larger
}

// NewViewport returns the part that is painted of a terminal of that size.
func NewViewport(width, height int) Viewport {
	width, height = cmp.Or(max(width, 0), defaultWidth), cmp.Or(max(height, 0), defaultHeight)
	v := Viewport{Width: min(width, maxWidth), Height: min(height, maxHeight)}
	v.left, v.top = (width-v.Width)/2, (height-v.Height)/2
	v.framed = v.Width != width || v.Height != height
	return v
}

// Inside returns msg as the model sees it: a mouse event with its place in the
// viewport, or nil if it happened outside.
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
	switch msg.(type) {
	case tea.MouseClickMsg:
		return tea.MouseClickMsg(m)
	case tea.MouseReleaseMsg:
		return tea.MouseReleaseMsg(m)
	case tea.MouseMotionMsg:
		return tea.MouseMotionMsg(m)
	case tea.MouseWheelMsg:
		return tea.MouseWheelMsg(m)
	}
	return nil
}
