package data

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/network"
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
	return Head{Name: b.Name, Lines: given(b.Label), Contacts: cv.Contacts(), Summary: markup.Paragraphs(b.Summary)}
}

// Headline returns the label, or else the first position shown, or else the first course
// of study, or "".
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

// Contact is one way to reach the owner.
type Contact struct {
	Kind  ContactKind
	Label string // "Email", "Phone" and the like in the CV's language, or a profile's network
	Text  string // for people to read and copy
	URL   string // mailto:, tel:, http: or https:; empty where there is none

	nameless bool // a profile of which the file names no network
}

// ContactKind tells the ways apart.
type ContactKind int

// The kinds of contact.
const (
	Email ContactKind = iota
	Phone
	Web
	Address
	OnlineProfile
)

// Contacts returns every way to reach the owner: emails, site, phone, address,
// profiles.
func (cv *CV) Contacts() []Contact {
	b, w := cv.Basics, cv.Words()
	words := &w.Labels
	var out []Contact
	add := func(k ContactKind, label, text, url string) {
		if text != "" {
			out = append(out, Contact{Kind: k, Label: label, Text: text, URL: url})
		}
	}
	for _, e := range cv.Emails() {
		add(Email, words.Email, e, uri.Mailto(e))
	}
	profiles := cv.Profiles()
	if !slices.ContainsFunc(profiles, func(p Profile) bool { return uri.Same(p.URL, b.URL) }) {
		if uri.IsPath(b.URL) {
			b.URL = ""
		}
		add(Web, words.Web, uri.Display(b.URL), uri.Safe(b.URL))
	}
	add(Phone, words.Phone, b.Phone, uri.Tel(b.Phone))
	add(Address, words.Address, b.Location.line(w), "")
	for _, p := range profiles {
		nameless := p.Network == ""
		text, label := cmp.Or(uri.Display(p.URL), p.Username), cmp.Or(p.Network, words.Profile)
		if text != "" && (text == b.Phone || slices.Contains(cv.Emails(), text)) {
			continue // it stands above
		}
		handle := strings.TrimPrefix(p.Username, "@")
		if handle != "" && !strings.Contains(handle, " ") && !containsFold(text, handle) {
			label += " (" + p.Username + ")" // an address that does not say whose it is
		}
		if text == "" {
			text, label, nameless = p.Network, words.Profile, true
		}
		add(OnlineProfile, label, text, uri.Safe(p.URL))
		if nameless && text != "" {
			out[len(out)-1].nameless = true
		}
	}
	return out
}

// Profiles returns the profiles that lead to the owner, with the names of networks as these
// write them and the address that a username has there; of those with the same address
// only the first that names the network.
func (cv *CV) Profiles() []Profile {
	var out []Profile
	for _, p := range cv.Basics.Profiles {
		had := p.URL != ""
		if uri.IsPath(p.URL) {
			p.URL = ""
		}
		name, known := network.Name(p.Network)
		if !known {
			name = cmp.Or(p.Network, network.Of(p.URL))
		}
		p.Network = name
		if p.URL == "" && network.Address(name, p.Username) != "" {
			p.URL, p.Username = network.Address(name, p.Username), ""
		}
		at := slices.IndexFunc(out, func(q Profile) bool { return uri.Same(p.URL, q.URL) || p == q })
		switch {
		case at >= 0 && out[at].Network == "":
			out[at].Network, out[at].Username = p.Network, p.Username
		case at < 0 && (p.URL != "" || p.Username != "" || !had && !known):
			out = append(out, p)
		}
	}
	return out
}

// Named is the text with its label, where the text alone does not tell what it
// is: a profile whose address does not name the network.
func (c Contact) Named() string {
	if c.Kind != OnlineProfile || c.URL != "" && (c.nameless || containsFold(c.Text, c.Label)) {
		return c.Text
	}
	return c.Label + ": " + c.Text
}

func containsFold(s, part string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(part))
}

// Emails returns every email address, the first one first.
func (cv *CV) Emails() []string {
	return given(append([]string{cv.Basics.Email}, cv.Basics.Emails...)...)
}

// line is the address on one line, in the order of the fields.
func (l Location) line(w *locale.Locale) string {
	return w.Join(w.Parts(given(strings.Split(l.Address, "\n")...)), l.City, l.Region, l.country(), l.PostalCode)
}

// Place is where the owner is, without street and postal code.
func (cv *CV) Place() string {
	l := cv.Basics.Location
	return cv.Words().Join(l.City, l.Region, l.country())
}

// country is the country in words or, where nobody has said it, its code.
func (l Location) country() string {
	if l.Country != "" {
		return l.Country
	}
	for _, part := range []string{l.Region, l.City, lastPart(l.City), lastPart(l.Region), lastPart(l.Address)} {
		if isCountry(part, l.CountryCode) {
			return ""
		}
	}
	return l.CountryCode
}

// lastPart is what follows the last comma.
func lastPart(s string) string {
	return strings.TrimSpace(s[strings.LastIndexAny(s, ",\n")+1:])
}

// isCountry reports whether s is a name of the country with a code, in any language.
func isCountry(s, code string) bool {
	region, err := language.ParseRegion(code)
	if s == "" || err != nil {
		return false
	}
	switch region.String() + " " + strings.ToUpper(strings.ReplaceAll(s, ".", "")) {
	case "US USA", "US US", "US UNITED STATES OF AMERICA", "GB UK", "GB GREAT BRITAIN", "AE UAE", "KR KOREA", "CZ CZECH REPUBLIC", "NL HOLLAND":
		return true
	}
	for _, tag := range display.Supported.Tags() {
		if namer := display.Regions(tag); namer != nil && strings.EqualFold(namer.Name(region), s) {
			return true
		}
	}
	return false
}
