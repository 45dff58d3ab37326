package export

import (
	"fmt"
	"strings"

	"wenkaiyue.com/cv/data"
)

// linkURL is a URL that may become a link (see [data.SafeURL]; tel: too), safe
// between the delimiters of any format. Else it is "".
func linkURL(s string) string {
	if data.SafeURL(s) == "" && !isTel(s) {
		return ""
	}
	return percent(s)
}

// percent puts every byte that is not allowed in a URI (RFC 3986, section 2) in
// percent form.
func percent(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func isTel(s string) bool {
	number, ok := strings.CutPrefix(s, "tel:")
	return ok && number != "" && strings.Trim(number, "+0123456789") == ""
}
