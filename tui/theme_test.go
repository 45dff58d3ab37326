package tui

import (
	"image/color"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"wenkaiyue.com/cv/tui/paper"
)

func TestThemes(t *testing.T) {
	m := newModel(t, 80, 24)
	neutral := m.View().Content
	m = update(m, tea.BackgroundColorMsg{Color: color.White})
	light := m.View().Content
	m = update(m, tea.BackgroundColorMsg{Color: color.Black})
	dark := m.View().Content
	if neutral == light || light == dark || neutral == dark {
		t.Error("got the same frame twice of no, a light and a dark background, want three different ones")
	}
	if m = press(m, "t"); m.theme != paper.Light || m.View().Content == light {
		t.Errorf("t: got theme %v, want the light one and a word about it", m.theme)
	}
	if m = press(press(m, "t t"), "j"); m.theme != paper.Mono || strings.Contains(m.View().Content, "38;") {
		t.Errorf("t t t: got theme %v, want mono without colours", m.theme)
	}
	if strings.Contains(neutral, "38;2;") {
		t.Error("the first frame has true colours, which may be unreadable on an unknown background")
	}
}
