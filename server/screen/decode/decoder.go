// Package decode turns the bytes from a terminal into Bubble Tea messages, with
// ultraviolet's decoder and without its key table. Its memory is bounded for any input, and
// it drops meaningless input.
package decode

import (
	"bytes"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/runes"
)

const (
	// maxSequence limits an escape sequence, in bytes. Answers are shorter; longer
	// sequences are skipped to their end.
	maxSequence = 4 << 10
	// maxPaste limits the text of one paste, in bytes. The rest is dropped.
	maxPaste = 64 << 10

	// How long the beginning of a sequence waits for its end. An escape alone may be a key,
	// and the visitor waits for its effect. Longer sequences are never typed, and a slow
	// line has more time to bring the rest.
	escapePatience   = 50 * time.Millisecond
	sequencePatience = 500 * time.Millisecond
	pastePatience    = 5 * time.Second
)

// Decoder decodes the input from one terminal. The zero Decoder is ready.
type Decoder struct {
	events   uv.EventDecoder
	rest     []byte // the beginning of a sequence; usually nil
	skipping bool   // inside a string too long to keep
	pasting  bool
	paste    []byte
}

// Decode decodes the next bytes, which may be cut anywhere.
func (d *Decoder) Decode(b []byte) (msgs []tea.Msg) {
	if len(d.rest) > 0 {
		b = append(d.rest, b...)
		d.rest = nil
	}
	for len(b) > 0 {
		var n int
		switch {
		case d.pasting:
			n = d.decodePaste(b, &msgs)
		case d.skipping:
			n = d.skip(b)
		default:
			n = d.decodeOne(b, &msgs)
		}
		if n == 0 {
			break
		}
		b = b[n:]
	}
	if len(b) > 0 {
		d.rest = bytes.Clone(b)
	}
	return msgs
}

// decodeOne decodes the first key or sequence of b and returns its length, or 0 if its end
// is still to come.
func (d *Decoder) decodeOne(b []byte, msgs *[]tea.Msg) int {
	n := sequenceLen(b)
	if n == 0 {
		if len(b) < maxSequence {
			return 0
		}
		d.skipping = true
		return len(b)
	}
	if !dropped(b[:n]) {
		used, event := d.events.Decode(b[:n])
		if used > 0 && b[0] != ansi.ESC {
			n = used // one character of a text
		}
		if _, ok := event.(uv.PasteStartEvent); ok {
			d.pasting = true
		}
		appendMessages(msgs, event)
	}
	return n
}

// decodePaste takes pasted bytes, up to the end of the paste or of b.
func (d *Decoder) decodePaste(b []byte, msgs *[]tea.Msg) int {
	end := bytes.Index(b, []byte(ansi.BracketedPasteEnd))
	if end >= 0 {
		d.appendPaste(b[:end])
		d.endPaste(msgs)
		return end + len(ansi.BracketedPasteEnd)
	}
	n := max(0, len(b)-len(ansi.BracketedPasteEnd)+1) // the rest may be the beginning of the end
	d.appendPaste(b[:n])
	return n
}

func (d *Decoder) appendPaste(b []byte) {
	d.paste = append(d.paste, b[:min(len(b), maxPaste-len(d.paste))]...)
}

// endPaste passes the paste on, without invalid UTF-8 and control characters other than tabs
// and line ends.
func (d *Decoder) endPaste(msgs *[]tea.Msg) {
	text := runes.Remove(runes.Predicate(func(r rune) bool {
		return junk(r) && !strings.ContainsRune("\t\n\r", r)
	})).String(string(d.paste))
	*msgs = append(*msgs, tea.PasteMsg{Content: text})
	d.pasting, d.paste = false, nil
}

// skip skips the rest of a string that is too long. A control character ends it even in the
// wrong place, so that a visitor is never locked out.
func (d *Decoder) skip(b []byte) int {
	i := bytes.IndexFunc(b, func(r rune) bool { return r < ' ' })
	switch {
	case i < 0:
		return len(b)
	case b[i] != ansi.ESC:
		d.skipping = false
		return i + 1
	case i+1 < len(b):
		d.skipping = false
		if b[i+1] == '\\' {
			return i + 2
		}
		return i
	}
	return i // 0 if the escape is alone: the next byte decides
}

// Patience returns how long to wait for more before calling Expire, or 0.
func (d *Decoder) Patience() time.Duration {
	switch {
	case d.pasting:
		return pastePatience
	case d.skipping, len(d.rest) > 2:
		return sequencePatience
	case len(d.rest) > 0:
		return escapePatience
	}
	return 0
}

// Expire ends an unfinished sequence: an escape alone is the key of that name, a paste ends
// with the text so far, and all else is dropped.
func (d *Decoder) Expire() (msgs []tea.Msg) {
	rest := d.rest
	switch {
	case d.pasting:
		d.appendPaste(rest)
		d.endPaste(&msgs)
	case d.skipping:
	case len(rest) <= 2 && len(rest) > 0 && rest[0] == ansi.ESC && rest[len(rest)-1] < utf8.RuneSelf:
		_, event := d.events.Decode(rest)
		appendMessages(&msgs, event)
	}
	d.rest, d.skipping = nil, false
	return msgs
}

// appendMessages appends the messages of event, possibly several: keys, clicks, the wheel,
// and the colour of the background. It drops all else, such as sizes that did not come by
// SSH, and meaningless colours and keys.
func appendMessages(msgs *[]tea.Msg, event uv.Event) {
	switch e := event.(type) {
	case uv.MultiEvent:
		for _, one := range e {
			appendMessages(msgs, one)
		}
	case uv.KeyPressEvent:
		// A report may name any number as a character, and any text.
		if e.Code > 0 && e.Code != utf8.RuneError && !strings.ContainsFunc(e.Text, junk) {
			*msgs = append(*msgs, tea.KeyPressMsg(e))
		}
	case uv.BackgroundColorEvent:
		if e.Color != nil {
			*msgs = append(*msgs, tea.BackgroundColorMsg(e))
		}
	case uv.MouseClickEvent:
		*msgs = append(*msgs, tea.MouseClickMsg(e))
	case uv.MouseWheelEvent:
		*msgs = append(*msgs, tea.MouseWheelMsg(e))
	}
}

// junk reports whether r is a control character or invalid UTF-8.
func junk(r rune) bool { return unicode.IsControl(r) || r == utf8.RuneError }
