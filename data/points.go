package data

import (
	"regexp"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/markup"
)

// plains are the lines that are not empty.
func plains(ss ...string) []markup.Text {
	var out []markup.Text
	for _, s := range lines(ss...) {
		out = append(out, markup.Plain(s))
	}
	return out
}

// enumerated is a point of a list that somebody has numbered.
var enumerated = regexp.MustCompile(`^\(?\d{1,2}(?:[.)]\s+|、\s*)(\S.*)$`)

// points are highlights, each with inline Markdown.
func points(w *locale.Locale, texts []string) []markup.Paragraph {
	var out []markup.Paragraph
	numbers := 0 // of a list that somebody has numbered, behind which bullets say nothing
	for _, s := range texts {
		if enumerated.MatchString(s) {
			numbers++
		}
	}
	for _, s := range texts {
		if numbers > 1 {
			s = enumerated.ReplaceAllString(s, "$1")
		}
		if p, ok := markup.Point(s); ok {
			out = append(out, p)
		}
	}
	return together(w, out)
}

// together makes one line of points that are a word or two each.
func together(w *locale.Locale, list []markup.Paragraph) []markup.Paragraph {
	if len(list) < 2 || slices.ContainsFunc(list, func(p markup.Paragraph) bool { return !isShort(p.Text) }) {
		return list
	}
	var line markup.Text
	for i, p := range list {
		if i > 0 {
			line.Add(markup.Run{Words: w.Lists.Comma})
		}
		for _, r := range p.Text {
			line.Add(r)
		}
	}
	return []markup.Paragraph{{Text: line}}
}

// shortPoint is the width up to which a point may stand in a line with others.
const shortPoint = 24

// isShort reports a text of one word or two, or so much behind a label, and no
// sentence.
func isShort(t markup.Text) bool {
	words := t.String()
	if label, value, ok := strings.Cut(words, ": "); ok && len(strings.Fields(label)) <= 2 {
		words = value
	}
	return len(strings.Fields(words)) <= 2 && cell.Width(words) <= shortPoint && !strings.ContainsAny(words, ",:;。、，：") && !strings.HasSuffix(words, ".")
}

// body is the texts of an item, each once, and its points after them.
func body(w *locale.Locale, highlights []string, texts ...string) []markup.Paragraph {
	var out []markup.Paragraph
	for i, s := range texts {
		if slices.Contains(texts[:i], s) {
			continue
		}
		for _, p := range markup.Paragraphs(s) {
			if !p.Point || !slices.Contains(highlights, p.String()) {
				out = append(out, p)
			}
		}
	}
	return append(out, points(w, slices.DeleteFunc(slices.Clone(highlights), func(h string) bool { return slices.Contains(texts, h) }))...)
}
