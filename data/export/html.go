package export

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"slices"
	"sync"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/uri"
)

var (
	//go:embed page/page.html
	pageSource string
	//go:embed page/cv.css
	pageStyle string
	//go:embed page/web.css
	webStyle string
)

var pageTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{
		"href": href, "own": isOwn, "layout": pageLayout, "stretches": stretches,
	}).Parse(pageSource))
})

// Web is the data of a page on a web server besides the CV.
type Web struct {
	Command   string        // the ssh command for the CV
	Files     []Format      // to download, with their names on the server: "cv.zh.pdf"
	Languages []WebLanguage // of the CV, including this one; empty if it is the only one
}

// WebLanguage is a language of the CV; its page is at /CODE/.
type WebLanguage struct {
	Code string // BCP 47
	Name string // in the language itself: "Deutsch"
	Here bool   // the page is in this language
}

// PDF returns the name of the PDF among the files, or "". The page links it among the
// contacts, where recruiters look for it.
func (w Web) PDF() string {
	for _, f := range w.Files {
		if f.Name == "pdf" {
			return f.File
		}
	}
	return ""
}

// writeHTML writes the CV as one page without scripts, fonts, pictures and requests. Its
// Content Security Policy allows only its own style sheet. The page is light or dark
// like the reader's system, and prints on A4 and Letter.
func writeHTML(w io.Writer, cv *data.CV) error {
	return writePage(w, page{CV: cv, Policy: policy(pageStyle), Style: template.CSS(pageStyle)})
}

// WebPage writes the page of [writeHTML] for a web server: with the ssh command, and links to
// the files and the other languages. Its policy also allows pictures of the same server,
// because browsers ask for an icon.
func WebPage(w io.Writer, cv *data.CV, web Web) error {
	style := pageStyle + webStyle
	return writePage(w, page{CV: cv, Policy: policy(style) + "; img-src 'self'", Style: template.CSS(style), Web: web})
}

// StyleSources returns the hashes of the style sheets of [writeHTML] and [WebPage], for the
// style-src of a Content Security Policy.
func StyleSources() string { return styleSource(pageStyle) + " " + styleSource(pageStyle+webStyle) }

// page is the data of the template. The template escapes everything but the style sheet,
// which is our own, and the href of a link.
type page struct {
	*data.CV
	Web    Web
	Policy string
	Style  template.CSS
}

func writePage(w io.Writer, p page) error {
	var b bytes.Buffer
	if err := pageTemplate().ExecuteTemplate(&b, "page", p); err != nil {
		return err
	}
	// html/template escapes "+" against UTF-7, which no browser reads any more.
	_, err := w.Write(bytes.ReplaceAll(b.Bytes(), []byte("&#43;"), []byte("+")))
	return err
}

// Title returns the title of the page.
func (p page) Title() string {
	if name := printable(p.Basics.Name); name != "" {
		return name + " – CV"
	}
	return "CV"
}

// Person describes the owner in the vocabulary of schema.org, as JSON-LD for search engines.
func (p page) Person() data.Object {
	b, l, n := p.Basics, p.Basics.Location, p.OwnerName()
	pages := each(p.Profiles(), func(q data.Profile) string { return uri.Link(q.URL) })
	awards := each(p.Awards, func(a data.Award) string { return a.Title })
	address := object(
		"streetAddress", l.Address, "addressLocality", l.City, "addressRegion", l.Region,
		"postalCode", l.PostalCode, "addressCountry", cmp.Or(l.CountryCode, l.Country),
	)
	if len(address) > 0 {
		address = append(data.Object{{Key: "@type", Value: "PostalAddress"}}, address...)
	}
	return object(
		"@context", "https://schema.org", "@type", "Person", "name", b.Name,
		"givenName", n.Given, "familyName", n.Surname(),
		"jobTitle", b.Label, "url", uri.Link(b.URL), "email", p.Emails(), "telephone", b.Phone,
		"address", address, "sameAs", data.Given(pages...), "award", data.Given(awards...),
	)
}

// href returns the attribute of a link to the URL, or nothing unless [uri.Link] allows it.
// Every URL of the CV enters the page here.
func href(url string) template.HTMLAttr {
	if url = uri.Link(url); url == "" {
		return ""
	}
	return template.HTMLAttr(`href="` + template.HTMLEscapeString(url) + `"`)
}

// isOwn reports whether a contact is a page of the owner, for rel="me".
func isOwn(c data.Contact) bool { return c.Kind == data.Web || c.Kind == data.OnlineProfile }

// pageLayout returns the name of the layout of a section. Bare labels, which may be
// sentences, are rows.
func pageLayout(s data.Section) string {
	more := func(it data.Item) bool { return len(it.Lines)+len(it.Body)+len(it.Words)+len(it.URL) > 0 }
	switch {
	case s.Kind == data.Publications:
		return "papers"
	case s.Kind == data.Quotes:
		return "quotes"
	case s.Kind == data.Labels && slices.ContainsFunc(s.Items, more):
		return "labels"
	case s.Kind == data.Labels, s.Terse():
		return "rows"
	}
	return "entries"
}

// stretches splits paragraphs where a list of points begins or ends.
func stretches(ps []markup.Paragraph) [][]markup.Paragraph {
	return markup.Stretches(ps, func(a, b markup.Paragraph) bool { return a.Point == b.Point })
}

// policy returns a Content Security Policy that allows one style sheet, by its hash.
func policy(style string) string {
	return "default-src 'none'; style-src " + styleSource(style) + "; base-uri 'none'; form-action 'none'"
}

// styleSource returns the hash of a style sheet as a policy names it.
func styleSource(style string) string {
	sum := sha256.Sum256([]byte(style))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
