package tui

import (
	"cmp"
	"slices"

	"wenkaiyue.com/cv/data"
)

// Notice is a message to the model: a few words, shown in place of the list of keys
// until the next key.
type Notice string

// Replace is a message to the model: another version of the CV, shown from now on. The
// reader stays at the same place in the text, and a problem page closes.
type Replace struct {
	Document *Document
	Note     string // shown like a [Notice]; "reloaded" if empty
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
		m.section = slices.IndexFunc(doc.sections, func(s data.Section) bool { return s.Name == name })
	}
	same := func(item int) int { return doc.find(old.item(item)) }
	if m.page == paperPage {
		m.setPaper(same(m.paper.item))
	}
	m.relayFrom(same)
	m.status = cmp.Or(note, "reloaded")
}

// item returns item n of a layout and its section, or nil for the masthead, which is
// item 0. The items of all sections are numbered in the order of the CV.
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

// find returns the number of the item that matches one of another version of the
// document: in the section of the same name the one with its title, or else with its
// ID, or else the last. It returns -1 without such a section.
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
		found := slices.IndexFunc(s.Items, func(o data.Item) bool { return o.ID == it.ID })
		if found < 0 {
			found = len(s.Items) - 1
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
