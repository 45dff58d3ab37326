package export

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"wenkaiyue.com/cv/data"
)

// VCard writes who the owner is and how to reach them as a vCard 4.0 (RFC 6350).
func VCard(w io.Writer, cv *data.CV) error {
	var v card
	b := cv.Basics
	v.begin(cv)
	v.line("KIND", "individual")
	n := ownerName(cv)
	family := strings.TrimPrefix(n.Particle+" "+n.Family, " ")
	v.parts("N", family, n.Given, "", "", n.Suffix) // not required since vCard 4.0
	v.text("TITLE", b.Label)
	v.reach(cv)
	l := b.Location
	v.parts("ADR", "", "", l.Address, l.City, l.Region, l.PostalCode, cmp.Or(l.Country, l.CountryCode))
	for _, p := range b.Profiles {
		if data.LinkURL(p.URL) == "" { // RFC 9554, section 3.5
			v.text("SOCIALPROFILE"+vcardParameter("SERVICE-TYPE", p.Network)+";VALUE=text", p.Username)
		}
	}
	v.line("PHOTO", data.LinkURL(b.Image))
	v.text("NOTE", plainText(b.Summary))
	v.line("REV", revision(&cv.Meta))
	_, err := io.WriteString(w, v.end())
	return err
}

// Card is the part of the vCard that a phone cannot do without, so that a QR code
// of it is small enough for a screen: the name, and every way to reach the owner.
func Card(cv *data.CV) string {
	var v card
	v.begin(cv)
	v.reach(cv)
	return v.end()
}

// card is a vCard that is being written.
type card struct{ b strings.Builder }

// begin adds what a vCard has to have.
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
	if uri := data.TelURI(b.Phone); uri != "" {
		v.line("TEL;VALUE=uri", uri)
	} else {
		v.text("TEL;VALUE=text", b.Phone)
	}
	v.line("URL", data.LinkURL(b.URL))
	for _, p := range b.Profiles {
		v.line("URL", data.LinkURL(p.URL))
	}
}

// end returns the whole of it.
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

// vcardText escapes a text value (RFC 6350, sections 3.4 and 4.1). A semicolon
// needs that only in a component; elsewhere some readers would show the
// backslash.
func vcardText(s string) string {
	var lines []string
	for l := range strings.SplitSeq(s, "\n") {
		lines = append(lines, strings.NewReplacer(`\`, `\\`, `,`, `\,`).Replace(printable(l)))
	}
	return strings.Join(lines, `\n`)
}

// vcardParameter is a parameter of a property, quoted: RFC 6868 has a word for
// what must not be in the quotes. It is "" without a value.
func vcardParameter(name, value string) string {
	if value = printable(value); value == "" {
		return ""
	}
	return ";" + name + `="` + strings.NewReplacer("^", "^^", `"`, "^'").Replace(value) + `"`
}

// fold breaks a content line so that no line has more than 75 octets without its
// line break, and no character is broken (RFC 6350, section 3.2).
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

// revision is when the CV was last modified, as a timestamp of RFC 6350.
func revision(m *data.Meta) string {
	t, ok := m.Modified()
	if !ok {
		return ""
	}
	return t.Format("20060102T150405Z")
}
