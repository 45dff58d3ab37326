package pdf

import (
	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/data/export/pdf/typeset"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/uri"
)

// The colours of text, each dark enough to print in grey.
var (
	ink    = typeset.Tint{0, 0, 0}
	quiet  = typeset.Tint{80, 80, 80}
	accent = typeset.Tint{18, 63, 102}
)

// plain returns a span for a text of the CV.
func plain(s string, style fonts.Style, c typeset.Tint) typeset.Span {
	return typeset.Span{Text: typeset.Tidy(s), Style: style, Tint: c}
}

// linked returns plain with a link, if [uri.Link] allows the URL.
func linked(s, url string, style fonts.Style, c typeset.Tint) typeset.Span {
	out := plain(s, style, c)
	out.URL = uri.Link(url)
	return out
}

// styled returns the spans of a text whose plain words are in the given style. Emphasis
// within italics is upright, as in print.
func styled(text markup.Text, style fonts.Style, c typeset.Tint) []typeset.Span {
	var out []typeset.Span
	for _, r := range text {
		one := typeset.Span{Text: typeset.Compose(r.Words), Style: style, Tint: c, URL: uri.Link(r.URL)}
		switch {
		case r.Code:
			one.Style = fonts.Code
		case r.Strong:
			one.Style = fonts.Bold
		case r.Emphasis && style == fonts.Italic:
			one.Style = fonts.Regular
		case r.Emphasis:
			one.Style = fonts.Italic
		}
		if one.URL != "" {
			one.Tint = accent
		}
		out = append(out, one)
	}
	return out
}
