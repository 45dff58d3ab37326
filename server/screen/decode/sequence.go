package decode

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// maxRepeat limits the repeat count of a win32 key report. The report has 16 bits for it,
// and the decoder makes an event of each repeat.
const maxRepeat = 16

// sequenceLen returns the length of the key or escape sequence at the beginning of b, or of
// the text up to the next one. It is 0 if b ends too early to tell. The decoder cannot
// delimit sequences, because it does not tell a cut one from an unknown one.
func sequenceLen(b []byte) int {
	switch {
	case b[0] == ansi.ESC:
		return escapeLen(b)
	case b[0] < ' ' || b[0] == ansi.DEL:
		return 1
	}
	return textLen(b)
}

// maxCluster limits the length of one character in bytes. A family of four with skin tones
// has 41.
const maxCluster = 64

// textLen returns the length of the text at the beginning of b that may be one character: 1
// for ASCII; others may include combining ones. It is 1 for a byte that is not UTF-8, and 0
// for a cut character.
func textLen(b []byte) int {
	if b[0] < utf8.RuneSelf {
		return 1
	}
	n := 0
	for n < len(b) && n < maxCluster && b[n] >= utf8.RuneSelf {
		r, size := utf8.DecodeRune(b[n:])
		if r == utf8.RuneError && size <= 1 {
			if n == 0 && utf8.FullRune(b) {
				return 1
			}
			break
		}
		n += size
	}
	return n
}

func escapeLen(b []byte) int {
	if len(b) == 1 {
		return 0
	}
	switch b[1] {
	case '[':
		return csiLen(b)
	case 'O':
		for i := 2; i < len(b); i++ {
			if b[i] < '0' || b[i] > '9' {
				return i + 1
			}
		}
		return 0
	case ']', 'P', '_', '^', 'X':
		return stringLen(b)
	case ansi.ESC:
		// Alt and a key that is a sequence itself. In a row of escapes each is a key,
		// because the decoder would recurse for each.
		if len(b) > 2 && b[2] == ansi.ESC {
			return 1
		}
	}
	n := sequenceLen(b[1:])
	if n == 0 {
		return 0
	}
	if b[1] >= utf8.RuneSelf {
		_, size := utf8.DecodeRune(b[1:])
		n = size
	} else if b[1] != ansi.ESC {
		n = 1
	}
	return n + 1
}

// csiLen returns the length of the control sequence at the beginning of b. A byte that
// cannot belong to it ends it.
func csiLen(b []byte) int {
	if len(b) > 2 && b[2] == '[' { // a function key of the Linux console
		if len(b) < 4 {
			return 0
		}
		return 4
	}
	for i := 2; i < len(b); i++ {
		switch c := b[i]; {
		case c == '$' && i+1 < len(b) && b[i+1] == ansi.ESC, c == '$' && i+1 == len(b) && i > 2 && b[2] != '?':
			return i + 1 // rxvt ends the sequences of shifted keys with it
		case c >= ' ' && c <= '?':
		case c == 'M' && i == 2: // a mouse report of three more bytes
			if len(b) < 6 {
				return 0
			}
			return 6
		case c >= '@' && c <= '~':
			return i + 1
		default:
			return i
		}
	}
	return 0
}

// stringLen returns the length of the control string, such as an answer to a
// query, at the beginning of b. BEL, ST and any control character end it.
func stringLen(b []byte) int {
	for i := 2; i < len(b); i++ {
		switch c := b[i]; {
		case c == ansi.ESC && i+1 == len(b):
			return 0
		case c == ansi.ESC && b[i+1] == '\\':
			return i + 2
		case c == ansi.ESC:
			return i
		case c < ' ':
			return i + 1
		}
	}
	return 0
}

// dropped reports whether a sequence is useless, or unsafe to decode.
func dropped(seq []byte) bool {
	last := seq[len(seq)-1]
	switch {
	case seq[0] >= utf8.RuneSelf && len(seq) == 1:
		return true // neither UTF-8 nor meant as an 8-bit control
	case seq[0] != ansi.ESC:
		return false
	case len(seq) > maxSequence:
		return true
	case len(seq) > 2 && seq[1] == '[' && last == '_':
		count := seq[bytes.LastIndexByte(seq, ';')+1 : len(seq)-1]
		n, err := strconv.Atoi(string(count))
		return err != nil || n > maxRepeat
	}
	return false
}
