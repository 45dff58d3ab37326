package export

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"wenkaiyue.com/cv/data"
)

// pageLines is nodes with each on a line of its own, for those who read the
// source; between the blocks of a page, where this is for, the white space means
// nothing.
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

func pageParagraphs(ts []data.Text) g.Group {
	return g.Map(ts, func(t data.Text) g.Node { return h.P(h.Dir("auto"), pageText(t)) })
}

func pageText(t data.Text) g.Node {
	return g.Map(t.Parts(), func(p data.Part) g.Node {
		return pageLink(p.URL, g.Map(p.Runs, pageRun))
	})
}

func pageRun(r data.Run) g.Node {
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

// pageLink leads to the URL if it may be a link (see [data.LinkURL]); else it is what
// it is on. Every URL of the CV gets into the page here.
func pageLink(url string, on g.Node) g.Node {
	if url = data.LinkURL(url); url == "" {
		return on
	}
	return h.A(h.Href(url), on)
}
