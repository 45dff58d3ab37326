package tui

import (
	"slices"
	"strings"
)

// isConsole reports whether a TERM is that of a console, which has a small font.
func isConsole(term string) bool {
	for _, console := range []string{"linux", "vt", "ansi", "cons", "sun"} {
		if strings.HasPrefix(term, console) && family(term) != "vte" {
			return true
		}
	}
	return false
}

// swallowsOSC reports whether a terminal drops the OSC sequences that it does not
// know. Others print them, as consoles do, or lose the text around them, as
// Emacs' ansi-term does: they get no links, no title and no question. Without a
// TERM, as on Windows, the terminal is a current one.
func swallowsOSC(term string) bool {
	if term == "" {
		return true
	}
	return slices.Contains([]string{
		"alacritty", "contour", "dtterm", "eat", "foot", "ghostty", "gnome", "hterm", "iTerm", "iTerm2", "kitty",
		"konsole", "mintty", "mlterm", "ms", "nsterm", "putty", "rio", "rxvt", "screen", "st", "stterm",
		"terminator", "terminology", "tmux", "vscode", "vte", "wezterm", "xfce", "xterm",
	}, family(term))
}

// family returns the first part of a TERM: "screen" of screen.xterm-256color.
func family(term string) string {
	if i := strings.IndexAny(term, "-."); i >= 0 {
		return term[:i]
	}
	return term
}

// multiplexer returns the program between the reader's terminal and us, or "". It
// passes a copied text on only if it is set up to.
func multiplexer(term string) string {
	if name := family(term); name == "tmux" || name == "screen" { // tmux says screen too
		return name
	}
	return ""
}
