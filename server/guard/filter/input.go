package filter

import (
	"bytes"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/time/rate"
)

// Input cleans what a visitor with a terminal sends: it limits the rate and drops what is
// not UTF-8.
type Input struct {
	Limiter *rate.Limiter // of bytes

	paste pasteEnd
	rest  []byte // the beginning of a character
}

// Take cleans b, in place where it can, and returns what is left. It joins a character that
// packets have cut in two.
func (in *Input) Take(b []byte, now time.Time) []byte {
	b = in.limit(b, now)
	if len(in.rest) > 0 {
		b = append(in.rest, b...)
		in.rest = nil
	}
	if utf8.Valid(b) {
		return b
	}
	out := b[:0]
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r != utf8.RuneError || n > 1:
			out = append(out, b[:n]...)
		case !utf8.FullRune(b):
			in.rest = bytes.Clone(b)
			n = len(b)
		}
		b = b[n:]
	}
	return out
}

// limit returns the part of b that the rate allows. The rest, a flood or a paste too long to
// be of use, is dropped, except for the end of the paste.
func (in *Input) limit(b []byte, now time.Time) []byte {
	tokens := in.Limiter.TokensAt(now)
	allowed := min(len(b), max(0, int(tokens)))
	torn := -1 // where an end of a paste has lost something
	for i, c := range b {
		// Below zero nothing has come since an end that was lost.
		if in.paste.take(c, i >= allowed) && tokens >= 0 {
			torn = min(i+1, allowed)
		}
	}
	b = b[:allowed]
	if torn >= 0 {
		b = slices.Concat(b[:torn], []byte(ansi.BracketedPasteEnd), b[torn:])
	}
	in.Limiter.ReserveN(now, min(len(b), in.Limiter.Burst()))
	return b
}

// pasteEnd finds the ends of pastes, which a terminal sends after what its person has
// pasted (xterm, "Bracketed Paste Mode"): without it all that follows is taken for
// pasted.
type pasteEnd struct {
	matched int  // bytes of the end that have come last
	torn    bool // one of them has been dropped
}

// take takes the next byte. It reports whether that is the last of an end of which
// something has been dropped.
func (p *pasteEnd) take(c byte, dropped bool) bool {
	if c != ansi.BracketedPasteEnd[p.matched] {
		*p = pasteEnd{}
		if c != ansi.BracketedPasteEnd[0] {
			return false
		}
	}
	p.matched++
	p.torn = p.torn || dropped
	if p.matched < len(ansi.BracketedPasteEnd) {
		return false
	}
	torn := p.torn
	*p = pasteEnd{}
	return torn
}
