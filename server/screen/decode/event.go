package decode

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"golang.org/x/text/runes"
)

// appendMessages appends the messages of event, possibly several: keys, the mouse, pastes,
// and the colour of the background. It drops all else, such as sizes that did not come by
// SSH, and meaningless colours and keys.
func appendMessages(msgs *[]tea.Msg, event uv.Event) {
	if many, ok := event.(uv.MultiEvent); ok {
		for _, e := range many {
			appendMessages(msgs, e)
		}
		return
	}
	if msg := message(event); msg != nil {
		*msgs = append(*msgs, msg)
	}
}

func message(event uv.Event) tea.Msg {
	switch e := event.(type) {
	case uv.KeyPressEvent:
		if sensible(uv.Key(e)) {
			return tea.KeyPressMsg(e)
		}
	case uv.BackgroundColorEvent:
		if e.Color != nil {
			return tea.BackgroundColorMsg(e)
		}
	case uv.MouseClickEvent:
		return tea.MouseClickMsg(e)
	case uv.MouseMotionEvent:
		return tea.MouseMotionMsg(e)
	case uv.MouseReleaseEvent:
		return tea.MouseReleaseMsg(e)
	case uv.MouseWheelEvent:
		return tea.MouseWheelMsg(e)
	case uv.PasteStartEvent:
		return tea.PasteStartMsg(e)
	}
	return nil
}

// sensible reports whether a key has a meaning. A report may name any number as a
// character, and any text.
func sensible(k uv.Key) bool {
	return k.Code > 0 && k.Code != utf8.RuneError && !strings.ContainsFunc(k.Text, junk)
}

// junk reports whether r is a control character or invalid UTF-8.
func junk(r rune) bool { return unicode.IsControl(r) || r == utf8.RuneError }

// pastedText returns the text of a paste, without invalid UTF-8 and control characters
// other than tabs and line ends.
func pastedText(b []byte) string {
	return runes.Remove(runes.Predicate(func(r rune) bool {
		return junk(r) && !strings.ContainsRune("\t\n\r", r)
	})).String(string(b))
}
