package uri

import (
	"regexp"
	"strings"
)

// aDOI matches a DOI by itself, after "doi:", or as a link to a resolver.
var aDOI = regexp.MustCompile(`^(?i:https?://)?(?i:(?:dx\.|www\.)?doi\.org/)?(?i:doi:)?\s*(10\.\d[\d.]*/\S+)$`)

// DOI returns the DOI in s without resolver and label: "10.1000/182". It returns ""
// for any other text.
func DOI(s string) string {
	if m := aDOI.FindStringSubmatch(strings.TrimSpace(s)); m != nil {
		return m[1]
	}
	return ""
}

// anArXiv matches the number of a paper at arXiv by itself, after "arXiv:", or as an
// address. Numbers are "2211.05729v2" and, until 2007, "cs/0501001".
var anArXiv = regexp.MustCompile(`^(?:(?i:https?://)?(?i:(?:www\.|export\.)?arxiv\.org/)(?:abs|pdf|html)/|(?i:arxiv:)\s*)?(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)(?:\.pdf)?(?:\s*\[[\w.-]+\])?$`)

// ArXiv returns the number at arXiv in s: "2211.05729". It returns ""
// for any other text.
func ArXiv(s string) string {
	if m := anArXiv.FindStringSubmatch(strings.TrimSpace(s)); m != nil {
		return m[1]
	}
	return ""
}

// anORCID matches four groups of four digits; the last digit may be X.
var anORCID = regexp.MustCompile(`(?:^|/)(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])/?$`)

// ORCID returns the ORCID iD in s, alone or in an address: "0000-0002-1825-0097". It
// returns "" for any other text.
func ORCID(s string) string {
	if m := anORCID.FindStringSubmatch(strings.TrimSpace(s)); m != nil {
		return strings.ToUpper(m[1])
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
