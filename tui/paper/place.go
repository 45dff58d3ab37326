package paper

import "wenkaiyue.com/cv/data"

// Publication returns the publication of an entry, or nil if it is none.
func (l *Layout) Publication(entry int) *data.Item {
	if entry < 0 || entry >= len(l.Entries) {
		return nil
	}
	if e := l.Entries[entry]; e.Section != nil && e.Section.Kind == data.Publications {
		return e.Item
	}
	return nil
}

// PublicationIn returns the entry of the first publication whose title is in the lines
// [from, to), or else of the one whose text fills them, or -1.
func (l *Layout) PublicationIn(from, to int) int {
	fills := -1
	for i := l.Lines[from].Entry; i < len(l.Entries) && l.Entries[i].Line < to; i++ {
		switch title := l.Entries[i].Title; {
		case l.Publication(i) == nil || title >= to:
		case title >= from:
			return i
		default:
			fills = i
		}
	}
	return fills
}

// Follow returns the line that shows what line n of another layout shows, be it one of
// another shape or of another version of the CV: in the same entry, as far into it.
func (l *Layout) Follow(other *Layout, n int) int {
	if l == other || n <= 0 || n >= len(other.Lines) {
		return n
	}
	was := other.Lines[n].Entry
	now := l.Find(other.Entries[was])
	if now < 0 {
		return n
	}
	return l.Entries[now].Line + (n-other.Entries[was].Line)*l.length(now)/other.length(was)
}

// length returns the number of lines of an entry, at least 1.
func (l *Layout) length(entry int) int {
	end := len(l.Lines)
	if entry+1 < len(l.Entries) {
		end = l.Entries[entry+1].Line
	}
	return max(end-l.Entries[entry].Line, 1)
}

// Find returns the entry that is e in another layout: in the section of the same name the
// one with its title, preferably with its ID too, or else with its ID, or else the last.
// It returns -1 without such a section.
func (l *Layout) Find(e Entry) int {
	if e.Section == nil {
		return 0
	}
	found, best := -1, 0
	for i, other := range l.Entries {
		if other.Section == nil || other.Section.Name != e.Section.Name {
			continue
		}
		alike := 1
		if other.Item.ID == e.Item.ID {
			alike++
		}
		if other.Item.Title == e.Item.Title {
			alike += 2
		}
		if alike > best || alike == 1 && best == 1 {
			found, best = i, alike
		}
	}
	return found
}
