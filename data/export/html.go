package export

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"strings"

	"wenkaiyue.com/cv/data"
)

//go:embed page/cv.css
var pageStyle string

//go:embed page/cv.html.tmpl
var pageSource string

// pageTemplate is parsed once; executing it never changes it.
var pageTemplate = template.Must(template.New("cv").Funcs(template.FuncMap{
	"link":       newPageLink,
	"paragraphs": data.Paragraphs,
	"linked":     linked,
	"join":       strings.Join,
}).Parse(pageSource))

// HTML writes the CV as one page that needs nothing else: no script, no font, no
// picture, no request. Its Content Security Policy allows its own style sheet
// and nothing more. It is light or dark as the reader's system is, and prints on
// A4 and Letter.
func HTML(w io.Writer, cv *data.CV) error {
	return writePage(w, cv, page{Policy: policy(pageStyle), Style: template.CSS(pageStyle)})
}

// page is what the template makes a page of.
type page struct {
	CV                       *data.CV
	Lang, Title, Description string
	Policy                   string
	Style                    template.CSS
	Person                   person
	Sections                 []pageSection
	Command                  string   // on the web: the line to ssh with
	Files                    []Format // on the web: what else there is to take
}

func writePage(w io.Writer, cv *data.CV, page page) error {
	page.CV, page.Lang, page.Title, page.Description = cv, language(cv), documentTitle(cv), cv.Headline()
	page.Person = personOf(cv)
	for _, s := range cv.Sections() {
		page.Sections = append(page.Sections, newPageSection(s))
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, page); err != nil {
		return err
	}
	_, err := b.WriteTo(w)
	return err
}

// policy is a Content Security Policy that allows one style sheet, by its hash,
// and nothing else.
func policy(style string) string {
	return "default-src 'none'; style-src " + styleSource(style) + "; base-uri 'none'; form-action 'none'"
}

// styleSource is a style sheet as a policy names it.
func styleSource(style string) string {
	sum := sha256.Sum256([]byte(style))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// pageSection is a section and how it is laid out.
type pageSection struct {
	data.Section
	Layout string // of "rows", "papers", "labels", "quotes", "entries"
	Note   string
}

func newPageSection(s data.Section) pageSection {
	p := pageSection{Section: s, Layout: "entries"}
	switch {
	case s.Kind == data.Publications:
		p.Layout = "papers"
		for _, it := range s.Items {
			if it.HasEqual() {
				p.Note = data.EqualNote
			}
		}
	case s.Kind == data.Labels:
		p.Layout = "labels"
	case s.Kind == data.Quotes:
		p.Layout = "quotes"
	case terse(s):
		p.Layout = "rows"
	}
	return p
}

// pageLink is text, and where it leads; the URL is one that [linkURL] let pass.
type pageLink struct {
	Text string
	URL  template.URL
}

func newPageLink(text, url string) pageLink {
	return pageLink{Text: text, URL: template.URL(linkURL(url))}
}

// pageText is a piece of text that leads to one URL, or to none.
type pageText struct {
	URL  template.URL
	Runs data.Text
}

func linked(t data.Text) []pageText {
	var out []pageText
	for _, p := range t.Parts() {
		out = append(out, pageText{template.URL(linkURL(p.URL)), p.Runs})
	}
	return out
}
