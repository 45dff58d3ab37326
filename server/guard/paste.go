package guard

// endOfPaste is what a terminal sends after what its person has pasted (xterm,
// "Bracketed Paste Mode"). Without it all that follows is taken for pasted.
const endOfPaste = "\x1b[201~"

// pasteEnd finds the ends of pastes of which something has been dropped.
type pasteEnd struct {
	matched int  // bytes of endOfPaste that have come last
	torn    bool // one of them has been dropped
}

// take takes the next byte, and reports whether it is the last of an end that has
// lost one.
func (p *pasteEnd) take(c byte, dropped bool) (lost bool) {
	if c != endOfPaste[p.matched] {
		*p = pasteEnd{}
		if c != endOfPaste[0] {
			return false
		}
	}
	p.matched++
	p.torn = p.torn || dropped
	if p.matched < len(endOfPaste) {
		return false
	}
	lost = p.torn
	*p = pasteEnd{}
	return lost
}
