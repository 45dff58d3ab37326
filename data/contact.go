package data

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/unicode/norm"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/network"
)

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
		add(Email, words.Email, e, MailtoURI(e))
	}
	profiles := cv.Profiles()
	if !slices.ContainsFunc(profiles, func(p Profile) bool { return sameAddress(p.URL, b.URL) }) {
		if isPath(b.URL) {
			b.URL = ""
		}
		add(Web, words.Web, DisplayURL(b.URL), SafeURL(b.URL))
	}
	add(Phone, words.Phone, b.Phone, TelURI(b.Phone))
	add(Address, words.Address, b.Location.line(w), "")
	for _, p := range profiles {
		nameless := p.Network == ""
		text, label := cmp.Or(DisplayURL(p.URL), p.Username), cmp.Or(p.Network, words.Profile)
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
		add(OnlineProfile, label, text, SafeURL(p.URL))
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
		if isPath(p.URL) {
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
		at := slices.IndexFunc(out, func(q Profile) bool { return sameAddress(p.URL, q.URL) || p == q })
		switch {
		case at >= 0 && out[at].Network == "":
			out[at].Network, out[at].Username = p.Network, p.Username
		case at < 0 && (p.URL != "" || p.Username != "" || !had && !known):
			out = append(out, p)
		}
	}
	return out
}

// sameAddress reports whether two URLs are likely to lead to the same page: scheme,
// "www.", upper case and accents, which a person writes or leaves out, set aside.
func sameAddress(a, b string) bool { return a != "" && plainAddress(a) == plainAddress(b) }

func plainAddress(s string) string {
	s = strings.TrimPrefix(strings.ToLower(DisplayURL(s)), "www.")
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
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
	return lines(append([]string{cv.Basics.Email}, cv.Basics.Emails...)...)
}

// line is the address on one line, in the order of the fields.
func (l Location) line(w *locale.Locale) string {
	return join(w, w.Parts(lines(strings.Split(l.Address, "\n")...)), l.City, l.Region, l.country(), l.PostalCode)
}

// Place is where the owner is, without street and postal code.
func (cv *CV) Place() string {
	l := cv.Basics.Location
	return join(cv.Words(), l.City, l.Region, l.country())
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

// relative finds addresses that say no host: "/cv", "./cv", "#top", "pdf/cv.pdf",
// "index.html".
var relative = regexp.MustCompile(`^(?:[./#?][^\s]*|[\w-]+/\S*|[\w-]+\.(?:html?|pdf|md|png|jpe?g|svg|txt|docx?))$`)

// isPath reports an address that leads to a file beside the CV, where nobody else can
// follow.
func isPath(s string) bool { return relative.MatchString(s) }

// SafeURL returns s when it is an absolute http, https or mailto URL, and ""
// otherwise: nothing else may become a link.
func SafeURL(s string) string {
	u, err := url.Parse(s)
	if err != nil || strings.ContainsAny(s, " \t\n") {
		return ""
	}
	switch u.Scheme {
	case "http", "https":
		if u.Host != "" {
			return s
		}
	case "mailto":
		if u.Opaque != "" {
			return s
		}
	}
	return ""
}

// DisplayURL is a URL as people write it: without scheme and closing slash, and with
// letters for their percent form.
func DisplayURL(s string) string {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "https://"), "http://")
	s = percentLetters.ReplaceAllStringFunc(s, func(code string) string {
		plain, err := url.PathUnescape(code)
		if err != nil || strings.ContainsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
			return code
		}
		return plain
	})
	return strings.TrimSuffix(strings.TrimPrefix(s, "mailto:"), "/")
}

// percentLetters finds characters beyond ASCII in percent form.
var percentLetters = regexp.MustCompile(`(?:%[89A-Fa-f][0-9A-Fa-f])+`)

// MailtoURI is an email address as a mailto: URI (RFC 6068). It is "" for text that
// is no address, or more than one, or has something beside it: a letter that goes
// nowhere is worse than an address to copy.
func MailtoURI(email string) string {
	email = strings.TrimPrefix(email, "mailto:")
	name, host, _ := strings.Cut(email, "@")
	if name == "" || host == "" || strings.ContainsAny(email, " \t\n,;:<>()[]\"\\?#%") || strings.Contains(host, "@") {
		return ""
	}
	return "mailto:" + email
}

// TelURI is a phone number as a tel: URI (RFC 3966): the digits, after a "+"
// where the text gives a country code: "+86 …", "0086 …" or "(86) …", the last
// only when what follows is a whole national number. The "(0)" that is dialled
// within a country alone is left out. It is "" for text that is no phone number,
// or more than one, or has an extension: better none than a wrong one.
func TelURI(phone string) string {
	phone = strings.TrimSpace(phone)
	if strings.HasPrefix(phone, "(+") {
		phone = "+" + phone[2:]
	}
	if strings.HasPrefix(phone, "+") {
		phone = strings.Replace(phone, "(0)", "", 1)
	}
	if strings.ContainsFunc(phone, unicode.IsLetter) || strings.ContainsAny(phone, "/,;") || strings.LastIndexByte(phone, '+') > 0 {
		return ""
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
	if len(digits) < 3 || len(digits) > 17 { // 15 (ITU-T E.164), after 00 at most
		return ""
	}
	switch {
	case strings.HasPrefix(phone, "+"):
		return "tel:+" + digits
	case strings.HasPrefix(phone, "00"):
		return "tel:+" + digits[2:]
	case strings.HasPrefix(phone, "(") && digits[0] != '0' && len(digits) > 11:
		return "tel:+" + digits
	}
	return "tel:" + digits
}

// PercentEncode puts every byte that is not allowed in a URI (RFC 3986, section 2)
// in percent form. OSC 8 takes no other byte either: to a terminal, one
// of Ü ends the address.
func PercentEncode(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}
