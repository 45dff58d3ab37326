package data

import "wenkaiyue.com/cv/data/markup"

// Head is the beginning of a CV, before its sections, in the order in which every format
// shows it.
type Head struct {
	Name     string
	Lines    []string // below the name: the label
	Contacts []Contact
	Summary  []markup.Paragraph
}

// Head returns the head of the CV.
func (cv *CV) Head() Head {
	b := &cv.Basics
	return Head{Name: b.Name, Lines: lines(b.Label), Contacts: cv.Contacts(), Summary: markup.Paragraphs(b.Summary)}
}

// Updated says in which month the CV was last changed, in its language, or "" if nobody
// knows.
func (cv *CV) Updated() string {
	t, ok := cv.Meta.Modified()
	if !ok {
		return ""
	}
	return cv.Words().Updated(t.Year(), int(t.Month()))
}

// Headline returns the label, or else the first position shown, or else the first course
// of study, or "".
func (cv *CV) Headline() string {
	if cv.Basics.Label != "" {
		return cv.Basics.Label
	}
	if w := positions(cv); len(w) > 0 {
		position := w[0].Position
		if position == "" && len(w[0].Positions) > 0 {
			position = w[0].Positions[0].Position
		}
		return cv.Words().Join(position, w[0].Name)
	}
	if e := studies(cv); len(e) > 0 {
		return cv.Words().Join(e[0].StudyType, e[0].Area, e[0].Institution)
	}
	return ""
}
