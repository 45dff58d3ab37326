package locale

import (
	"reflect"
	"strings"
)

// Labels are the words in a CV beside its own. A CV can override them in meta.labels.
type Labels struct {
	Work         string `json:"work,omitzero" yaml:"work"` // the titles of sections
	Education    string `json:"education,omitzero" yaml:"education"`
	Publications string `json:"publications,omitzero" yaml:"publications"`
	Projects     string `json:"projects,omitzero" yaml:"projects"`
	Awards       string `json:"awards,omitzero" yaml:"awards"`
	Certificates string `json:"certificates,omitzero" yaml:"certificates"`
	Skills       string `json:"skills,omitzero" yaml:"skills"`
	Languages    string `json:"languages,omitzero" yaml:"languages"`
	Volunteer    string `json:"volunteer,omitzero" yaml:"volunteer"`
	Interests    string `json:"interests,omitzero" yaml:"interests"`
	References   string `json:"references,omitzero" yaml:"references"`

	Talks    string `json:"talks,omitzero" yaml:"talks"` // the titles of free sections
	Teaching string `json:"teaching,omitzero" yaml:"teaching"`
	Service  string `json:"service,omitzero" yaml:"service"`
	Advising string `json:"advising,omitzero" yaml:"advising"`
	Grants   string `json:"grants,omitzero" yaml:"grants"`
	Media    string `json:"media,omitzero" yaml:"media"`
	Software string `json:"software,omitzero" yaml:"software"`
	Details  string `json:"details,omitzero" yaml:"details"`

	Email   string `json:"email,omitzero" yaml:"email"` // ways to reach the owner
	Web     string `json:"web,omitzero" yaml:"web"`
	Phone   string `json:"phone,omitzero" yaml:"phone"`
	Address string `json:"address,omitzero" yaml:"address"`
	Profile string `json:"profile,omitzero" yaml:"profile"` // on a network that is not named

	Keywords   string `json:"keywords,omitzero" yaml:"keywords"`
	Present    string `json:"present,omitzero" yaml:"present"` // "2019 – present"
	GPA        string `json:"gpa,omitzero" yaml:"gpa"`
	Score      string `json:"score,omitzero" yaml:"score"`
	Equal      string `json:"equal,omitzero" yaml:"equal"`           // equal contribution of authors
	Supervised string `json:"supervised,omitzero" yaml:"supervised"` // with {names}
	Updated    string `json:"updated,omitzero" yaml:"updated"`       // before the date of the last change
}

// Dates has the words and templates for months.
type Dates struct {
	Months    [12]string // short
	Month     string     // {month} and {year} in their order
	Full      [12]string // months in full
	FullMonth string     `yaml:"fullMonth"` // {month} in full and {year}
	Now       []string   // words for "until now", in lower case
}

// Lists has the separators and templates that join words.
type Lists struct {
	Comma string // between words in a line
	Parts string // between the parts of one thing: a city and its country
	And   string // {list} and {last}
	Pair  string // {label} and its {value}
}

// Papers has the words for publications: titles, counts, and the names of links.
type Papers struct {
	Selected    string // the title of a section with only the selected ones
	Some        string // {shown} of {all}
	All         string // the {command} that shows all
	Articles    string // the titles of groups by type
	Conferences string
	Books       string
	Preprints   string
	Theses      string
	Other       string
	Abstract    string
	Code        string
	Slides      string
	Poster      string
	Video       string
	Website     string
	Blog        string
	Supplement  string
}

// Link returns the word for a publication's link by its key in a CV file, or "" if the key
// has none.
func (p *Papers) Link(key string) string {
	switch strings.ToLower(key) {
	case "arxiv":
		return "arXiv"
	case "pdf", "html":
		return strings.ToUpper(key)
	case "code":
		return p.Code
	case "slides":
		return p.Slides
	case "poster":
		return p.Poster
	case "video":
		return p.Video
	case "website":
		return p.Website
	case "blog":
		return p.Blog
	case "supp":
		return p.Supplement
	}
	return ""
}

// WithLabels returns the locale with the non-empty labels of own in place of its own.
func (l *Locale) WithLabels(own Labels) *Locale {
	if own == (Labels{}) {
		return l
	}
	mixed := *l
	from, to := reflect.ValueOf(own), reflect.ValueOf(&mixed.Labels).Elem()
	for i := range from.NumField() {
		if s := from.Field(i).String(); s != "" {
			to.Field(i).SetString(s)
		}
	}
	return &mixed
}
