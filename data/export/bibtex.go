package export

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"wenkaiyue.com/cv/data"
)

// BibTeX writes the publications as a BibTeX database in UTF-8, for biber and for
// BibTeX 0.99 alike: an entry for each, with the type that venue and status tell.
// A CV without publications gives a comment, so that the file is not taken for a
// broken one.
func BibTeX(w io.Writer, cv *data.CV) error {
	var b bytes.Buffer
	for i, c := range citations(cv) {
		if i > 0 {
			b.WriteByte('\n')
		}
		bibEntry(&b, c)
	}
	if b.Len() == 0 {
		b.WriteString("% This CV lists no publications.\n")
	}
	_, err := b.WriteTo(w)
	return err
}

func bibEntry(b *bytes.Buffer, c citation) {
	var names []string
	for _, n := range c.Authors {
		names = append(names, bibName(n))
	}
	kind, place := bibType(c)
	note := c.Status
	venue := [2]string{place, texText(c.Venue)}
	if c.Kind == unpublished { // these have a note where others have a venue
		note, venue = strings.TrimPrefix(c.Venue+", "+c.Status, ", "), [2]string{}
	}
	year, month := "", ""
	if c.Year > 0 {
		year = fmt.Sprint(c.Year)
	}
	if c.Month > 0 {
		month = strings.ToLower(time.Month(c.Month).String()[:3]) // a macro, so without braces
	}
	equal := ""
	if len(c.Equal) > 0 {
		equal = "Equal contribution: " + strings.Join(c.Equal, ", ")
	}
	fmt.Fprintf(b, "@%s{%s", kind, c.Key)
	for _, f := range [][2]string{
		{"author", strings.Join(names, " and ")},
		{"title", texTitle(c.Title)},
		venue,
		{"publisher", texText(c.Publisher)},
		{"year", year},
		{"month", month},
		{"note", texText(note)},
		{"doi", c.DOI},
		{"url", c.URL},
		{"abstract", texText(c.Summary)},
		{"annote", texText(equal)},
	} {
		switch {
		case f[1] == "":
		case f[0] == "month":
			fmt.Fprintf(b, ",\n  %-9s = %s", f[0], f[1])
		default:
			fmt.Fprintf(b, ",\n  %-9s = {%s}", f[0], f[1])
		}
	}
	b.WriteString("\n}\n")
}

// bibType is the type of the entry and the field that its venue belongs in.
func bibType(c citation) (kind, venue string) {
	switch c.Kind {
	case conferencePaper:
		return "inproceedings", "booktitle"
	case journalArticle:
		return "article", "journal"
	case unpublished:
		return "unpublished", ""
	case thesis:
		if strings.Contains(strings.ToLower(c.Venue), "master") {
			return "mastersthesis", "school"
		}
		return "phdthesis", "school"
	}
	return "misc", "howpublished"
}

// bibName is "von Family, Suffix, Given", the form that BibTeX need not guess at;
// what must not be taken apart is in braces.
func bibName(n name) string {
	if n.Literal != "" {
		return "{" + texText(n.Literal) + "}"
	}
	s := strings.TrimPrefix(bibPart(n.Particle)+" "+bibPart(n.Family), " ")
	if n.Suffix != "" {
		s += ", " + bibPart(n.Suffix)
	}
	if n.Given != "" {
		s += ", " + bibPart(n.Given)
	}
	return s
}

func bibPart(s string) string {
	if strings.ContainsRune(s, ',') || strings.Contains(" "+strings.ToLower(s)+" ", " and ") {
		return "{" + texText(s) + "}"
	}
	return texText(s)
}

// texText escapes what TeX would take for a command. Braces become commands too:
// BibTeX counts even those behind a backslash.
func texText(s string) string { return texEscaper.Replace(printable(s)) }

var texEscaper = strings.NewReplacer(
	`\`, `\textbackslash{}`, `{`, `\textbraceleft{}`, `}`, `\textbraceright{}`,
	`$`, `\$`, `&`, `\&`, `#`, `\#`, `_`, `\_`, `%`, `\%`,
	`~`, `\textasciitilde{}`, `^`, `\textasciicircum{}`,
	`<`, `\textless{}`, `>`, `\textgreater{}`, `|`, `\textbar{}`, "`", `\textasciigrave{}`,
)

// texTitle escapes a title and puts braces around the words whose capitals a
// style must not change: acronyms, mixed case, single letters.
func texTitle(s string) string {
	s = printable(s)
	var b strings.Builder
	for first := true; s != ""; first = false {
		n := strings.IndexFunc(s, func(r rune) bool { return !wordRune(r) })
		if n < 0 {
			n = len(s)
		}
		if n == 0 { // a run between words
			if n = strings.IndexFunc(s, wordRune); n < 0 {
				n = len(s)
			}
			b.WriteString(texEscaper.Replace(s[:n]))
			s = s[n:]
			continue
		}
		if protected(s[:n], first) {
			b.WriteString("{" + s[:n] + "}")
		} else {
			b.WriteString(s[:n])
		}
		s = s[n:]
	}
	return b.String()
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

func protected(word string, first bool) bool {
	r := []rune(word)
	if len(r) == 1 {
		return unicode.IsUpper(r[0]) && !first && r[0] != 'A'
	}
	return strings.ContainsFunc(string(r[1:]), unicode.IsUpper)
}
