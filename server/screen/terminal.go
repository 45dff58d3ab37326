package screen

import (
	"slices"
	"strings"

	"charm.land/ssh"
	"github.com/charmbracelet/colorprofile"
)

// terminal is what an update depends on beside the frames: what the visitor's
// terminal can do and which colours it has.
type terminal struct {
	class   string // a TERM of few, see termClass
	profile colorprofile.Profile
}

// environ returns the visitor's environment, with TERM from the pty request.
// Nothing of the server's own environment is in it.
func environ(sess ssh.Session, pty ssh.Pty) []string {
	return append(sess.Environ(), "TERM="+pty.Term)
}

// colorProfile returns the colours that an environment asks for. Unlike
// colorprofile.Env, any value of NO_COLOR but the empty one counts, as
// https://no-color.org has it.
func colorProfile(env []string) colorprofile.Profile {
	p := colorprofile.Env(env)
	noColor := slices.ContainsFunc(env, func(kv string) bool {
		v, ok := strings.CutPrefix(kv, "NO_COLOR=")
		return ok && v != ""
	})
	if noColor {
		p = min(p, colorprofile.ASCII)
	}
	return p
}

// termClass reduces a TERM, which the client chooses freely, to the few values
// that ultraviolet tells apart, so that terminals of one kind share updates.
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
	return "" // nothing but absolute moves and erasing
}
