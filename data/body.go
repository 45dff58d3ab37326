package data

import (
	"regexp"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/markup"
)

// given returns the texts that are not empty.
func given(ss ...string) (out []string) {
	for _, s := range ss {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// plains returns the texts that are not empty, without Markdown.
func plains(ss ...string) (out []markup.Text) {
	for _, s := range given(ss...) {
		out = append(out, markup.Plain(s))
	}
	return out
}

// body returns the texts of an entry, each once, and then its points; texts stand before
// its summary.
func (d Details) body(w *locale.Locale, texts ...string) (out []markup.Paragraph) {
	texts = append(texts, d.Summary)
	for i, s := range texts {
		if slices.Contains(texts[:i], s) {
			continue
		}
		for _, p := range markup.Paragraphs(s) {
			if !p.Point || !slices.Contains(d.Highlights, p.String()) {
				out = append(out, p)
			}
		}
	}
	rest := slices.DeleteFunc(slices.Clone(d.Highlights), func(h string) bool { return slices.Contains(texts, h) })
	return append(out, points(w, rest)...)
}

// words returns the line of the keywords, or "" if there are none.
func (d Details) words(w *locale.Locale) string {
	if len(d.Keywords) == 0 {
		return ""
	}
	return w.Pair(w.Labels.Keywords, strings.Join(d.Keywords, w.Lists.Comma))
}

// enumerated matches a point of a numbered list.
var enumerated = regexp.MustCompile(`^\(?\d{1,2}(?:[.)]\s+|、\s*)(\S.*)$`)

// points returns highlights, each with inline Markdown, without the numbers of a numbered
// list, as they get bullets. Points of a word or two each become one line.
func points(w *locale.Locale, texts []string) (out []markup.Paragraph) {
	numbered := 0
	for _, s := range texts {
		if enumerated.MatchString(s) {
			numbered++
		}
	}
	for _, s := range texts {
		if numbered > 1 {
			s = enumerated.ReplaceAllString(s, "$1")
		}
		if p, ok := markup.Point(s); ok {
			out = append(out, p)
		}
	}
	if len(out) < 2 || slices.ContainsFunc(out, func(p markup.Paragraph) bool { return !isShort(p.Text) }) {
		return out
	}
	var line markup.Text
	for i, p := range out {
		if i > 0 {
			line.Add(markup.Run{Words: w.Lists.Comma})
		}
		for _, r := range p.Text {
			line.Add(r)
		}
	}
	return []markup.Paragraph{{Text: line}}
}

const (
	shortPoint = 24 // the width up to which a point may stand in a line with others
	longCourse = 40 // the width from which on the name of a course has a line to itself
)

// isShort reports a text of one word or two, or so much behind a label, and no
// sentence.
func isShort(t markup.Text) bool {
	words := t.String()
	if label, value, ok := strings.Cut(words, ": "); ok && len(strings.Fields(label)) <= 2 {
		words = value
	}
	return len(strings.Fields(words)) <= 2 && cell.Width(words) <= shortPoint &&
		!strings.ContainsAny(words, ",:;。、，：") && !strings.HasSuffix(words, ".")
}

// courses returns the names of courses as points in plain text, or short ones as one line.
func courses(w *locale.Locale, names []string) (out []markup.Paragraph) {
	for _, t := range plains(names...) {
		out = append(out, markup.Paragraph{Text: t, Point: true})
	}
	long := func(s string) bool { return strings.ContainsAny(s, ",;") || cell.Width(s) > longCourse }
	if len(out) > 1 && !slices.ContainsFunc(names, long) {
		return []markup.Paragraph{{Text: markup.Plain(strings.Join(given(names...), w.Lists.Comma))}}
	}
	return out
}

// keywords returns words as one line, or phrases (with commas or colons of their own) as a
// line each, and then the summary.
func keywords(w *locale.Locale, words []string, summary string) (out []markup.Text) {
	if slices.ContainsFunc(words, func(s string) bool { return strings.ContainsAny(s, ",:;") }) {
		out = plains(words...)
	} else {
		out = plains(strings.Join(words, w.Lists.Comma))
	}
	for _, p := range markup.Paragraphs(summary) {
		out = append(out, p.Text)
	}
	return out
}

// worded returns a level in words; "" for a number, as its scale is not known.
func worded(level string) string {
	if strings.Trim(level, "0123456789.") == "" {
		return ""
	}
	return level
}
