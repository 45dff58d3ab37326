package paint

import (
	"slices"
	"strings"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
)

// terminal holds the properties of a terminal that an update depends on.
type terminal struct {
	class   string // a TERM of few; see termClass
	profile colorprofile.Profile
}

// colorProfile returns the colours that an environment requests, limited to those in the
// terminfo of its TERM. Unlike in colorprofile.Env, any NO_COLOR that is not empty counts
// (https://no-color.org).
func colorProfile(env []string) colorprofile.Profile {
	p := min(colorprofile.Env(env), mostColors(uv.Environ(env).Getenv("TERM")))
	if uv.Environ(env).Getenv("NO_COLOR") != "" {
		p = min(p, colorprofile.ASCII)
	}
	return p
}

// mostColors returns the colours of terminals that have fewer than colorprofile assumes:
// hardware, consoles and Emacs' terminal.
func mostColors(term string) colorprofile.Profile {
	name, rest, _ := strings.Cut(term, "-")
	kinds := strings.Split(rest, "-")
	named := func(kind string) bool { return slices.Contains(kinds, kind) }
	switch {
	case named("m"), named("mono"):
		return colorprofile.ASCII
	case strings.HasPrefix(name, "vt") && name != "vte", name == "sun", name == "eterm", strings.HasPrefix(name, "wy"):
		switch {
		case named("256color"):
			return colorprofile.ANSI256
		case named("color"):
			return colorprofile.ANSI
		}
		return colorprofile.ASCII
	case slices.Contains([]string{"ansi", "linux", "pcansi", "cygwin"}, name), strings.HasPrefix(name, "cons"):
		return colorprofile.ANSI
	}
	return colorprofile.TrueColor
}

// termClass reduces a TERM, which the client chooses freely, to the few values that
// ultraviolet distinguishes, so that terminals of one kind share updates.
func termClass(term string) string {
	name, rest, _ := strings.Cut(term, "-")
	switch name {
	case "contour", "foot", "ghostty", "kitty", "rio", "st", "tmux", "wezterm":
		return "kitty" // all have every capability
	case "xterm":
		switch kind, _, _ := strings.Cut(rest, "-"); kind {
		case "ghostty", "kitty", "rio":
			return "kitty"
		}
		return "xterm"
	case "alacritty", "screen", "linux":
		return name
	}
	return "" // absolute moves and erasing only
}

// colored returns styled text in the colours of the terminal.
func (t terminal) colored(text string) string {
	var b strings.Builder
	w := colorprofile.Writer{Forward: &b, Profile: t.profile}
	_, _ = w.WriteString(text)
	return b.String()
}
