package export

import (
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/markup"
	"wenkaiyue.com/cv/data/publication"
	"wenkaiyue.com/cv/data/uri"
)

func pageMain(cv *data.CV) g.Node {
	about := pageBody(cv.Head().Summary)
	return h.Main(pageLines(
		g.If(len(about) > 0, h.Div(h.Class("about"), about)),
		g.Map(cv.Sections(), func(s data.Section) g.Node { return pageSection(cv.Words(), s) }),
	))
}

func pageSection(w *locale.Locale, s data.Section) g.Node {
	return h.Section(h.Aria("labelledby", s.Name), pageLines(
		h.H2(h.ID(s.Name), g.El("bdi", g.Text(s.Title))),
		pageItems(w, s),
	))
}

// pageItems returns the items of a section by its kind.
func pageItems(w *locale.Locale, s data.Section) g.Node {
	switch {
	case s.Kind == data.Publications:
		var out g.Group
		for _, group := range s.Groups() {
			out = append(out, g.If(group.Title != "", h.H3(h.Class("group"), g.El("bdi", g.Text(group.Title)))),
				h.Ol(h.Class("papers"), pageLines(g.Map(group.Items, func(it data.Item) g.Node { return pagePaper(w, it) })...)))
		}
		for _, n := range s.Notes {
			out = append(out, h.P(h.Class("note"), g.Text(n)))
		}
		return out
	case s.Kind == data.Labels && slices.ContainsFunc(s.Items, func(it data.Item) bool { return len(it.Lines)+len(it.Body)+len(it.Words)+len(it.URL) > 0 }):
		return h.Dl(h.Class("labels"), pageLines(g.Map(s.Items, pageLabel)...))
	case s.Kind == data.Quotes:
		return g.Map(s.Items, pageQuote)
	case s.Kind == data.Labels, s.Terse(): // names alone need no weight
		return h.Ul(h.Class("rows"), pageLines(g.Map(s.Items, pageRow)...))
	}
	return g.Map(s.Items, pageEntry)
}

// pageRow returns an item of a title and a date.
func pageRow(it data.Item) g.Node {
	return h.Li(h.Class("head"), h.Dir("auto"), h.P(g.Text(it.Title)), pageDate(it.Date))
}

func pageEntry(it data.Item) g.Node {
	class, title := "entry", h.H3
	if it.Under {
		class, title = "entry under", h.H4
	}
	return h.Article(h.Class(class), pageLines(
		pageHead(title(pageLink(it.URL, g.Text(it.Title))), it.Date),
		g.Map(it.Lines, pageFact),
		pageLinks(it),
		pageRest(it),
	))
}

func pagePaper(w *locale.Locale, it data.Item) g.Node {
	return h.Li(h.Data("number", it.Number+"."), pageLines(
		pageAuthors(it.Authors),
		pageHead(h.P(h.Cite(pageLink(it.URL, g.Text(it.Title)))), it.Date),
		g.If(it.Venue != "", h.P(h.Class("venue"), h.Dir("auto"), g.Text(it.Venue))),
		g.Map(it.Lines, pageFact),
		pageLinks(it),
		g.If(len(it.Abstract) > 0, h.Details(h.Summary(g.Text(w.Papers.Abstract)), pageBody(it.Abstract))),
		pageRest(it),
	))
}

func pageLinks(it data.Item) g.Node {
	return g.If(len(it.Links) > 0, h.Ul(h.Class("links"), pageLines(g.Map(it.Links, pageButton)...)))
}

func pageButton(r markup.Run) g.Node { return h.Li(pageLink(r.URL, g.Text(r.Words))) }

func pageAuthors(authors []publication.Author) g.Node {
	if len(authors) == 0 {
		return nil
	}
	var list g.Group
	for i, a := range authors {
		name := pageLink(a.URL, g.Text(a.Name))
		if a.Self {
			name = h.Strong(name)
		}
		last := i == len(authors)-1
		list = append(list, h.Span(name, g.If(a.Equal, g.Text("*")), g.If(!last, g.Text(","))), g.If(!last, g.Text(" ")))
	}
	return h.P(h.Class("authors"), h.Dir("auto"), list)
}

func pageLabel(it data.Item) g.Node {
	lines := pageParagraphs(it.Lines)
	return h.Div(h.Dt(h.Dir("auto"), g.Text(it.Title)), g.If(len(lines) > 0, h.Dd(lines)))
}

func pageQuote(it data.Item) g.Node {
	return h.Figure(pageLines(
		g.If(len(it.Body) > 0, h.BlockQuote(pageBody(it.Body))),
		g.If(it.Title != "", h.FigCaption(h.Dir("auto"), g.Text(it.Title))),
		g.Map(it.Lines, pageFact),
	))
}

func pageHead(title g.Node, date string) g.Node {
	return h.Div(h.Class("head"), h.Dir("auto"), title, pageDate(date))
}

// pageDate keeps a date on one line unless it is as long as a sentence.
func pageDate(date string) g.Node {
	class := "date"
	if len(date) > 24 {
		class += " long"
	}
	return g.If(date != "", h.P(h.Class(class), g.Text(date)))
}

func pageFact(t markup.Text) g.Node { return h.P(h.Class("fact"), h.Dir("auto"), pageText(t)) }

// pageRest returns the paragraphs and keywords of an item.
func pageRest(it data.Item) g.Node {
	return g.Group{
		g.If(len(it.Body) > 0, h.Div(h.Class("body"), pageBody(it.Body))),
		g.If(len(it.Words) > 0, h.P(h.Class("words"), h.Dir("auto"), g.Text(it.Words))),
	}
}

// pageBody returns paragraphs, and lists of the points among them.
func pageBody(ps []markup.Paragraph) g.Group {
	var out, list g.Group
	end := func() {
		if len(list) > 0 {
			out = append(out, h.Ul(h.Class("points"), pageLines(list...)))
		}
		list = nil
	}
	for _, p := range ps {
		if p.Point {
			list = append(list, h.Li(h.Dir("auto"), pageText(p.Text)))
			continue
		}
		end()
		out = append(out, h.P(h.Dir("auto"), pageText(p.Text)))
	}
	end()
	return out
}

// pageLines returns the nodes with each on a line of its own, for readers of the
// source. It is for blocks, between which white space has no meaning.
func pageLines(nodes ...g.Node) g.Group {
	return appendLines(g.Group{g.Text("\n")}, nodes)
}

func appendLines(out, nodes g.Group) g.Group {
	for _, n := range nodes {
		if group, ok := n.(g.Group); ok {
			out = appendLines(out, group)
		} else if n != nil {
			out = append(out, n, g.Text("\n"))
		}
	}
	return out
}

func pageParagraphs(ts []markup.Text) g.Group {
	return g.Map(ts, func(t markup.Text) g.Node { return h.P(h.Dir("auto"), pageText(t)) })
}

func pageText(t markup.Text) g.Node {
	return g.Map(t.Parts(), func(p markup.Part) g.Node {
		return pageLink(p.URL, g.Map(p.Runs, pageRun))
	})
}

func pageRun(r markup.Run) g.Node {
	n := g.Text(r.Words)
	if r.Code {
		n = h.Code(n)
	}
	if r.Emphasis {
		n = h.Em(n)
	}
	if r.Strong {
		n = h.Strong(n)
	}
	return n
}

// pageLink makes a node a link to the URL, if [uri.Link] allows it. Every URL of
// the CV enters the page here.
func pageLink(url string, on g.Node, attributes ...g.Node) g.Node {
	if url = uri.Link(url); url == "" {
		return on
	}
	return h.A(h.Href(url), g.Group(attributes), on)
}
