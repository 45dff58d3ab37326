package export

import (
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
	v.line("BEGIN", "VCARD")
	v.line("VERSION", "4.0")
	v.line("KIND", "individual")
	v.text("FN", or(printable(b.Name), "Unnamed")) // FN is required
	n := ownerName(cv)
	family := strings.TrimPrefix(n.Particle+" "+n.Family, " ")
	v.parts("N", or(family, n.Literal), n.Given, "", "", n.Suffix)
	v.text("TITLE", b.Label)
	for i, e := range cv.Emails() {
		v.text(fmt.Sprintf("EMAIL;PREF=%d", min(i+1, 100)), e)
	}
	if uri := data.TelURI(b.Phone); uri != "" {
		v.line("TEL;VALUE=uri", uri)
	} else {
		v.text("TEL;VALUE=text", b.Phone)
	}
	l := b.Location
	v.parts("ADR", "", "", l.Address, l.City, l.Region, l.PostalCode, or(l.Country, l.CountryCode))
	v.line("URL", linkURL(b.URL))
	for _, p := range b.Profiles {
		if url := linkURL(p.URL); url != "" {
			v.line("URL", url)
		} else { // RFC 9554, section 3.5
			v.text("SOCIALPROFILE"+vcardParameter("SERVICE-TYPE", p.Network)+";VALUE=text", p.Username)
		}
	}
	v.line("PHOTO", linkURL(b.Image))
	v.text("NOTE", plainText(b.Summary))
	v.line("REV", revision(cv.Meta.LastModified))
	v.line("END", "VCARD")
	_, err := io.WriteString(w, v.b.String())
	return err
}

type card struct{ b strings.Builder }

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
func revision(s string) string {
	t, ok := modified(s)
	if !ok {
		return ""
	}
	return t.Format("20060102T150405Z")
}
