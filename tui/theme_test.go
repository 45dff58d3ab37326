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
		t.Error("an answer about the background does not change the colours")
	}
	if m = press(m, "t"); m.theme != paper.Light || m.View().Content == light {
		t.Error("t says nothing or does nothing")
	}
	if m = press(press(m, "t t"), "j"); m.theme != paper.Mono || strings.Contains(m.View().Content, "38;") {
		t.Error("mono has colours")
	}
	for n := range neutral {
		if strings.HasPrefix(neutral[n:], "38;2;") {
			t.Fatal("the first frame uses colours that may not be readable on this background")
		}
	}
}
