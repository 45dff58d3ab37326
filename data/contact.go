package data

import (
	"cmp"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/network"
	"wenkaiyue.com/cv/data/uri"
)

// Contact is one way to reach the owner.
type Contact struct {
	Kind  ContactKind
	Label string // "Email", "Phone" and the like in the CV's language, or a profile's network
	Text  string // for people to read and copy
	URL   string // mailto:, tel:, http: or https:; or ""
	// Named is Text, behind its label if Text alone is unclear: the address of a profile
	// that does not name the network.
	Named string
}

// ContactKind is the kind of a contact.
type ContactKind int

// The kinds of contact.
const (
	Email ContactKind = iota
	Phone
	Web
	Address
	OnlineProfile
)

// Contacts returns every way to reach the owner: emails, site, phone, address, profiles.
// They are made once, when the CV is loaded, because comparing countries in all languages
// is slow; callers must not change them.
func (cv *CV) Contacts() []Contact {
	if cv.contacts != nil {
		return cv.contacts
	}
	out := []Contact{} // not nil: they are made
	b, w := &cv.Basics, cv.Words()
	add := func(k ContactKind, label, text, url string) {
		if text != "" {
			out = append(out, Contact{k, label, text, url, text})
		}
	}
	emails, profiles := cv.Emails(), cv.Profiles()
	for _, e := range emails {
		add(Email, w.Labels.Email, e, uri.Mailto(e))
	}
	if !uri.IsPath(b.URL) && !slices.ContainsFunc(profiles, func(p Profile) bool { return uri.Same(p.URL, b.URL) }) {
		add(Web, w.Labels.Web, uri.Display(b.URL), uri.Safe(b.URL))
	}
	add(Phone, w.Labels.Phone, b.Phone, uri.Tel(b.Phone))
	add(Address, w.Labels.Address, b.Location.line(w), "")
	for _, p := range profiles {
		text, name := cmp.Or(uri.Display(p.URL), p.Username), p.Network
		if text == "" {
			text, name = p.Network, ""
		}
		if text == "" || text == b.Phone || slices.Contains(emails, text) {
			continue // it is listed already
		}
		label, url := cmp.Or(name, w.Labels.Profile), uri.Safe(p.URL)
		handle := strings.TrimPrefix(p.Username, "@")
		if handle != "" && !strings.Contains(handle, " ") && !containsFold(text, handle) {
			label += " (" + p.Username + ")" // the address does not contain the username
		}
		add(OnlineProfile, label, text, url)
		if url == "" || name != "" && !containsFold(text, label) {
			out[len(out)-1].Named = label + ": " + text
		}
	}
	return out
}

// Profiles returns the profiles with the usual spelling of their networks' names, and with
// the addresses that usernames imply. It merges profiles with the same address, and drops
// those that do not lead to the owner.
func (cv *CV) Profiles() []Profile {
	var out []Profile
	for _, p := range cv.Basics.Profiles {
		had := p.URL != ""
		if uri.IsPath(p.URL) {
			p.URL = ""
		}
		name, known := network.Name(p.Network)
		p.Network = cmp.Or(name, p.Network, network.Of(p.URL))
		if at := network.Address(p.Network, p.Username); at != "" && p.URL == "" {
			p.URL, p.Username = at, ""
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

func containsFold(s, part string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(part))
}

// Emails returns every email address, basics.email first.
func (cv *CV) Emails() []string {
	return Given(append([]string{cv.Basics.Email}, cv.Basics.Emails...)...)
}

// line returns the address on one line, in the order of the fields.
func (l Location) line(w *locale.Locale) string {
	return w.Join(w.Parts(Given(strings.Split(l.Address, "\n")...)), l.City, l.Region, l.country(), l.PostalCode)
}

// country returns the country's name, or else its code, or "" if another field names the
// country.
func (l Location) country() string {
	if l.Country != "" {
		return l.Country
	}
	if locale.NamesCountry(l.CountryCode, l.Region, l.City, lastPart(l.City), lastPart(l.Region), lastPart(l.Address)) {
		return ""
	}
	return l.CountryCode
}

// lastPart returns the text after the last comma or line break.
func lastPart(s string) string {
	return strings.TrimSpace(s[strings.LastIndexAny(s, ",\n")+1:])
}
