package paper

import (
	"math"
	"testing"
)

// TestContrast checks that the true-colour palettes have a contrast of at least 4.5:1
// (WCAG 2.2 AA) on common backgrounds of terminals.
func TestContrast(t *testing.T) {
	for _, tt := range []struct {
		name        string
		theme       Theme
		backgrounds []int
	}{
		{"dark", Dark, []int{0x000000, 0x1e1e1e, 0x282c34, 0x002b36, 0x1a1b26, 0x300a24, 0x2e3440}},
		{"light", Light, []int{0xffffff, 0xfafafa, 0xfdf6e3, 0xeff1f5, 0xeeeeee}},
	} {
		accent, quiet, _ := tt.theme.colors()
		for _, bg := range tt.backgrounds {
			for role, c := range map[string]int{"accent": accent, "quiet": quiet} {
				if got := contrast(c, bg); got < 4.5 {
					t.Errorf("%s %s on #%06x: got a contrast of %.2f, want at least 4.5", tt.name, role, bg, got)
				}
			}
		}
	}
}

// contrast returns the contrast ratio of WCAG 2.2.
func contrast(a, b int) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(rgb int) float64 {
	linear := func(v int) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(rgb>>16) + 0.7152*linear(rgb>>8&0xff) + 0.0722*linear(rgb&0xff)
}
