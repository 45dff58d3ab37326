package data

import (
	"time"

	"wenkaiyue.com/cv/data/locale"
)

// The tags of the types here, beside encoding/json's: "old" names the keys of
// older schemas, separated by commas; text:"lines" says that a text is inline
// Markdown in paragraphs, text:"marked" that it is on one line; alone:"true" marks
// the field that a bare string sets in place of an object, by default the first;
// one:"true" says that a text is machine-readable, so that lists are not joined;
// short names keys beside a list that stand for an element of it ("code: https://…").

// CV is a whole CV in JSON Resume's vocabulary. Read it through [CV.Sections]
// to show it; read its fields where a format needs the typed facts (vCard,
// BibTeX, JSON).
type CV struct {
	Basics       Basics        `json:"basics,omitzero" old:"bio"`
	Work         []Work        `json:"work,omitzero"`
	Volunteer    []Volunteer   `json:"volunteer,omitzero"`
	Education    []Education   `json:"education,omitzero"`
	Awards       []Award       `json:"awards,omitzero"`
	Certificates []Certificate `json:"certificates,omitzero"`
	Publications []Publication `json:"publications,omitzero"`
	Skills       []Skill       `json:"skills,omitzero"`
	Languages    []Language    `json:"languages,omitzero"`
	Interests    []Interest    `json:"interests,omitzero" old:"hobbies"`
	References   []Reference   `json:"references,omitzero"`
	Projects     []Project     `json:"projects,omitzero"`
	Meta         Meta          `json:"meta,omitzero"`

	ssh      string         // see [CV.At]
	language string         // see [CV.Language]
	words    *locale.Locale // see [CV.Words]
	sections []Section      // see [CV.Sections]; nil until it is loaded
}

// Basics is who the CV is of and how to reach them.
type Basics struct {
	Name string `json:"name,omitzero"`
	// FamilyName and GivenName are the parts of the name, for address books; an
	// extension. Without them nobody guesses which is which.
	FamilyName string    `json:"familyName,omitzero"`
	GivenName  string    `json:"givenName,omitzero"`
	Label      string    `json:"label,omitzero"` // position or profession
	Image      string    `json:"image,omitzero" old:"picture" one:"true"`
	Email      string    `json:"email,omitzero" one:"true"`
	Emails     []string  `json:"emails,omitzero" one:"true"` // extension: further addresses
	Phone      string    `json:"phone,omitzero"`             // as the owner writes it
	URL        string    `json:"url,omitzero" old:"website" one:"true"`
	Summary    string    `json:"summary,omitzero" text:"lines"`
	Location   Location  `json:"location,omitzero"`
	Profiles   []Profile `json:"profiles,omitzero"`
}

// Location is a postal address; CountryCode is ISO 3166-1 alpha-2 and Country,
// an extension, its name in words.
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

// Work is a position held.
type Work struct {
	Name        string   `json:"name,omitzero" old:"company"`
	Location    string   `json:"location,omitzero"`
	Description string   `json:"description,omitzero" text:"lines"` // of the company
	Position    string   `json:"position,omitzero"`
	URL         string   `json:"url,omitzero" old:"website" one:"true"`
	StartDate   Date     `json:"startDate,omitzero"`
	EndDate     Date     `json:"endDate,omitzero"`
	Summary     string   `json:"summary,omitzero" text:"lines"`
	Highlights  []string `json:"highlights,omitzero" text:"marked"`
	Keywords    []string `json:"keywords,omitzero"` // extension

	Positions []Position `json:"positions,omitzero"` // extension: several at the same employer
}

// Position is one of several at the same employer.
type Position struct {
	Position   string   `json:"position,omitzero"`
	Location   string   `json:"location,omitzero"`
	StartDate  Date     `json:"startDate,omitzero"`
	EndDate    Date     `json:"endDate,omitzero"`
	Summary    string   `json:"summary,omitzero" text:"lines"`
	Highlights []string `json:"highlights,omitzero" text:"marked"`
	Keywords   []string `json:"keywords,omitzero"`
}

// Volunteer is unpaid work.
type Volunteer struct {
	Organization string   `json:"organization,omitzero"`
	Location     string   `json:"location,omitzero"` // extension
	Position     string   `json:"position,omitzero"`
	URL          string   `json:"url,omitzero" old:"website" one:"true"`
	StartDate    Date     `json:"startDate,omitzero"`
	EndDate      Date     `json:"endDate,omitzero"`
	Summary      string   `json:"summary,omitzero" text:"lines"`
	Highlights   []string `json:"highlights,omitzero" text:"marked"`
	Keywords     []string `json:"keywords,omitzero"` // extension
}

