package screen

import (
	"bytes"
	"fmt"
	"image/color"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// switchModes writes what takes a terminal from the modes that one view asks
// for to those of the next one: everything in a tea.View but its content, the
// alt screen and the place of the cursor.
func switchModes(b *bytes.Buffer, from, to *tea.View) {
	if paste := !to.DisableBracketedPasteMode; paste == from.DisableBracketedPasteMode {
		b.WriteString(pick(paste, ansi.SetModeBracketedPaste, ansi.ResetModeBracketedPaste))
	}
	if to.ReportFocus != from.ReportFocus {
		b.WriteString(pick(to.ReportFocus, ansi.SetModeFocusEvent, ansi.ResetModeFocusEvent))
	}
	if to.MouseMode != from.MouseMode {
		b.WriteString(mouseMode(from.MouseMode, to.MouseMode))
	}
	if to.WindowTitle != from.WindowTitle {
		b.WriteString(ansi.SetWindowTitle(printable(to.WindowTitle)))
	}
	if to.KeyboardEnhancements != from.KeyboardEnhancements {
		b.WriteString(keyboard(from.KeyboardEnhancements, to.KeyboardEnhancements))
	}
	switchColor(b, from.ForegroundColor, to.ForegroundColor, ansi.SetForegroundColor, ansi.ResetForegroundColor)
	switchColor(b, from.BackgroundColor, to.BackgroundColor, ansi.SetBackgroundColor, ansi.ResetBackgroundColor)
	switchCursor(b, from.Cursor, to.Cursor)
	switchProgress(b, from.ProgressBar, to.ProgressBar)
	switchStatus(b, from.ProgramStatus, to.ProgramStatus)
}

// noModes is the view of a terminal that nothing was asked of. Bracketed paste,
// which a view has to refuse, is off.
func noModes() *tea.View { return &tea.View{DisableBracketedPasteMode: true} }

func pick(cond bool, yes, no string) string {
	if cond {
		return yes
	}
	return no
}

func mouseMode(from, to tea.MouseMode) string {
	switch to {
	case tea.MouseModeNone:
		return ansi.ResetModeMouseButtonEvent + ansi.ResetModeMouseAnyEvent + ansi.ResetModeMouseExtSgr
	case tea.MouseModeAllMotion:
		return pick(from == tea.MouseModeNone, "", ansi.ResetModeMouseButtonEvent) +
			ansi.SetModeMouseAnyEvent + ansi.SetModeMouseExtSgr
	default:
		return pick(from == tea.MouseModeNone, "", ansi.ResetModeMouseAnyEvent) +
			ansi.SetModeMouseButtonEvent + ansi.SetModeMouseExtSgr
	}
}

// keyboard switches the Kitty keyboard protocol. Unlike Bubble Tea, which
// always turns on its first level, it leaves terminals alone until a view asks
// for something. A terminal that knows the protocol answers the query, and the
// model gets a tea.KeyboardEnhancementsMsg.
func keyboard(from, to tea.KeyboardEnhancements) string {
	none := tea.KeyboardEnhancements{}
	if to == none {
		return ansi.PopKittyKeyboard(1)
	}
	flags := ansi.KittyDisambiguateEscapeCodes
	for flag, on := range map[int]bool{
		ansi.KittyReportEventTypes:           to.ReportEventTypes,
		ansi.KittyReportAlternateKeys:        to.ReportAlternateKeys,
		ansi.KittyReportAllKeysAsEscapeCodes: to.ReportAllKeysAsEscapeCodes,
		ansi.KittyReportAssociatedKeys:       to.ReportAssociatedText,
	} {
		if on {
			flags |= flag
		}
	}
	if from == none {
		return ansi.PushKittyKeyboard(flags) + ansi.RequestKittyKeyboard
	}
	return ansi.KittyKeyboard(flags, 1) + ansi.RequestKittyKeyboard
}

func switchColor(b *bytes.Buffer, from, to color.Color, set func(string) string, reset string) {
	f, t := hexColor(from), hexColor(to)
	switch {
	case f == t:
	case t == "":
		b.WriteString(reset)
	default:
		b.WriteString(set(t))
	}
}

// hexColor returns c as #rrggbb, or "" for the terminal's own colour.
func hexColor(c color.Color) string {
	if c == nil {
		return ""
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// switchCursor changes the colour and the style of the cursor.
func switchCursor(b *bytes.Buffer, from, to *tea.Cursor) {
	var f, t tea.Cursor
	style := 0 // the terminal's own
	if from != nil {
		f = *from
	}
	if to != nil {
		t = *to
		style = cursorStyle(to)
	}
	switchColor(b, f.Color, t.Color, ansi.SetCursorColor, ansi.ResetCursorColor)
	if from == nil && style == 1 {
		return // a blinking block is what most terminals show unasked
	}
	if from == nil && style != 0 || from != nil && style != cursorStyle(from) {
		b.WriteString(ansi.SetCursorStyle(style))
	}
}

// cursorStyle is the parameter of DECSCUSR: 1 and 2 are a block, 3 and 4 an
// underline, 5 and 6 a bar, and the odd ones blink.
func cursorStyle(c *tea.Cursor) int {
	style := int(c.Shape)*2 + 1
	if !c.Blink {
		style++
	}
	return style
}

func switchProgress(b *bytes.Buffer, from, to *tea.ProgressBar) {
	var none tea.ProgressBar
	f, t := none, none
	if from != nil {
		f = *from
	}
	if to != nil {
		t = *to
	}
	if f == t {
		return
	}
	switch t.State {
	case tea.ProgressBarDefault:
		b.WriteString(ansi.SetProgressBar(t.Value))
	case tea.ProgressBarError:
		b.WriteString(ansi.SetErrorProgressBar(t.Value))
	case tea.ProgressBarIndeterminate:
		b.WriteString(ansi.SetIndeterminateProgressBar)
	case tea.ProgressBarWarning:
		b.WriteString(ansi.SetWarningProgressBar(t.Value))
	default:
		b.WriteString(ansi.ResetProgressBar)
	}
}

func switchStatus(b *bytes.Buffer, from, to *tea.ProgramStatus) {
	if from != nil && (to == nil || to.ID != from.ID) {
		b.WriteString(ansi.ClearProgramStatusID(from.ID))
	}
	if to != nil && (from == nil || *from != *to) {
		b.WriteString(ansi.SetProgramStatus(*to))
	}
}

// printable drops the control characters from a text that goes into an escape
// sequence or stands for one line.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}
