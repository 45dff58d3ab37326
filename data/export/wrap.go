package export

import (
	"strings"

	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/markup"
)

// printable cleans text of a CV, which the loader may not have cleaned.
func printable(s string) string { return clean.Line(s) }

// hang wraps s to width cells, with first before its first line and rest before the others.
func hang(first, rest, s string, width int) []string {
	if s = printable(s); s == "" {
		return nil
	}
	room := func(prefix string) int { return max(width-cell.Width(prefix), 1) }
	var lines []string
	for _, e := range cell.Wrap(s, nil, room(first), room(rest)) {
		lines = append(lines, first+s[e.From:e.To])
		first = rest
	}
	return lines
}

// plainText returns a text of the CV without its Markdown, a line for each paragraph.
func plainText(s string) string {
	return strings.Join(each(markup.Paragraphs(s), markup.Paragraph.String), "\n")
}

// each returns the results of f for the elements of a list.
func each[T, R any](list []T, f func(T) R) []R {
	out := make([]R, len(list))
	for i, e := range list {
		out[i] = f(e)
	}
	return out
}
