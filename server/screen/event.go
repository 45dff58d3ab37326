package screen

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// appendMessages appends what Bubble Tea calls event, which may be several. It
// drops what no model is meant to see: unknown sequences, sizes that did not
// come by SSH, colours and keys that make no sense.
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
	case uv.KeyReleaseEvent:
		if sensible(uv.Key(e)) {
			return tea.KeyReleaseMsg(e)
		}
	case uv.BackgroundColorEvent:
		if e.Color != nil {
			return tea.BackgroundColorMsg(e)
		}
	case uv.ForegroundColorEvent:
		if e.Color != nil {
			return tea.ForegroundColorMsg(e)
		}
	case uv.CursorColorEvent:
		if e.Color != nil {
			return tea.CursorColorMsg(e)
		}
	case uv.ClipboardEvent:
		return tea.ClipboardMsg(e)
	case uv.CursorPositionEvent:
		return tea.CursorPositionMsg(e)
	case uv.FocusEvent:
		return tea.FocusMsg(e)
	case uv.BlurEvent:
		return tea.BlurMsg(e)
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
	case uv.CapabilityEvent:
		return tea.CapabilityMsg(e)
	case uv.TerminalVersionEvent:
		return tea.TerminalVersionMsg(e)
	case uv.KeyboardEnhancementsEvent:
		return tea.KeyboardEnhancementsMsg(e)
	case uv.ModeReportEvent:
		return tea.ModeReportMsg(e)
	case uv.ProgramStatusSupportEvent:
		return tea.ProgramStatusSupportMsg{}
	case uv.DarkColorSchemeEvent, uv.LightColorSchemeEvent:
		return e
	}
	return nil
}

// sensible reports whether a key stands for something. A report may name any
// number as a character, and any text.
func sensible(k uv.Key) bool {
	return k.Code > 0 && k.Code != utf8.RuneError && utf8.ValidString(k.Text) &&
		!strings.ContainsFunc(k.Text, func(r rune) bool { return unicode.IsControl(r) || r == utf8.RuneError })
}

// pastedText returns what was pasted, without what is no text: invalid UTF-8
// and control characters other than tabs and line ends.
func pastedText(b []byte) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r':
			return r
		case r == utf8.RuneError, unicode.IsControl(r):
			return -1
		}
		return r
	}, string(b))
}