// Education is a course of study.
type Education struct {
	Institution string   `json:"institution,omitzero"`
	Location    string   `json:"location,omitzero"` // extension
	URL         string   `json:"url,omitzero" old:"website" one:"true"`
	Area        string   `json:"area,omitzero"`
	StudyType   string   `json:"studyType,omitzero"`
	StartDate   Date     `json:"startDate,omitzero"`
	EndDate     Date     `json:"endDate,omitzero"`
	Score       string   `json:"score,omitzero" old:"gpa"`
	ScoreLabel  string   `json:"scoreLabel,omitzero"` // extension
	Courses     []string `json:"courses,omitzero"`
	Summary     string   `json:"summary,omitzero" text:"lines"`     // extension
	Highlights  []string `json:"highlights,omitzero" text:"marked"` // extension
	Keywords    []string `json:"keywords,omitzero"`                 // extension
}

// Award is a prize or honour.
type Award struct {
	Title   string `json:"title,omitzero" old:"name"`
	Date    Date   `json:"date,omitzero"`
	URL     string `json:"url,omitzero" one:"true"` // extension
	Awarder string `json:"awarder,omitzero"`
	Summary string `json:"summary,omitzero" text:"lines"`

	Highlights []string `json:"highlights,omitzero" text:"marked"` // extension
}

// Certificate is a certificate issued to the owner.
type Certificate struct {
	Name   string `json:"name,omitzero"`
	Date   Date   `json:"date,omitzero"`
	URL    string `json:"url,omitzero" old:"website" one:"true"`
	Issuer string `json:"issuer,omitzero"`

	StartDate  Date     `json:"startDate,omitzero"`                // extension: of a span, in place of Date
	EndDate    Date     `json:"endDate,omitzero"`                  // extension
	Summary    string   `json:"summary,omitzero" text:"lines"`     // extension
	Highlights []string `json:"highlights,omitzero" text:"marked"` // extension
	Keywords   []string `json:"keywords,omitzero"`                 // extension
}

// Publication is a paper, book or article.
type Publication struct {
	Name        string   `json:"name,omitzero"`
	Publisher   string   `json:"publisher,omitzero"`
	ReleaseDate Date     `json:"releaseDate,omitzero"`
	URL         string   `json:"url,omitzero" old:"website" one:"true"`
	Summary     string   `json:"summary,omitzero" text:"lines"`
	Authors     []Author `json:"authors,omitzero"`                                                                 // extension, in the order printed
	Venue       string   `json:"venue,omitzero"`                                                                   // extension
	Status      string   `json:"status,omitzero"`                                                                  // extension
	DOI         string   `json:"doi,omitzero" one:"true"`                                                          // extension
	Type        string   `json:"type,omitzero"`                                                                    // extension: of BibTeX ("inproceedings") or CSL ("paper-conference")
	Abstract    string   `json:"abstract,omitzero" text:"lines"`                                                   // extension
	Links       []Link   `json:"links,omitzero" short:"arxiv,pdf,code,slides,poster,video,website,blog,supp,html"` // extension
	Selected    bool     `json:"selected,omitzero"`                                                                // extension: shown where a section has the selected ones only

	Highlights []string `json:"highlights,omitzero" text:"marked"` // extension
	Keywords   []string `json:"keywords,omitzero"`                 // extension

	// What bibliographies say beside that, as extensions; [Publication.Where] shows some
	// of it.
	Key          string   `json:"key,omitzero" one:"true"` // by which it is cited
	Volume       string   `json:"volume,omitzero"`
	Number       string   `json:"number,omitzero"` // of the issue, or of a report
	Pages        string   `json:"pages,omitzero"`
	Series       string   `json:"series,omitzero"`
	Edition      string   `json:"edition,omitzero"`
	Chapter      string   `json:"chapter,omitzero"`
	Editors      []Author `json:"editors,omitzero"`
	Address      string   `json:"address,omitzero"` // of the publisher or the conference
	ISBN         string   `json:"isbn,omitzero"`
	ISSN         string   `json:"issn,omitzero"`
	PrimaryClass string   `json:"primaryClass,omitzero"` // at arXiv: "cs.LG"
	BibKeywords  []string `json:"bibKeywords,omitzero"`  // for sorting
}

// Link is a web page about a publication: its code, its slides. Name is what it is, one
// of the keys that stand for a link by themselves ("code") or a word of the owner's.
type Link struct {
	Name string `json:"name,omitzero"`
	URL  string `json:"url,omitzero" one:"true"`
}

