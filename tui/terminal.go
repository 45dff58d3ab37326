package tui

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// UTF8Locale reports whether the locale of an environment is in UTF-8. As in POSIX, it is the
// first of LC_ALL, LC_CTYPE and LANG that is set. UTF8Locale returns true if none is set, or
// if the locale names no charset and is not C or POSIX.
func UTF8Locale(environ []string) bool {
	env := tea.EnvMsg(environ)
	locale := cmp.Or(env.Getenv("LC_ALL"), env.Getenv("LC_CTYPE"), env.Getenv("LANG"))
	_, charset, given := strings.Cut(strings.ToLower(locale), ".")
	charset, _, _ = strings.Cut(charset, "@")
	return !given && locale != "C" && locale != "POSIX" || charset == "utf-8" || charset == "utf8"
}

// isConsole reports whether a TERM names a console, with its small font.
func isConsole(term string) bool {
	consoles := []string{"linux", "vt", "ansi", "cons", "sun"}
	return family(term) != "vte" && slices.ContainsFunc(consoles, func(s string) bool { return strings.HasPrefix(term, s) })
}

// swallowsOSC reports whether a terminal ignores unknown OSC sequences. Consoles print them
// and Emacs' ansi-term loses text around them. Such terminals get no links, no title and no
// queries. Without a TERM, as on Windows, it returns true.
func swallowsOSC(term string) bool {
	return term == "" || slices.Contains([]string{
		"alacritty", "contour", "dtterm", "eat", "foot", "ghostty", "gnome", "hterm", "iTerm", "iTerm2", "kitty",
		"konsole", "mintty", "mlterm", "ms", "nsterm", "putty", "rio", "rxvt", "screen", "st", "stterm",
		"terminator", "terminology", "tmux", "vscode", "vte", "wezterm", "xfce", "xterm",
	}, family(term))
}

// family returns the first part of a TERM: "screen" for screen.xterm-256color.
func family(term string) string {
	name, _, _ := strings.Cut(strings.ReplaceAll(term, ".", "-"), "-")
	return name
}
