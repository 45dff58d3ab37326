// Package uri reads and writes the addresses of a CV: URLs, email addresses, phone
// numbers, and the identifiers of papers and people.
package uri

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"wenkaiyue.com/cv/data/clean"
)

// relative matches addresses without a host: "/cv", "./cv", "#top", "pdf/cv.pdf",
// "index.html".
var relative = regexp.MustCompile(`^(?:[./#?][^\s]*|[\w-]+/\S*|[\w-]+\.(?:html?|pdf|md|png|jpe?g|svg|txt|docx?))$`)

// IsPath reports whether s is an address without a host, where visitors cannot follow.
func IsPath(s string) bool { return relative.MatchString(s) }

// Max is the maximum length in bytes of a URL that becomes a link. A format may repeat a
// URL in each line of its link.
const Max = 2048

// Safe returns s if it is an absolute http, https or mailto URL of at most [Max] bytes,
// and "" otherwise: nothing else may become a link.
func Safe(s string) string {
	if len(s) > Max || strings.ContainsAny(s, " \t\n") {
		return ""
	}
	u, err := url.Parse(s)
	if err == nil && (u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") || u.Opaque != "" && u.Scheme == "mailto") {
		return s
	}
	return ""
}

// Display returns a URL for people: without scheme and closing slash, and with
// percent-encoded letters decoded.
func Display(s string) string {
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

// percentLetters matches characters beyond ASCII in percent form.
var percentLetters = regexp.MustCompile(`(?:%[89A-Fa-f][0-9A-Fa-f])+`)

// Mailto returns an email address as a mailto: URI (RFC 6068). It returns "" for text that
// is not exactly one address: a letter that goes nowhere is worse than an address to copy.
func Mailto(email string) string {
	email = strings.TrimPrefix(email, "mailto:")
	name, host, _ := strings.Cut(email, "@")
	if name == "" || host == "" || strings.ContainsAny(email, " \t\n,;:<>()[]\"\\?#%") || strings.Contains(host, "@") {
		return ""
	}
	return "mailto:" + email
}

// Tel returns a phone number as a tel: URI (RFC 3966): the digits, after a "+" if the text
// has a country code: "+86 …", "0086 …" or "(86) …", the last only before a whole national
// number. It drops a "(0)", which is dialled only within a country. It returns "" for text
// that is not exactly one phone number, or has an extension, because a wrong number is
// worse than none.
func Tel(phone string) string {
	phone = strings.TrimSpace(phone)
	if strings.HasPrefix(phone, "(+") {
		phone = phone[1:]
	}
	phone, international := strings.CutPrefix(phone, "+")
	if international {
		phone = strings.Replace(phone, "(0)", "", 1)
	}
	if strings.ContainsFunc(phone, unicode.IsLetter) || strings.ContainsAny(phone, "+/,;") {
		return ""
	}
	digits := notDigit.ReplaceAllString(phone, "")
	switch {
	case len(digits) < 3, len(digits) > 17: // 15 (ITU-T E.164), after 00 at most
		return ""
	case international, strings.HasPrefix(phone, "(") && digits[0] != '0' && len(digits) > 11:
		return "tel:+" + digits
	case strings.HasPrefix(phone, "00"):
		return "tel:+" + digits[2:]
	}
	return "tel:" + digits
}

var notDigit = regexp.MustCompile(`[^0-9]`)

// Encode percent-encodes every byte that is not allowed in a URI (RFC 3986, section 2). OSC
// 8 forbids the same bytes: in a terminal, a byte of Ü ends the address.
func Encode(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// Link returns a URL that may become a link (see [Safe]; tel: too), safe
// between the delimiters of any format, or "".
func Link(s string) string {
	if Safe(s) == "" && !telURI.MatchString(s) {
		return ""
	}
	return Encode(s)
}

var telURI = regexp.MustCompile(`^tel:[+0-9]+$`)

// Same reports whether two URLs probably lead to the same page. It ignores scheme, "www.",
// case and accents.
func Same(a, b string) bool { return a != "" && plainAddress(a) == plainAddress(b) }

func plainAddress(s string) string {
	return clean.Unaccented(strings.TrimPrefix(strings.ToLower(Display(s)), "www."))
}

// aDOI matches a DOI by itself, after "doi:", or as a link to a resolver.
var aDOI = regexp.MustCompile(`^(?i:https?://)?(?i:(?:dx\.|www\.)?doi\.org/)?(?i:doi:)?\s*(10\.\d[\d.]*/\S+)$`)

// DOI returns the DOI in s without resolver and label: "10.1000/182". It returns ""
// for any other text.
func DOI(s string) string { return identifier(aDOI, s) }

// anArXiv matches the number of a paper at arXiv by itself, after "arXiv:", or as an
// address. Numbers are "2211.05729v2" and, until 2007, "cs/0501001".
var anArXiv = regexp.MustCompile(`^(?:(?i:https?://)?(?i:(?:www\.|export\.)?arxiv\.org/)(?:abs|pdf|html)/|(?i:arxiv:)\s*)?(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)(?:\.pdf)?(?:\s*\[[\w.-]+\])?$`)

// ArXiv returns the number at arXiv in s: "2211.05729". It returns ""
// for any other text.
func ArXiv(s string) string { return identifier(anArXiv, s) }

// anORCID matches four groups of four digits; the last digit may be X.
var anORCID = regexp.MustCompile(`(?:^|/)(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])/?$`)

// ORCID returns the ORCID iD in s, alone or in an address: "0000-0002-1825-0097". It
// returns "" for any other text.
func ORCID(s string) string { return strings.ToUpper(identifier(anORCID, s)) }

// identifier returns the first group of an expression that matches s, or "".
func identifier(e *regexp.Regexp, s string) string {
	if m := e.FindStringSubmatch(strings.TrimSpace(s)); m != nil {
		return m[1]
	}
	return ""
}

// ChecksORCID reports whether the last digit of an ORCID iD, as [ORCID] returns it, is the
// checksum of the others (ISO 7064, MOD 11-2).
func ChecksORCID(id string) bool {
	total, last := 0, len(id)-1
	for _, r := range strings.ReplaceAll(id[:last], "-", "") {
		total = (total + int(r-'0')) * 2
	}
	return id[last] == "0123456789X"[(12-total%11)%11]
}

// ArXivURL returns the address of a paper by its number at arXiv, and other text unchanged.
func ArXivURL(s string) string {
	if number := ArXiv(s); number != "" {
		return "https://arxiv.org/abs/" + number
	}
	return s
}
