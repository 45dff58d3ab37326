package tui

import (
	"cmp"

	"wenkaiyue.com/cv/data"
)

// Replace is a message for the program: the CV has another version, to be shown
// from now on. The reader stays at the same place in the text, and a [data.Problem]
// that is on screen has gone.
type Replace struct {
	Document *Document
	Note     string // what to say of it for a moment; "reloaded" if empty
}

// replace shows another document, at the item that the reader is at.
func (m *Model) replace(doc *Document, note string) {
	old := m.doc
	m.doc, m.problem = doc, nil
	if m.page == problemPage {
		m.close()
	}
	if m.section >= 0 {
		name := m.lay.sections[m.section].name
		m.section = -1
		for i, s := range doc.sections {
			if s.Name == name {
				m.section = i
			}
		}
	}
	m.relayFrom(func(item int) int { return doc.find(old.item(item)) })
	m.status = cmp.Or(note, "reloaded")
}

// item is the item of a layout by its number there, with its section; nil for
// the masthead. A section's items are numbered one by one, in the order of the
// CV.
func (d *Document) item(n int) (*data.Section, *data.Item) {
	n-- // the masthead
	for i := range d.sections {
		s := &d.sections[i]
		if n >= 0 && n < len(s.Items) {
			return s, &s.Items[n]
		}
		n -= len(s.Items)
	}
	return nil, nil
}

// find is the number of the item that is the same as one of another version of
// the document: in the section of that name the one with its title, or else with
// its ID, or else the last. Without the section it is -1.
func (d *Document) find(section *data.Section, it *data.Item) int {
	if section == nil {
		return 0
	}
	n := 1
	for _, s := range d.sections {
		if s.Name != section.Name {
			n += len(s.Items)
			continue
		}
		found := len(s.Items) - 1
		for i := range s.Items {
			if s.Items[i].ID == it.ID {
				found = i
			}
		}
		for i := range s.Items {
			// Of several with that title, the one with that ID.
			if s.Items[i].Title == it.Title && s.Items[found].Title != it.Title {
				found = i
			}
		}
		return n + found
	}
	return -1
}
