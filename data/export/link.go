package export

import (
	"strings"

	"wenkaiyue.com/cv/data"
)

// linkURL is a URL that may become a link (see [data.SafeURL]; tel: too), safe
// between the delimiters of any format. Else it is "".
func linkURL(s string) string {
	if data.SafeURL(s) == "" && !isTel(s) {
		return ""
	}
	return data.PercentEncode(s)
}

func isTel(s string) bool {
	number, ok := strings.CutPrefix(s, "tel:")
	return ok && number != "" && strings.Trim(number, "+0123456789") == ""
}
