package data

import (
	"cmp"
	"strings"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/publication"
	"wenkaiyue.com/cv/data/uri"
)

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
	return Head{Name: b.Name, Lines: Given(b.Label), Contacts: cv.Contacts(), Summary: markup.Paragraphs(b.Summary)}
}

// Headline returns the label, else the first position shown, else the first course of
// study, else "".
func (cv *CV) Headline() string {
	if cv.Basics.Label != "" {
		return cv.Basics.Label
	}
	if list := history(cv, cv.Work); len(list) > 0 {
		p := list[0]
		if p.Position == "" && len(p.Positions) > 0 {
			p.Position = p.Positions[0].Position
		}
		return cv.Words().Join(p.Position, p.Name)
	}
	if list := history(cv, cv.Education); len(list) > 0 {
		return cv.Words().Join(list[0].StudyType, list[0].Area, list[0].Institution)
	}
	return ""
}

// Place returns the owner's city, region and country.
func (cv *CV) Place() string {
	l := cv.Basics.Location
	return cv.Words().Join(l.City, l.Region, l.country())
}

// markOwner marks the owner among the authors of publications.
func (cv *CV) markOwner() {
	orcid := ""
	for _, p := range cv.Basics.Profiles {
		orcid = cmp.Or(orcid, uri.ORCID(p.URL), uri.ORCID(p.Username))
	}
	publication.MarkOwner(cv.Publications, orcid, append([]string{cv.Basics.Name}, cv.Meta.Names...)...)
}

// OwnerName returns the owner's name in parts if the CV states them: in basics.familyName
// or basics.givenName, by a comma ("Family, Given"), or in an author list that has the two
// words of the name in the reverse order. The order alone says nothing: Spanish has two
// family names, and in Hungarian and Vietnamese the family name comes first.
func (cv *CV) OwnerName() publication.Name {
	whole := clean.Line(cv.Basics.Name)
	n := publication.Name{Family: clean.Line(cv.Basics.FamilyName), Given: clean.Line(cv.Basics.GivenName)}
	if n != (publication.Name{}) {
		n.Family = cmp.Or(n.Family, publication.Without(whole, n.Given))
		n.Given = cmp.Or(n.Given, publication.Without(whole, n.Family))
		return n
	}
	for _, p := range cv.Publications {
		for _, a := range p.Authors {
			n := publication.ParseName(a.Name)
			if a.Self && n.Literal == "" && whole == n.Family+" "+n.Given && strings.Count(whole, " ") == 1 {
				return n
			}
		}
	}
	if n := publication.ParseName(whole); strings.HasPrefix(whole, n.Family+", ") && n.Given != "" {
		return n
	}
	return publication.Name{Literal: whole}
}
