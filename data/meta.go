package data

import (
	"time"

	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/publication"
)

// Meta describes the file rather than the person.
type Meta struct {
	Canonical    string            `json:"canonical,omitzero" one:"true"`
	Version      string            `json:"version,omitzero"`
	LastModified string            `json:"lastModified,omitzero" one:"true"` // ISO 8601
	Page         string            `json:"page,omitzero" one:"true"`         // extension: a4 or letter, the paper of the PDF
	Language     string            `json:"language,omitzero" one:"true"`     // extension: BCP 47
	People       map[string]string `json:"people,omitzero"`                  // extension: web pages of coauthors by their names
	Labels       locale.Labels     `json:"labels,omitzero"`                  // extension: the owner's words in place of ours
	Names        []string          `json:"names,omitzero"`                   // extension: other spellings of the owner's name, to find them among authors
	Sections     []SectionConfig   `json:"sections,omitzero"`                // extension
}

// Modified returns the time of the last change in UTC: an ISO 8601 date and time, or the
// first moment of a date as [date.Parse] reads it. It reports false for anything else.
func (m *Meta) Modified() (t time.Time, ok bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, m.LastModified); err == nil {
			return t.UTC(), true
		}
	}
	d := date.Parse(m.LastModified)
	return time.Date(d.Year, time.Month(max(d.Month, 1)), max(d.Day, 1), 0, 0, 0, 0, time.UTC), d.Year > 0
}

// SectionConfig places one section of the CV: its name (which a visitor types), its title,
// and its content, which is a list of JSON Resume (List, or else Name) or, in a free
// section, Items.
type SectionConfig struct {
	Name  string  `json:"name,omitzero"`
	Title string  `json:"title,omitzero"`
	List  string  `json:"list,omitzero"`
	Items []Entry `json:"items,omitzero"`

	// For publications only: their groups ("year", "type"), the ones to show ("selected";
	// all by default), their order ("newest", "file") and their numbers ("plain", or "type"
	// for J1 and C2).
	Group   string `json:"group,omitzero"`
	Only    string `json:"only,omitzero"`
	Sort    string `json:"sort,omitzero"`
	Numbers string `json:"numbers,omitzero"`
}

// Entry is one item of a free section: a talk, a course taught, a grant. Date is a day or a
// month; the span counts if Date is not given.
type Entry struct {
	Name         string    `json:"name,omitzero" old:"title"`
	Role         string    `json:"role,omitzero"`         // the owner's role in it
	Organization string    `json:"organization,omitzero"` // the event, school, funder or paper
	Location     string    `json:"location,omitzero"`
	Amount       string    `json:"amount,omitzero"` // of a grant, as written
	URL          string    `json:"url,omitzero" one:"true"`
	Date         date.Date `json:"date,omitzero"`
	date.Span
	Summary    string             `json:"summary,omitzero" old:"description" text:"lines"`
	Links      []publication.Link `json:"links,omitzero" short:"pdf code slides poster video"`
	Highlights []string           `json:"highlights,omitzero" text:"marked"`
	Keywords   []string           `json:"keywords,omitzero"`
}
