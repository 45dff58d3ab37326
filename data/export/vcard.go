package export

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/uri"
)

// property is a line of a vCard: a name with its parameters, and an escaped value. A vCard
// omits properties without a value.
type property struct{ name, value string }

// writeVCard writes the owner's name, addresses and summary as a vCard 4.0 (RFC 6350).
func writeVCard(w io.Writer, cv *data.CV) error {
	b, l, n := cv.Basics, cv.Basics.Location, cv.OwnerName()
	lines := []property{
		{"KIND", "individual"},
		{"N", vcardParts(n.Surname(), n.Given, "", "", n.Suffix)}, // optional since vCard 4.0
		{"TITLE", vcardText(b.Label)},
	}
	lines = append(lines, reach(cv)...)
	lines = append(lines, property{"ADR", vcardParts("", "", l.Address, l.City, l.Region, l.PostalCode, cmp.Or(l.Country, l.CountryCode))})
	for _, p := range cv.Profiles() {
		if uri.Link(p.URL) != "" { // reach lists it
			continue
		}
		service := "" // RFC 9554, section 3.5; quoted as in RFC 6868
		if network := printable(p.Network); network != "" {
			service = `;SERVICE-TYPE="` + strings.NewReplacer("^", "^^", `"`, "^'").Replace(network) + `"`
		}
		lines = append(lines, property{"SOCIALPROFILE" + service + ";VALUE=text", vcardText(p.Username)})
	}
	revision := ""
	if t, ok := cv.Meta.Modified(); ok {
		revision = t.Format("20060102T150405Z")
	}
	lines = append(lines, property{"PHOTO", uri.Link(b.Image)}, property{"NOTE", vcardText(plainText(b.Summary))}, property{"REV", revision})
	_, err := io.WriteString(w, card(cv, lines))
	return err
}

// Card returns a vCard of only the name and the addresses, so that its QR code fits on a
// screen.
func Card(cv *data.CV) string { return card(cv, reach(cv)) }

// reach returns email addresses, telephone and web addresses.
func reach(cv *data.CV) (lines []property) {
	for i, e := range cv.Emails() {
		lines = append(lines, property{fmt.Sprintf("EMAIL;PREF=%d", min(i+1, 100)), vcardText(e)})
	}
	tel := property{"TEL;VALUE=uri", uri.Tel(cv.Basics.Phone)}
	if tel.value == "" {
		tel = property{"TEL;VALUE=text", vcardText(cv.Basics.Phone)}
	}
	lines = append(lines, tel, property{"URL", uri.Link(cv.Basics.URL)})
	for _, p := range cv.Profiles() {
		lines = append(lines, property{"URL", uri.Link(p.URL)})
	}
	return lines
}

// card returns a vCard of the required properties and others, folded between characters
// into lines of at most 75 octets (RFC 6350, section 3.2).
func card(cv *data.CV, lines []property) string {
	name := vcardText(cmp.Or(printable(cv.Basics.Name), "Unnamed"))
	lines = append([]property{{"BEGIN", "VCARD"}, {"VERSION", "4.0"}, {"FN", name}}, lines...)
	var b strings.Builder
	for _, p := range append(lines, property{"END", "VCARD"}) {
		if p.value == "" {
			continue
		}
		n := 0
		for _, r := range p.name + ":" + p.value {
			size := utf8.RuneLen(r)
			if n += size; n > 75 {
				b.WriteString("\r\n ")
				n = 1 + size
			}
			b.WriteRune(r)
		}
		b.WriteString("\r\n")
	}
	return b.String()
}

// vcardParts returns a value of several components, or "" if all are empty.
func vcardParts(parts ...string) string {
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(vcardText(p), ";", `\;`)
	}
	value := strings.Join(parts, ";")
	if strings.Trim(value, ";") == "" {
		return ""
	}
	return value
}

// vcardText escapes a text value (RFC 6350, sections 3.4 and 4.1). It leaves semicolons,
// which need it only in components: elsewhere some readers show the backslash.
func vcardText(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.NewReplacer(`\`, `\\`, `,`, `\,`).Replace(printable(l))
	}
	return strings.Join(lines, `\n`)
}
