package export

import (
	"strings"

	"wenkaiyue.com/cv/data"
)

// documentTitle is what a window or a list of files calls the CV.
func documentTitle(cv *data.CV) string {
	if name := printable(cv.Basics.Name); name != "" {
		return name + " – CV"
	}
	return "CV"
}

// plainText is Markdown from the CV for a format without any, a paragraph to a
// line.
func plainText(s string) string {
	var lines []string
	for _, p := range data.Paragraphs(s) {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}
