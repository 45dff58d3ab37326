package data

import (
	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/publication"
)

// CV is a whole CV in JSON Resume's vocabulary. Read it through [CV.Sections] to show it,
// and through its fields for a format that needs typed facts (vCard, BibTeX, JSON).
// [convert.Schema] documents the tags.
type CV struct {
	Basics       Basics                    `json:"basics,omitzero" old:"bio"`
	Work         []Work                    `json:"work,omitzero"`
	Volunteer    []Volunteer               `json:"volunteer,omitzero"`
	Education    []Education               `json:"education,omitzero"`
	Awards       []Award                   `json:"awards,omitzero"`
	Certificates []Certificate             `json:"certificates,omitzero"`
	Publications []publication.Publication `json:"publications,omitzero"`
	Skills       []Skill                   `json:"skills,omitzero"`
	Languages    []Language                `json:"languages,omitzero"`
	Interests    []Interest                `json:"interests,omitzero" old:"hobbies"`
	References   []Reference               `json:"references,omitzero"`
	Projects     []Project                 `json:"projects,omitzero"`
	Meta         Meta                      `json:"meta,omitzero" keys:"any"`

	ssh      string         // see [CV.At]
	language string         // see [CV.Language]
	words    *locale.Locale // see [CV.Words]
	contacts []Contact      // see [CV.Contacts]; nil until the CV is loaded
	sections []Section      // see [CV.Sections]; nil until the CV is loaded
}

// Basics describes the owner of the CV and how to reach them.
type Basics struct {
	Name string `json:"name,omitzero"`
	// FamilyName and GivenName are the parts of the name, for address books; an
	// extension. They are not guessed from Name.
	FamilyName string    `json:"familyName,omitzero"`
	GivenName  string    `json:"givenName,omitzero"`
	Label      string    `json:"label,omitzero"` // position or profession
	Image      string    `json:"image,omitzero" old:"picture" one:"true"`
	Email      string    `json:"email,omitzero" one:"true" more:"emails"`
	Emails     []string  `json:"emails,omitzero" one:"true"` // extension: further addresses
	Phone      string    `json:"phone,omitzero"`             // as the owner writes it
	URL        string    `json:"url,omitzero" old:"website" one:"true" more:"profiles"`
	Summary    string    `json:"summary,omitzero" text:"lines"`
	Location   Location  `json:"location,omitzero"`
	Profiles   []Profile `json:"profiles,omitzero"`
}

// Location is a postal address. CountryCode is ISO 3166-1 alpha-2; Country, an extension,
// is the country's name.
type Location struct {
	Address     string `json:"address,omitzero" text:"lines"`
	PostalCode  string `json:"postalCode,omitzero"`
	City        string `json:"city,omitzero" alone:"true"`
	Region      string `json:"region,omitzero"`
	Country     string `json:"country,omitzero"`
	CountryCode string `json:"countryCode,omitzero" one:"true"`
}

// Profile is an account on some network.
type Profile struct {
	Network  string `json:"network,omitzero"`
	Username string `json:"username,omitzero"`
	URL      string `json:"url,omitzero" one:"true"`
}

// Details describes an entry; some of its keys are extensions in each list.
type Details struct {
	Summary    string   `json:"summary,omitzero" text:"lines"`
	Highlights []string `json:"highlights,omitzero" text:"marked"`
	Keywords   []string `json:"keywords,omitzero"`
}

// Work is a position held.
type Work struct {
	Name        string `json:"name,omitzero" old:"company"`
	Location    string `json:"location,omitzero"`
	Description string `json:"description,omitzero" text:"lines"` // of the company
	Position    string `json:"position,omitzero"`
	URL         string `json:"url,omitzero" old:"website" one:"true"`
	date.Span
	Details

	Positions []Position `json:"positions,omitzero"` // extension: several at the same employer
}

// Position is one of several positions at the same employer.
type Position struct {
	Position string `json:"position,omitzero"`
	Location string `json:"location,omitzero"`
	date.Span
	Details
}

// Volunteer is unpaid work.
type Volunteer struct {
	Organization string `json:"organization,omitzero"`
	Location     string `json:"location,omitzero"` // extension
	Position     string `json:"position,omitzero"`
	URL          string `json:"url,omitzero" old:"website" one:"true"`
	date.Span
	Details
}

// Education is a course of study.
type Education struct {
	Institution string `json:"institution,omitzero"`
	Location    string `json:"location,omitzero"` // extension
	URL         string `json:"url,omitzero" old:"website" one:"true"`
	Area        string `json:"area,omitzero"`
	StudyType   string `json:"studyType,omitzero"`
	date.Span
	Score      string   `json:"score,omitzero" old:"gpa"`
	ScoreLabel string   `json:"scoreLabel,omitzero"` // extension
	Courses    []string `json:"courses,omitzero"`
	Details
}

// Award is a prize or honour.
type Award struct {
	Title   string    `json:"title,omitzero" old:"name"`
	Date    date.Date `json:"date,omitzero"`
	URL     string    `json:"url,omitzero" one:"true"` // extension
	Awarder string    `json:"awarder,omitzero"`
	Summary string    `json:"summary,omitzero" text:"lines"`

	Highlights []string `json:"highlights,omitzero" text:"marked"` // extension
}

// Certificate is a certificate issued to the owner.
type Certificate struct {
	Name   string    `json:"name,omitzero"`
	Date   date.Date `json:"date,omitzero"`
	URL    string    `json:"url,omitzero" old:"website" one:"true"`
	Issuer string    `json:"issuer,omitzero"`

	date.Span
	Details
}

// Skill is a field with a level and its keywords.
type Skill struct {
	Name     string   `json:"name,omitzero"`
	Level    string   `json:"level,omitzero"`
	Keywords []string `json:"keywords,omitzero"`
	Summary  string   `json:"summary,omitzero" text:"lines"` // extension
}

// Language is a language spoken.
type Language struct {
	Language string `json:"language,omitzero" old:"name"`
	Fluency  string `json:"fluency,omitzero" old:"level"`
}

// Interest is a field of interest.
type Interest struct {
	Name     string   `json:"name,omitzero"`
	Keywords []string `json:"keywords,omitzero"`
	Summary  string   `json:"summary,omitzero" text:"lines"` // extension
}

// Reference is a statement about the owner, or a person to ask for one.
type Reference struct {
	Name      string `json:"name,omitzero"`
	Position  string `json:"position,omitzero"`         // extension
	Company   string `json:"company,omitzero"`          // extension
	Email     string `json:"email,omitzero" one:"true"` // extension
	Phone     string `json:"phone,omitzero"`            // extension
	URL       string `json:"url,omitzero" one:"true"`   // extension
	Reference string `json:"reference,omitzero" text:"lines" alone:"true"`
}

// Project is a piece of work with a name of its own.
type Project struct {
	Name        string `json:"name,omitzero"`
	Location    string `json:"location,omitzero"` // extension
	Description string `json:"description,omitzero" text:"lines"`
	Details
	date.Span
	URL         string   `json:"url,omitzero" old:"website" one:"true"`
	Roles       []string `json:"roles,omitzero"`
	Entity      string   `json:"entity,omitzero"`
	Type        string   `json:"type,omitzero"`
	Supervisors []string `json:"supervisors,omitzero"` // extension
}
