package export

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"io"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"wenkaiyue.com/cv/data"
)

//go:embed page/cv.css
var pageStyle string

// HTML writes the CV as one page without scripts, fonts, pictures and requests. Its
// Content Security Policy allows its own style sheet alone. The page is light or dark
// as the reader's system is, and prints on A4 and Letter.
func HTML(w io.Writer, cv *data.CV) error {
	return page{policy: policy(pageStyle), style: pageStyle}.write(w, cv)
}

// page holds the parts of a page that do not come from the CV.
type page struct {
	policy, style string
	Web           // zero in a file
}

// write writes the page.
func (p page) write(w io.Writer, cv *data.CV) error {
	person, err := json.Marshal(personOf(cv))
	if err != nil {
		return err
	}
	var lang g.Node
	if tag := cv.Language(); tag != "" {
		lang = h.Lang(tag)
	}
	var b bytes.Buffer
	b.WriteString("<!DOCTYPE html>")
	err = pageLines(h.HTML(lang, g.If(cv.RightToLeft(), h.Dir("rtl")), pageLines(
		p.head(cv, person),
		h.Body(pageLines(p.header(cv), pageMain(cv), p.footer(cv))),
	))).Render(&b)
	if err != nil {
		return err
	}
	_, err = b.WriteTo(w)
	return err
}

// head contains the only two pieces that are not escaped, because their elements have
// no escapes: our own style sheet, and JSON, in which [json.Marshal] writes every "<"
// as \u003c.
func (p page) head(cv *data.CV, person []byte) g.Node {
	meta := func(name, content string) g.Node {
		if content == "" {
			return nil
		}
		return h.Meta(h.Name(name), h.Content(content))
	}
	return h.Head(pageLines(
		h.Meta(h.Charset("utf-8")),
		h.Meta(g.Attr("http-equiv", "Content-Security-Policy"), h.Content(p.policy)),
		meta("viewport", "width=device-width, initial-scale=1"),
		meta("color-scheme", "light dark"),
		meta("referrer", "no-referrer"),
		h.TitleEl(g.Text(documentTitle(cv))),
		meta("author", cv.Basics.Name),
		meta("description", cv.Headline()),
		p.alternates(),
		h.StyleEl(g.Raw(p.style)),
		h.Script(h.Type("application/ld+json"), g.Raw(string(person))),
	))
}

func (p page) header(cv *data.CV) g.Node {
	head := cv.Head()
	var contacts g.Group
	for _, c := range head.Contacts {
		contacts = append(contacts, pageContact(c.Label, g.El("bdi", pageLink(c.URL, g.Text(c.Text), pageMe(c.Kind)))))
	}
	if pdf := p.pdf(); pdf != nil {
		contacts = append(contacts, pdf)
	}
	if p.Command != "" {
		contacts = append(contacts, pageContact(cv.Words().Visit.Terminal, h.Code(g.Text(p.Command))))
	}
	return h.Header(pageLines(
		p.languages(cv.Words()),
		g.If(head.Name != "", h.H1(h.Dir("auto"), g.Text(head.Name))),
		g.Map(head.Lines, func(l string) g.Node { return h.P(h.Class("label"), h.Dir("auto"), g.Text(l)) }),
		g.If(len(contacts) > 0, h.Address(pageLines(h.Dl(h.Class("contacts"), pageLines(contacts...))))),
	))
}

// pageMe marks a link to a page of the owner's own, by which other sites know them.
func pageMe(k data.ContactKind) g.Node {
	return g.If(k == data.Web || k == data.OnlineProfile, h.Rel("me"))
}

func pageContact(label string, value g.Node) g.Node {
	pair := g.Group{h.Dt(g.Text(label)), h.Dd(value)}
	return g.NodeFunc(pair.Render) // one node, so that it takes one line
}

// footer says when the CV was last changed, and on the web which files there are.
func (p page) footer(cv *data.CV) g.Node {
	w, updated := cv.Words(), cv.Updated()
	// The names are our own and relative; no address of the CV is among them.
	file := func(f WebFile) g.Node {
		return h.Li(h.A(h.Href(f.Name), h.Title(f.Summary(w)), g.Text(f.Format.Name)))
	}
	if updated == "" && len(p.Files) == 0 {
		return nil
	}
	return h.Footer(pageLines(
		g.If(updated != "", h.P(h.Class("updated"), g.Text(updated))),
		g.If(len(p.Files) > 0, h.Nav(h.Aria("label", w.Visit.Formats), pageLines(
			h.P(g.Text(w.Screen.SaveTitle)),
			h.Ul(pageLines(g.Map(p.Files, file)...)),
		))),
	))
}

// policy returns a Content Security Policy that allows one style sheet, by its hash.
func policy(style string) string {
	return "default-src 'none'; style-src " + styleSource(style) + "; base-uri 'none'; form-action 'none'"
}

// styleSource returns the name of a style sheet in a policy.
func styleSource(style string) string {
	sum := sha256.Sum256([]byte(style))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// documentTitle returns the title of the page.
func documentTitle(cv *data.CV) string {
	if name := printable(cv.Basics.Name); name != "" {
		return name + " – CV"
	}
	return "CV"
}
