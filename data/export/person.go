package export

import (
	"cmp"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/uri"
)

// person is the owner in the words of schema.org, as JSON-LD, for search engines.
type person struct {
	Context    string         `json:"@context"`
	Type       string         `json:"@type"`
	Name       string         `json:"name,omitempty"`
	GivenName  string         `json:"givenName,omitempty"`
	FamilyName string         `json:"familyName,omitempty"`
	JobTitle   string         `json:"jobTitle,omitempty"`
	URL        string         `json:"url,omitempty"`
	Email      []string       `json:"email,omitempty"`
	Telephone  string         `json:"telephone,omitempty"`
	Address    *postalAddress `json:"address,omitempty"`
	SameAs     []string       `json:"sameAs,omitempty"`
	Award      []string       `json:"award,omitempty"`
}

type postalAddress struct {
	Type     string `json:"@type"`
	Street   string `json:"streetAddress,omitempty"`
	Locality string `json:"addressLocality,omitempty"`
	Region   string `json:"addressRegion,omitempty"`
	Code     string `json:"postalCode,omitempty"`
	Country  string `json:"addressCountry,omitempty"`
}

func personOf(cv *data.CV) person {
	b, n := cv.Basics, cv.OwnerName()
	p := person{
		Context: "https://schema.org", Type: "Person",
		Name: b.Name, GivenName: n.Given, FamilyName: n.Family, JobTitle: b.Label,
		URL: uri.Link(b.URL), Email: cv.Emails(), Telephone: b.Phone,
	}
	if n.Particle != "" {
		p.FamilyName = n.Particle + " " + n.Family
	}
	if l := b.Location; l != (data.Location{}) {
		p.Address = &postalAddress{
			Type: "PostalAddress", Street: l.Address, Locality: l.City, Region: l.Region,
			Code: l.PostalCode, Country: cmp.Or(l.CountryCode, l.Country),
		}
	}
	for _, profile := range cv.Profiles() {
		if u := uri.Link(profile.URL); u != "" {
			p.SameAs = append(p.SameAs, u)
		}
	}
	for _, a := range cv.Awards {
		if a.Title != "" {
			p.Award = append(p.Award, a.Title)
		}
	}
	return p
}
