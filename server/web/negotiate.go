package web

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// wantsText reports whether a visitor would rather read plain text than HTML:
// what is asked for decides, and where anything will do, which program asks.
func wantsText(h http.Header) bool {
	accept := strings.Join(h.Values("Accept"), ",")
	html, text := quality(accept, "text/html"), quality(accept, "text/plain")
	if html != text {
		return text > html
	}
	program, _, _ := strings.Cut(h.Get("User-Agent"), "/")
	switch program {
	case "curl", "Wget", "HTTPie":
		return html == 0
	}
	return false
}

// quality is the weight that an Accept header gives to a media type by its name,
// from 0 to 1; wildcards say nothing of what is liked better.
func quality(accept, mediaType string) float64 {
	for part := range strings.SplitSeq(accept, ",") {
		t, params, err := mime.ParseMediaType(part)
		if err != nil || t != mediaType {
			continue
		}
		q, err := strconv.ParseFloat(params["q"], 64)
		if err != nil || !(q >= 0 && q <= 1) {
			return 1
		}
		return q
	}
	return 0
}