// Author is one name of a publication's author list.
type Author struct {
	Name   string `json:"name,omitzero"`
	Self   bool   `json:"self,omitzero"`             // the owner of the CV
	Equal  bool   `json:"equal,omitzero"`            // contributed equally with the others so marked
	Family string `json:"family,omitzero"`           // where it is more than the last word; the whole of an institution's name
	ORCID  string `json:"orcid,omitzero" one:"true"` // with or without https://orcid.org/

	URL string `json:"-"` // of meta.people; set in [Item]
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

// Reference is what somebody says of the owner, or who can be asked.
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
	Name        string   `json:"name,omitzero"`
	Location    string   `json:"location,omitzero"` // extension
	Description string   `json:"description,omitzero" text:"lines"`
	Summary     string   `json:"summary,omitzero" text:"lines"` // of old files
	Highlights  []string `json:"highlights,omitzero" text:"marked"`
	Keywords    []string `json:"keywords,omitzero"`
	StartDate   Date     `json:"startDate,omitzero"`
	EndDate     Date     `json:"endDate,omitzero"`
	URL         string   `json:"url,omitzero" old:"website" one:"true"`
	Roles       []string `json:"roles,omitzero"`
	Entity      string   `json:"entity,omitzero"`
	Type        string   `json:"type,omitzero"`
	Supervisors []string `json:"supervisors,omitzero"` // extension
}

// Meta is about the file rather than the person.
type Meta struct {
	Canonical    string            `json:"canonical,omitzero" one:"true"`
	Version      string            `json:"version,omitzero"`
	LastModified string            `json:"lastModified,omitzero" one:"true"` // ISO 8601
	Page         string            `json:"page,omitzero" one:"true"`         // extension: a4 or letter, the paper of the PDF
	Language     string            `json:"language,omitzero" one:"true"`     // extension: BCP 47
	People       map[string]string `json:"people,omitzero"`                  // extension: web pages of coauthors by their names
	Labels       locale.Labels     `json:"labels,omitzero"`                  // extension: words of the owner's for ours
	Names        []string          `json:"names,omitzero"`                   // extension: other spellings of the owner's name, to find them among authors
	Sections     []SectionConfig   `json:"sections,omitzero"`                // extension
}

// Modified is when the CV was last modified, in UTC: an ISO 8601 date and time,
// or a date as [ParseDate] reads it, from its first moment.
func (m *Meta) Modified() (t time.Time, ok bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, m.LastModified); err == nil {
			return t.UTC(), true
		}
	}
	d := ParseDate(m.LastModified)
	return time.Date(d.Year, time.Month(max(d.Month, 1)), max(d.Day, 1), 0, 0, 0, 0, time.UTC), d.Year > 0
}

// SectionConfig places one section of the CV: its name (what a visitor types),
// the title shown, and what it shows: a list of JSON Resume (Name where List is
// empty), or, in a free section, Items of its own.
type SectionConfig struct {
	Name  string  `json:"name,omitzero"`
	Title string  `json:"title,omitzero"`
	List  string  `json:"list,omitzero"`
	Items []Entry `json:"items,omitzero"`

	// Of a section with the publications: how they are grouped ("year", "type"), which of
	// them are shown ("selected"; all without it), their order ("newest", "file") and
	// their numbers ("plain", or "type" for J1 and C2).
	Group   string `json:"group,omitzero"`
	Only    string `json:"only,omitzero"`
	Sort    string `json:"sort,omitzero"`
	Numbers string `json:"numbers,omitzero"`
}

// Entry is one item of a free section: a talk, a course taught, a grant. Date is a day or a
// month; StartDate and EndDate are a span, and count where Date is not given.
type Entry struct {
	Name         string   `json:"name,omitzero" old:"title"`
	Role         string   `json:"role,omitzero"`         // what the owner was in it
	Organization string   `json:"organization,omitzero"` // the event, school, funder or paper
	Location     string   `json:"location,omitzero"`
	Amount       string   `json:"amount,omitzero"` // of a grant, as written
	URL          string   `json:"url,omitzero" one:"true"`
	Date         Date     `json:"date,omitzero"`
	StartDate    Date     `json:"startDate,omitzero"`
	EndDate      Date     `json:"endDate,omitzero"`
	Summary      string   `json:"summary,omitzero" old:"description" text:"lines"`
	Links        []Link   `json:"links,omitzero" short:"pdf,code,slides,poster,video"`
	Highlights   []string `json:"highlights,omitzero" text:"marked"`
	Keywords     []string `json:"keywords,omitzero"`
}
