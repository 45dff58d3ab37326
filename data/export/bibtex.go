package export

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"wenkaiyue.com/cv/data"
)

// BibTeX writes the publications as a BibTeX database in UTF-8, for biber and BibTeX
// 0.99. Venue and status decide the type of an entry. A CV without publications gives
// a comment instead of an empty file.
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

// BibEntry returns the entry for publication i of the CV, as [BibTeX] has it.
func BibEntry(cv *data.CV, i int) string {
	var b bytes.Buffer
	if all := citations(cv); i >= 0 && i < len(all) {
		bibEntry(&b, all[i])
	}
	return b.String()
}

func bibEntry(b *bytes.Buffer, c citation) {
	var names []string
	for _, n := range c.Authors {
		names = append(names, bibName(n))
	}
	kind, place := bibType(c)
	year, month := "", ""
	if c.Year > 0 {
		year = fmt.Sprint(c.Year)
	}
	if c.Month > 0 {
		month = strings.ToLower(time.Month(c.Month).String()[:3]) // a macro, so without braces
	}
	fmt.Fprintf(b, "@%s{%s", kind, c.Key)
	fields := [][2]string{
		{"author", strings.Join(names, " and ")},
		{"title", texTitle(c.Title)},
		{place, texText(c.Venue)},
		{"publisher", texText(c.Publisher)},
		{"year", year},
		{"month", month},
		{"note", texText(c.Status)},
		{"eprint", c.ArXiv},
		{"archiveprefix", archive(c)},
		{"doi", c.DOI},
		{"url", c.URL},
		{"abstract", texText(c.Summary)},
		{"annote", texText(c.Equal)},
	}
	for _, l := range c.Links {
		if !slices.ContainsFunc(fields, func(f [2]string) bool { return f[0] == l.Name }) {
			fields = append(fields, [2]string{l.Name, l.URL})
		}
	}
	for _, f := range fields {
		switch {
		case f[0] == "" || f[1] == "":
		case f[0] == "month":
			fmt.Fprintf(b, ",\n  %-9s = %s", f[0], f[1])
		default:
			fmt.Fprintf(b, ",\n  %-9s = {%s}", f[0], f[1])
		}
	}
	b.WriteString("\n}\n")
}

// archive returns the name of the archive that has the preprint.
func archive(c citation) string {
	if c.ArXiv == "" {
		return ""
	}
	return "arXiv"
}

// bibType returns the type of the entry and the field for its venue.
func bibType(c citation) (kind, venue string) {
	switch c.Genre {
	case data.ConferencePaper:
		return "inproceedings", "booktitle"
	case data.JournalArticle:
		return "article", "journal"
	case data.Book:
		if c.Publisher != "" {
			return "incollection", "booktitle"
		}
		return "book", "publisher"
	case data.Unpublished:
		return "unpublished", ""
	case data.Thesis:
		if strings.Contains(strings.ToLower(c.Venue), "master") {
			return "mastersthesis", "school"
		}
		return "phdthesis", "school"
	}
	return "misc", "howpublished"
}

// bibName returns "von Family, Suffix, Given", the form in which BibTeX need not guess.
// Braces protect what must stay whole.
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

// texText escapes the special characters of TeX. Braces become commands, because
// BibTeX counts even those after a backslash.
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
	first := true
	return titlePart.ReplaceAllStringFunc(printable(s), func(part string) string {
		defer func() { first = false }()
		r := []rune(part)
		switch {
		case !unicode.In(r[0], unicode.L, unicode.Nd, unicode.M):
			return texEscaper.Replace(part)
		case len(r) == 1 && unicode.IsUpper(r[0]) && !first && r[0] != 'A', strings.ContainsFunc(string(r[1:]), unicode.IsUpper):
			return "{" + part + "}"
		}
		return part
	})
}

// titlePart matches a word of a title, or what is between two words.
var titlePart = regexp.MustCompile(`[\pL\p{Nd}\pM]+|[^\pL\p{Nd}\pM]+`)
