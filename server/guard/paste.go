package guard

// endOfPaste is what a terminal sends after what its person has pasted (xterm,
// "Bracketed Paste Mode"). Without it all that follows is taken for pasted.
const endOfPaste = "\x1b[201~"

// pasteEnd finds the ends of pastes of which something has been dropped.
type pasteEnd struct {
	matched int  // bytes of endOfPaste that have come last
	kept    int  // of these, those before the first that was dropped
	torn    bool // one has been dropped
	mended  bool // one after that has not been
}

// take takes the next byte. If it is the last of an end that has lost some, take
// returns what has to stand in their place.
func (p *pasteEnd) take(c byte, dropped bool) (lost string) {
	if c != endOfPaste[p.matched] {
		*p = pasteEnd{}
		if c != endOfPaste[0] {
			return ""
		}
	}
	p.matched++
	switch {
	case dropped:
		p.torn = true
	case p.torn:
		p.mended = true
	default:
		p.kept++
	}
	if p.matched < len(endOfPaste) {
		return ""
	}
	switch {
	case p.mended: // the middle is missing, and what came before has to be begun anew
		lost = endOfPaste
	case p.torn:
		lost = endOfPaste[p.kept:]
	}
	*p = pasteEnd{}
	return lost
}
