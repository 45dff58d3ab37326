package web

import (
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
)

// wantsText reports whether a request prefers plain text to HTML, by its Accept header or,
// if that has no preference, by its User-Agent.
func wantsText(h http.Header) bool {
	accept := strings.Join(h.Values("Accept"), ",")
	html, text := quality(accept, "text/html"), quality(accept, "text/plain")
	if html != text {
		return text > html
	}
	program, _, _ := strings.Cut(h.Get("User-Agent"), "/")
	return html == 0 && slices.Contains([]string{"curl", "Wget", "HTTPie"}, program)
}

// quality returns the weight of a media type in an Accept header, from 0 to 1. It ignores
// wildcards.
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

// maxAccepted limits an Accept-Language header, in bytes.
const maxAccepted = 256

// acceptedLanguages returns the languages of a browser's user, the best first.
func acceptedLanguages(h http.Header) []language.Tag {
	accept := h.Get("Accept-Language")
	if len(accept) > maxAccepted {
		return nil
	}
	tags, _, _ := language.ParseAcceptLanguage(accept) // none after an error, or of weight 0
	return slices.DeleteFunc(tags, func(t language.Tag) bool { return t == language.Und })
}
