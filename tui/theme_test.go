package tui

import (
	"image/color"
	"math"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
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
	if m = press(m, "t"); m.theme != Light || m.View().Content == light {
		t.Error("t says nothing or does nothing")
	}
	if m = press(press(m, "t t"), "j"); m.theme != Mono || strings.Contains(m.View().Content, "38;") {
		t.Error("mono has colours")
	}
	for n := range neutral {
		if strings.HasPrefix(neutral[n:], "38;2;") {
			t.Fatal("the first frame uses colours that may not be readable on this background")
		}
	}
}

// TestContrast holds the true-colour palettes to WCAG 2.2 AA, 4.5:1, on the
// backgrounds that terminals come with.
func TestContrast(t *testing.T) {
	for _, tt := range []struct {
		name        string
		colors      colors
		backgrounds []uint32
	}{
		{"dark", onDark(), []uint32{0x000000, 0x1e1e1e, 0x282c34, 0x002b36, 0x1a1b26, 0x300a24, 0x2e3440}},
		{"light", onLight(), []uint32{0xffffff, 0xfafafa, 0xfdf6e3, 0xeff1f5, 0xeeeeee}},
	} {
		for _, bg := range tt.backgrounds {
			for role, c := range map[string]color.RGBA{"accent": tt.colors.accent, "quiet": tt.colors.quiet} {
				if got := contrast(c, rgb(bg)); got < 4.5 {
					t.Errorf("%s %s on #%06x has a contrast of %.2f:1", tt.name, role, bg, got)
				}
			}
		}
	}
}

// contrast is the contrast ratio of WCAG 2.2.
func contrast(a, b color.RGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.RGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}
