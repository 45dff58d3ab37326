package export

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/publication"
)

// writeBibTeX writes the publications as a BibTeX database in UTF-8, for biber and BibTeX
// 0.99. Venue and status decide the type of an entry. A CV without publications gives
// a comment instead of an empty file.
func writeBibTeX(w io.Writer, cv *data.CV) error {
	entries := BibEntries(cv)
	if len(entries) == 0 {
		entries = []string{"% This CV lists no publications.\n"}
	}
	_, err := io.WriteString(w, strings.Join(entries, "\n"))
	return err
}

// BibEntries returns the entries that [writeBibTeX] writes, one for each publication.
func BibEntries(cv *data.CV) []string {
	return each(citations(cv), bibEntry)
}

func bibEntry(c citation) string {
	d := c.ReleaseDate
	day, year, month, archive := "", d.Text, "", ""
	if d.Day > 0 {
		day = d.ISO()
	}
	if c.Year > 0 {
		year = fmt.Sprint(c.Year)
	}
	if d.Month > 0 {
		month = strings.ToLower(time.Month(d.Month).String()[:3])
	}
	if c.ArXiv != "" {
		archive = "arXiv"
	}
	fields := [][2]string{
		{"author", bibNames(c.Names)}, {"author+an", c.EqualNote}, {"author+an:orcid", c.ORCIDNote},
		{"title", texTitle(c.Name)}, {"editor", bibNames(c.Editing)}, {c.Kind.Place, texText(bareVenue(c.Kind.BibTeX, c.Venue))},
		{"series", texText(c.Series)}, {"edition", texText(c.Edition)}, {"volume", texText(c.Volume)},
		{"number", texText(c.Number)}, {"chapter", texText(c.Chapter)},
		{"pages", strings.ReplaceAll(texText(c.Pages), "–", "--")},
		{"publisher", texText(c.Publisher)}, {"address", texText(c.Address)},
		{"date", day}, {"year", texText(year)}, {"month", month}, {"note", texText(c.Status)},
		{"isbn", texText(c.ISBN)}, {"issn", texText(c.ISSN)},
		{"eprint", c.ArXiv}, {"archiveprefix", archive}, {"primaryclass", texText(c.PrimaryClass)},
		{"doi", c.DOI}, {"url", c.URL}, {"keywords", texText(c.Keywords)},
		{"abstract", texText(c.Summary)}, {"annote", texText(c.Equal)},
	}
	for _, l := range c.Links {
		if !slices.ContainsFunc(fields, func(f [2]string) bool { return f[0] == l.Name }) {
			fields = append(fields, [2]string{l.Name, l.URL})
		}
	}
	fields = slices.DeleteFunc(fields, func(f [2]string) bool { return f[0] == "" || f[1] == "" })
	column := len("author+an")
	for _, f := range fields {
		column = max(column, len(f[0]))
	}
	var b strings.Builder
	for _, f := range fields {
		value := "{" + f[1] + "}"
		if f[0] == "month" { // a macro
			value = f[1]
		}
		fmt.Fprintf(&b, ",\n  %-*s = %s", column, f[0], value)
	}
	all := cmp.Or(b.String(), ",") // Biber wants a comma after the key
	return fmt.Sprintf("@%s{%s%s\n}\n", c.Kind.BibTeX, c.Key, all)
}

// bareVenue returns a venue without the words that the kind of the entry implies.
func bareVenue(kind, venue string) string {
	words := map[string]string{"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis", "techreport": "Technical report"}[kind]
	if rest, ok := strings.CutPrefix(venue, words); ok && words != "" && (rest == "" || rest[0] == ',') {
		return strings.TrimPrefix(rest, ", ")
	}
	return venue
}

func bibNames(names []publication.Name) string {
	return strings.Join(each(names, bibName), " and ")
}

// bibName returns "von Family, Suffix, Given", the form that leaves BibTeX nothing to guess.
// Braces protect literal names and parts that contain a comma or "and".
func bibName(n publication.Name) string {
	switch n.Literal {
	case "":
	case publication.Others:
		return n.Literal
	default:
		return "{" + texText(n.Literal) + "}"
	}
	parts := []string{n.Surname(), n.Suffix, n.Given}
	for i, s := range parts {
		parts[i] = texText(s)
		if strings.ContainsRune(s, ',') || strings.Contains(" "+strings.ToLower(s)+" ", " and ") {
			parts[i] = "{" + parts[i] + "}"
		}
	}
	return strings.Join(data.Given(parts...), ", ")
}

// texText escapes the special characters of TeX. Braces become commands, because BibTeX
// counts braces even after a backslash.
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
	return titleWord.ReplaceAllStringFunc(texText(s), func(word string) string {
		r := []rune(word)
		single := len(r) == 1 && word != "A" && unicode.IsUpper(r[0]) && !first
		first = false
		if single || strings.ContainsFunc(string(r[1:]), unicode.IsUpper) {
			return "{" + word + "}"
		}
		return word
	})
}

// titleWord matches a word of a title. The commands of [texText] have no capitals.
var titleWord = regexp.MustCompile(`[\pL\p{Nd}\pM]+`)
