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

// VCard writes the owner's name, addresses and summary as a vCard 4.0 (RFC 6350).
func VCard(w io.Writer, cv *data.CV) error {
	var v card
	b := cv.Basics
	v.begin(cv)
	v.line("KIND", "individual")
	n := cv.OwnerName()
	family := strings.TrimPrefix(n.Particle+" "+n.Family, " ")
	v.parts("N", family, n.Given, "", "", n.Suffix) // not required since vCard 4.0
	v.text("TITLE", b.Label)
	v.reach(cv)
	l := b.Location
	v.parts("ADR", "", "", l.Address, l.City, l.Region, l.PostalCode, cmp.Or(l.Country, l.CountryCode))
	for _, p := range cv.Profiles() {
		if uri.Link(p.URL) == "" { // RFC 9554, section 3.5
			v.text("SOCIALPROFILE"+vcardParameter("SERVICE-TYPE", p.Network)+";VALUE=text", p.Username)
		}
	}
	v.line("PHOTO", uri.Link(b.Image))
	v.text("NOTE", plainText(b.Summary))
	v.line("REV", revision(&cv.Meta))
	_, err := io.WriteString(w, v.end())
	return err
}

// Card returns a vCard of the name and the addresses alone, so that its QR code fits on
// a screen.
func Card(cv *data.CV) string {
	var v card
	v.begin(cv)
	v.reach(cv)
	return v.end()
}

// card builds a vCard.
type card struct{ b strings.Builder }

// begin adds the required properties.
func (v *card) begin(cv *data.CV) {
	v.line("BEGIN", "VCARD")
	v.line("VERSION", "4.0")
	v.text("FN", cmp.Or(printable(cv.Basics.Name), "Unnamed"))
}

// reach adds email addresses, telephone and web addresses.
func (v *card) reach(cv *data.CV) {
	b := cv.Basics
	for i, e := range cv.Emails() {
		v.text(fmt.Sprintf("EMAIL;PREF=%d", min(i+1, 100)), e)
	}
	if uri := uri.Tel(b.Phone); uri != "" {
		v.line("TEL;VALUE=uri", uri)
	} else {
		v.text("TEL;VALUE=text", b.Phone)
	}
	v.line("URL", uri.Link(b.URL))
	for _, p := range cv.Profiles() {
		v.line("URL", uri.Link(p.URL))
	}
}

// end returns the finished vCard.
func (v *card) end() string {
	v.line("END", "VCARD")
	return v.b.String()
}

// line adds a content line, unless its value is empty.
func (v *card) line(name, value string) {
	if value != "" {
		v.b.WriteString(fold(name + ":" + value))
	}
}

// text adds a property whose value is text.
func (v *card) text(name, value string) { v.line(name, vcardText(value)) }

// parts adds a property of several components, unless all are empty.
func (v *card) parts(name string, parts ...string) {
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(vcardText(p), ";", `\;`)
	}
	if value := strings.Join(parts, ";"); strings.Trim(value, ";") != "" {
		v.line(name, value)
	}
}

// vcardText escapes a text value (RFC 6350, sections 3.4 and 4.1). It leaves semicolons,
// which need it in components alone: elsewhere some readers show the backslash.
func vcardText(s string) string {
	var lines []string
	for l := range strings.SplitSeq(s, "\n") {
		lines = append(lines, strings.NewReplacer(`\`, `\\`, `,`, `\,`).Replace(printable(l)))
	}
	return strings.Join(lines, `\n`)
}

// vcardParameter returns a parameter with its value quoted (RFC 6868), or "" without a
// value.
func vcardParameter(name, value string) string {
	if value = printable(value); value == "" {
		return ""
	}
	return ";" + name + `="` + strings.NewReplacer("^", "^^", `"`, "^'").Replace(value) + `"`
}

// fold breaks a content line into lines of at most 75 octets, between characters (RFC
// 6350, section 3.2).
func fold(line string) string {
	var b strings.Builder
	n := 0
	for _, r := range line {
		size := utf8.RuneLen(r)
		if n+size > 75 {
			b.WriteString("\r\n ")
			n = 1
		}
		b.WriteRune(r)
		n += size
	}
	b.WriteString("\r\n")
	return b.String()
}

// revision returns the date of the last change as a timestamp of RFC 6350.
func revision(m *data.Meta) string {
	t, ok := m.Modified()
	if !ok {
		return ""
	}
	return t.Format("20060102T150405Z")
}
