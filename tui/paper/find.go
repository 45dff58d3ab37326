package paper

import "wenkaiyue.com/cv/data"

// Publication returns the item of an entry if it is a publication, or else nil.
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
// [from, to), or else of the one whose text begins above them, or -1.
func (l *Layout) PublicationIn(from, to int) int {
	fills := -1
	for i := l.Lines[from].Entry; i < len(l.Entries) && l.Entries[i].Title < to; i++ {
		if l.Publication(i) != nil && l.Entries[i].End > from {
			if fills = i; l.Entries[i].Title >= from {
				return i
			}
		}
	}
	return fills
}

// Follow returns the line that corresponds to line n of another layout: in the same entry,
// at the same share of it. The other layout may have another shape or version of the CV.
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

// Find returns the entry that corresponds to e in another layout. In the section of the same
// name, it prefers the title and ID of e, then the title, then the ID, then the last entry.
// Without such a section it returns -1.
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
