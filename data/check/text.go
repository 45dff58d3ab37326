package check

import (
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
)

// text looks at what every text can have: characters that nobody sees, an end
// that YAML takes for a comment, and lines that it makes one.
func (c *checker) text(n *yaml.Node, path string) {
	c.texts = append(c.texts, text{n, path})
	if i := strings.IndexFunc(n.Value, data.Dropped); i >= 0 {
		r := []rune(n.Value[i:])[0]
		near := strings.TrimSpace(printable(n.Value[max(0, i-20):i]))
		where := "at its beginning"
		if near != "" {
			near = near[strings.LastIndexByte(near, ' ')+1:]
			where = "after " + quote(near)
		}
		c.warn(n, path, "hidden", fmt.Sprintf("%s (U+%04X) stands %s and is left out", hiddenName(r), r, where), "type the text anew instead of pasting it")
	}
	c.escaped(n, path)
	c.trailing(n, path)
	c.folded(n, path)
}

// escapedPath is what becomes of the path of a file, such as C:\new, where a
// backslash and a letter mean another character. What begins a line is rarely in
// small letters.
var escapedPath = regexp.MustCompile(`\b[A-Za-z]:(\n[a-z]|[\x00-\x09\x0b-\x1f\x{85}\x{a0}\x{2028}\x{2029}]\w)`)

// escaped looks for backslashes in double quotes that are meant as such.
func (c *checker) escaped(n *yaml.Node, path string) {
	if !c.json && n.Style&yaml.DoubleQuotedStyle == 0 || !escapedPath.MatchString(n.Value) {
		return
	}
	fix := `write each backslash twice: \\`
	if whole, ok := c.line(n).Unescaped(); ok && !c.json {
		fix = fmt.Sprintf("write `%s`", whole)
	}
	c.warn(n, path, "escape", `a backslash in "double quotes" has a meaning of its own, so that the letter behind it is not shown`, fix)
}

// hiddenName is what people call a character that they cannot see.
func hiddenName(r rune) string {
	switch {
	case r == '\u00ad':
		return "a soft hyphen"
	case r == '\u200b' || r == '\u2060' || r == '\ufeff':
		return "a space of no width"
	case r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069':
		return "a mark that turns the direction of text"
	case r == '\x1b':
		return "an escape character"
	case r == '\ufffd':
		return "a character that another program could not read"
	}
	return "a control character"
}

// meaning looks at texts that are more than text: addresses of every sort. The
// key says which; it means the same everywhere in JSON Resume.
func (c *checker) meaning(n *yaml.Node, key, value, path string) {
	value = strings.TrimSpace(value)
	switch key {
	case "url", "canonical":
		c.url(n, path, value)
	case "email", "emails":
		c.email(n, path, value)
	case "doi":
		if data.DOI(value) == "" {
			c.warn(n, path, "doi", quote(value)+" is no DOI, so it becomes no link", "write it like 10.1000/182")
		}
	case "phone":
		c.phone(n, path, value)
	case "countryCode":
		c.country(n, path, value)
	case "lastModified":
		if _, ok := (&data.Meta{LastModified: value}).Modified(); !ok {
			c.warn(n, path, "date", quote(value)+" is no date that programs can read", "write it like 2021-07-31")
		}
	}
}

func (c *checker) email(n *yaml.Node, path, value string) {
	a, err := mail.ParseAddress(value)
	_, domain, _ := strings.Cut(value, "@")
	switch {
	case err == nil && a.Address == value && strings.Contains(strings.Trim(domain, "."), "."):
	case err == nil && a.Address != value:
		c.warn(n, path, "email", quote(value)+" is more than an email address", "write the address alone: "+a.Address)
	case strings.HasPrefix(value, "mailto:"):
		c.warn(n, path, "email", quote(value)+" is a link and not an email address", "write "+strings.TrimPrefix(value, "mailto:"))
	case strings.ContainsAny(value, ",; ") && strings.Count(value, "@") > 1:
		c.warn(n, path, "email", quote(value)+" are several addresses in one", "write one under `email` and the others as a list under `emails`")
	default:
		c.warn(n, path, "email", quote(value)+" is no email address, so nobody can write to it", "write it like name@example.com")
	}
}

func (c *checker) phone(n *yaml.Node, path, value string) {
	first, _, several := strings.Cut(strings.NewReplacer(";", ",", "/", ",").Replace(value), ",")
	switch {
	case data.TelURI(value) != "":
	case several && data.TelURI(first) != "":
		c.warn(n, path, "phone", quote(value)+" are several phone numbers in one, so nobody can call them by a click", "write the one on which to reach you")
	default:
		c.warn(n, path, "phone", quote(value)+" is no phone number, so nobody can call it", "write digits, such as +1 202 555 0100, or take it out")
	}
}

func (c *checker) country(n *yaml.Node, path, value string) {
	code := strings.ToUpper(value)
	known := slices.Contains(strings.Fields(countries), code)
	switch {
	case known && code == value:
	case known:
		c.warn(n, path, "country", quote(value)+" is a country code in small letters", "write "+code)
	case code == "UK":
		c.warn(n, path, "country", quote(value)+" is not the code of a country", "write GB for the United Kingdom")
	case len(value) > 3:
		c.warn(n, path, "country", quote(value)+" is not the code of a country", "write it under `country`; the code has two letters, such as CN or DE")
	default:
		c.warn(n, path, "country", quote(value)+" is not the code of a country", "write the two letters of ISO 3166, such as CN or DE")
	}
}

// countries are the codes of ISO 3166-1 alpha-2.
const countries = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
	"CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG " +
	"GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ " +
	"LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR " +
	"NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ " +
	"TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK"
