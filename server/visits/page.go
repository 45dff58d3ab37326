package visits

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// The columns of a page.
const (
	pageWidth   = 76 // without the indentation
	labelWidth  = 20
	barWidth    = 30
	numberWidth = 11
)

// page is the text of a report. It is styled; without a terminal the caller removes the
// styles.
type page struct{ strings.Builder }

// row is a row of a table: a label, a bar or a remark, and numbers.
type row struct {
	label   string
	bar     float64 // from 0 to 1
	remark  string  // instead of the bar
	numbers []string
}

// rows writes a table: a title, column heads, and a row for each item; one row counts those
// beyond most. It writes nothing if there are no items.
func rows[T any](p *page, title string, heads []string, most int, items []T, of func(T) row) {
	if len(items) == 0 {
		return
	}
	p.line("", "")
	p.line(bold(title), faint(columns(heads)))
	for i, item := range items {
		r := of(item)
		if i == most && i < len(items)-1 {
			p.line(fmt.Sprintf("%-*s", labelWidth+2, fmt.Sprintf("(%d more)", len(items)-i))+faint("the JSON report has them all"), "")
			return
		}
		label := ansi.Truncate(cmp.Or(r.label, "(none)"), labelWidth, "~")
		middle, numbers := faint(r.remark), columns(r.numbers)
		if r.bar > 0 {
			middle = bar(r.bar, min(barWidth, pageWidth-labelWidth-2-len(numbers)))
		}
		p.line(pad(label, labelWidth+2)+middle, numbers)
	}
}

// line writes a line: left is cut to the width that right, at the margin, leaves.
func (p *page) line(left, right string) {
	room := max(pageWidth-ansi.StringWidth(right), 0)
	p.WriteString(strings.TrimRight("  "+pad(ansi.Truncate(left, room, ""), room)+right, " ") + "\n")
}

func columns(texts []string) (s string) {
	for _, t := range texts {
		s += fmt.Sprintf("%*s", numberWidth, t)
	}
	return s
}

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(width-ansi.StringWidth(s), 0))
}

// eighths are the parts of a bar, in the order of their width, from one eighth of a cell.
const eighths = "▏▎▍▌▋▊▉█"

// bar returns a bar for a share of width, in eighths of a cell, and at least one.
func bar(share float64, width int) string {
	n := max(int(share*float64(8*width)+0.5), 1) - 1
	return strings.Repeat("█", n/8) + string([]rune(eighths)[n%8])
}

// ascii replaces the parts of bars by "#", and other non-ASCII characters by "?".
func ascii(page string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r <= '~':
			return r
		case strings.ContainsRune(eighths, r):
			return '#'
		}
		return '?'
	}, page)
}

func bold(s string) string { return ansi.NewStyle().Bold().Styled(s) }

func faint(s string) string {
	if s == "" {
		return ""
	}
	return ansi.NewStyle().Faint().Styled(s)
}

func share[N uint64 | float64](n, of N) float64 { return float64(n) / float64(max(of, 1)) }

// count formats n with commas.
func count(n uint64) string { return message.NewPrinter(language.English).Sprint(n) }

// number is like count, and "" for 0.
func number(n uint64) string {
	if n == 0 {
		return ""
	}
	return count(n)
}

// lasting formats a duration: "4.2s", "48s", "3m5s", "2h10m", "" for 0.
func lasting(seconds float64) string {
	d := time.Duration(seconds * float64(time.Second))
	switch {
	case d == 0:
		return ""
	case d < 10*time.Second:
		return d.Round(time.Second / 10).String()
	case d > time.Hour:
		return strings.TrimSuffix(d.Round(time.Minute).String(), "0s")
	}
	return d.Round(time.Second).String()
}
