package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestMouse(t *testing.T) {
	m := newModel(t, 80, 24)
	if m.View().MouseMode != tea.MouseModeNone {
		t.Error("the mouse is on from the start, so text cannot be selected")
	}
	m = press(m, "m")
	if m.View().MouseMode != tea.MouseModeCellMotion {
		t.Error("m does not turn the mouse on")
	}
	x := strings.Index(screen(m)[m.geo.bar], "Research")
	m = update(m, tea.MouseClickMsg{X: x + 2, Y: m.geo.bar, Button: tea.MouseLeft})
	if m.here() != "research" {
		t.Errorf("a click on Research leads to %s", m.here())
	}
	m = update(m, tea.WindowSizeMsg{Width: 120, Height: 40})
	m = update(m, tea.MouseClickMsg{X: m.geo.outline + 4, Y: m.geo.top + 1, Button: tea.MouseLeft})
	if m.here() != "awards" {
		t.Errorf("a click on the outline leads to %s", m.here())
	}
	before := m.offset
	if m = update(m, tea.MouseWheelMsg{Button: tea.MouseWheelDown}); m.offset != before+wheelLines {
		t.Error("the wheel does not scroll")
	}
}

// A word about the last key stays until the reader does something, with the mouse
// as well.
func TestMouseClearsTheStatus(t *testing.T) {
	for _, msg := range []tea.Msg{
		tea.MouseWheelMsg{Button: tea.MouseWheelDown},
		tea.MouseClickMsg{X: 1, Y: 1, Button: tea.MouseLeft},
	} {
		m := press(newModel(t, 80, 24), "m")
		if !strings.Contains(screen(m)[m.geo.footer], "mouse on") {
			t.Fatal("m does not say that the mouse is on")
		}
		if m = update(m, msg); !strings.Contains(screen(m)[m.geo.footer], "q quit") {
			t.Errorf("after %T the footer is %q", msg, screen(m)[m.geo.footer])
		}
	}
}
