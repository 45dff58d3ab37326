package web

import "net/http"

// protect sets what goes with every answer. What only means something
// over HTTPS is the business of the proxy that does it.
func protect(h http.Header, styles string) {
	for name, value := range map[string]string{
		// What is served may be edited at any time; it is asked for again and, if
		// it is the same, not sent again.
		"Cache-Control":                "no-cache",
		"Content-Security-Policy":      "default-src 'none'; style-src " + styles + "; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Referrer-Policy":              "no-referrer",
		"X-Content-Type-Options":       "nosniff",
	} {
		h.Set(name, value)
	}
}
