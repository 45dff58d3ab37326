package data

import "strings"

// LinkURL returns a URL that may become a link (see [SafeURL]; tel: too), safe
// between the delimiters of any format, or "".
func LinkURL(s string) string {
	if SafeURL(s) == "" && !isTel(s) {
		return ""
	}
	return PercentEncode(s)
}

func isTel(s string) bool {
	number, ok := strings.CutPrefix(s, "tel:")
	return ok && number != "" && strings.Trim(number, "+0123456789") == ""
}
