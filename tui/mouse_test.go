package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestMouse(t *testing.T) {
	m := newModel(t, 80, 24)
	if m.View().MouseMode != tea.MouseModeNone {
		t.Error("at the start: got the mouse on, want it off, for selecting text")
	}
	m = press(m, "m")
	if m.View().MouseMode != tea.MouseModeCellMotion {
		t.Error("m: got the mouse off, want it on")
	}
	x := strings.Index(screen(m)[m.geo.bar], "Research")
	m = update(m, tea.MouseClickMsg{X: x + 2, Y: m.geo.bar, Button: tea.MouseLeft})
	if m.here() != "research" {
		t.Errorf("a click on Research: got section %s, want research", m.here())
	}
	m = update(m, tea.WindowSizeMsg{Width: 120, Height: 40})
	m = update(m, tea.MouseClickMsg{X: m.geo.outline + 4, Y: m.geo.top + 1, Button: tea.MouseLeft})
	if m.here() != "awards" {
		t.Errorf("a click on the outline: got section %s, want awards", m.here())
	}
	before := m.offset
	if m = update(m, tea.MouseWheelMsg{Button: tea.MouseWheelDown}); m.offset != before+wheelLines {
		t.Errorf("wheel: got line %d, want %d", m.offset, before+wheelLines)
	}
}

// The mouse, like a key, clears the word about the last key in the footer.
func TestMouseClearsTheStatus(t *testing.T) {
	for _, msg := range []tea.Msg{
		tea.MouseWheelMsg{Button: tea.MouseWheelDown},
		tea.MouseClickMsg{X: 1, Y: 1, Button: tea.MouseLeft},
	} {
		m := press(newModel(t, 80, 24), "m")
		if !strings.Contains(screen(m)[m.geo.footer], "mouse on") {
			t.Fatalf("m: got footer %q, want mouse on", screen(m)[m.geo.footer])
		}
		if m = update(m, msg); !strings.Contains(screen(m)[m.geo.footer], "q quit") {
			t.Errorf("after %T: got footer %q, want q quit", msg, screen(m)[m.geo.footer])
		}
	}
}
