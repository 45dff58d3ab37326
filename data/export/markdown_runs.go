package export

import (
	"reflect"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data"
)

// mdRuns writes a text with its marks. Where they would not be read back as what
// they mean (two looks side by side within a word), it has none.
func mdRuns(t data.Text) string {
	var w mdWriter
	for _, r := range t {
		w.run(r)
	}
	w.close(0)
	marked := w.b.String()
	if len(t) > 1 && !reflect.DeepEqual(data.ParseText(marked), t) {
		return mdText(t.String())
	}
	return marked
}

// mdWriter nests marks: those that are open are closed in turn before others open.
type mdWriter struct {
	b    strings.Builder
	open []string // the URL of a link comes with "(", which no other mark begins with
}

func (w *mdWriter) run(r data.Run) {
	var want []string
	if url := data.LinkURL(r.URL); url != "" {
		want = append(want, "("+url)
	}
	if r.Strong {
		want = append(want, "**")
	}
	if r.Emphasis {
		want = append(want, "*")
	}
	if at := slices.IndexFunc(w.open, func(m string) bool { return !slices.Contains(want, m) }); at >= 0 {
		w.close(at)
	}
	if url := data.LinkURL(r.URL); url != "" && len(want) == 1 && !r.Code && (r.Words == url || r.Words == strings.TrimPrefix(url, "mailto:")) && !slices.Contains(w.open, want[0]) {
		w.b.WriteString(mdLink(r.Words, url))
		return
	}
	for _, m := range want {
		if slices.Contains(w.open, m) {
			continue
		}
		w.open = append(w.open, m)
		if m[0] == '(' {
			m = "["
		}
		w.b.WriteString(m)
	}
	if r.Code {
		w.b.WriteString(mdCode(r.Words))
		return
	}
	w.b.WriteString(mdEscape(r.Words, w.b.Len() == 0))
}

// close closes the marks that opened at n and after it.
func (w *mdWriter) close(n int) {
	for _, m := range slices.Backward(w.open[n:]) {
		if m[0] == '(' {
			m = "](" + mdDestination(m[1:]) + ")"
		}
		w.b.WriteString(m)
	}
	w.open = w.open[:n]
}

// mdCode puts s between more backticks than it has in a row.
func mdCode(s string) string {
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if strings.Trim(s, "`") != s || strings.HasPrefix(s, " ") && strings.HasSuffix(s, " ") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// mdParagraph is a text on a line of its own.
func mdParagraphs(ts []data.Text) []string {
	var out []string
	for _, t := range ts {
		if s := mdRuns(t); s != "" {
			out = append(out, s)
		}
	}
	return out
}
