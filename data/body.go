package data

import (
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/markup"
)

// Given returns the texts that are not empty.
func Given(ss ...string) []string {
	return slices.DeleteFunc(slices.Clone(ss), func(s string) bool { return s == "" })
}

// plains returns the texts that are not empty, without Markdown.
func plains(ss ...string) (out []markup.Text) {
	for _, s := range Given(ss...) {
		out = append(out, markup.Plain(s))
	}
	return out
}

// entry adds texts, and then the summary, the highlights and the keywords of d, to it. It
// leaves out repetitions.
func (d Details) entry(w *locale.Locale, it Item, texts ...string) Item {
	texts = append(texts, d.Summary)
	for i, s := range texts {
		if slices.Contains(texts[:i], s) {
			continue
		}
		for _, p := range markup.Paragraphs(s) {
			if !p.Point || !slices.Contains(d.Highlights, p.String()) {
				it.Body = append(it.Body, p)
			}
		}
	}
	rest := slices.DeleteFunc(slices.Clone(d.Highlights), func(h string) bool { return slices.Contains(texts, h) })
	it.Body = append(it.Body, points(w, rest)...)
	if len(d.Keywords) > 0 {
		it.Words = w.Pair(w.Labels.Keywords, strings.Join(d.Keywords, w.Lists.Comma))
	}
	return it
}

// points returns highlights, with inline Markdown and bullets in place of the numbers of a
// numbered list. Points of one or two words each become one line.
func points(w *locale.Locale, texts []string) (out []markup.Paragraph) {
	numbered := slices.DeleteFunc(slices.Clone(texts), func(s string) bool {
		mark, _ := markup.ListMark(s)
		return !markup.Numbered(mark)
	})
	long := false
	var line markup.Text
	for _, s := range texts {
		if mark, rest := markup.ListMark(s); len(numbered) > 1 && markup.Numbered(mark) {
			s = rest
		}
		p, ok := markup.Point(s)
		if !ok {
			continue
		}
		if out = append(out, p); len(out) > 1 {
			line.Add(markup.Run{Words: w.Lists.Comma})
		}
		for _, r := range p.Text {
			line.Add(r)
		}
		long = long || !isShort(p.Text)
	}
	if len(out) < 2 || long {
		return out
	}
	return []markup.Paragraph{{Text: line}}
}

const (
	shortPoint = 24 // the maximum width in cells of a point that shares a line
	longCourse = 40 // the maximum width in cells of a course's name that shares a line
)

// isShort reports whether t is one or two words and no sentence. A label of up to two words
// before them does not count.
func isShort(t markup.Text) bool {
	words := t.String()
	if label, value, ok := strings.Cut(words, ": "); ok && len(strings.Fields(label)) <= 2 {
		words = value
	}
	return len(strings.Fields(words)) <= 2 && cell.Width(words) <= shortPoint &&
		!strings.ContainsAny(words, ",:;。、，：") && !strings.HasSuffix(words, ".")
}

// courses returns the names of courses as plain points, or on one line if all are short.
func courses(w *locale.Locale, names []string) (out []markup.Paragraph) {
	long := func(s string) bool { return strings.ContainsAny(s, ",;") || cell.Width(s) > longCourse }
	if names = Given(names...); len(names) > 1 && !slices.ContainsFunc(names, long) {
		return []markup.Paragraph{{Text: markup.Plain(strings.Join(names, w.Lists.Comma))}}
	}
	for _, name := range names {
		out = append(out, markup.Paragraph{Text: markup.Plain(name), Point: true})
	}
	return out
}

// keywords returns words on one line, or on a line each if one has a comma, colon or
// semicolon, and then the summary.
func keywords(w *locale.Locale, words []string, summary string) []markup.Text {
	if !slices.ContainsFunc(words, func(s string) bool { return strings.ContainsAny(s, ",:;") }) {
		words = []string{strings.Join(words, w.Lists.Comma)}
	}
	out := plains(words...)
	for _, p := range markup.Paragraphs(summary) {
		out = append(out, p.Text)
	}
	return out
}

// worded returns a level in words, or "" for a number, whose scale is unknown.
func worded(level string) string {
	if strings.Trim(level, "0123456789.") == "" {
		return ""
	}
	return level
}
