package visits

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// The columns of a page: label, bar or remark, numbers.
const (
	pageWidth   = 78
	indent      = 2
	labelWidth  = 20
	barWidth    = 30
	numberWidth = 11
)

// page builds the text of a report. It is styled; the caller removes the styles where
// there is no terminal.
type page struct {
	strings.Builder
	ascii bool
}

// rows writes a part of the page: a title, heads of columns, and a row for each item,
// with one that counts those beyond most. It writes nothing without items.
func rows[T any](p *page, title string, heads []string, most int, items []T, row func(T)) {
	if len(items) == 0 {
		return
	}
	p.line("")
	head := ""
	for _, h := range heads {
		head += fmt.Sprintf("%*s", numberWidth, h)
	}
	p.line(ansi.NewStyle().Bold().Styled(title) + faint(fmt.Sprintf("%*s", pageWidth-indent-len(title), head)))
	for i, item := range items {
		if i == most && i < len(items)-1 {
			p.cells(fmt.Sprintf("(%d more)", len(items)-i), faint("--json has them all"))
			break
		}
		row(item)
	}
}

// row writes a label, a bar (share is from 0 to 1), and numbers.
func (p *page) row(label string, share float64, numbers ...string) {
	p.cells(label, p.bar(share, min(barWidth, room(numbers))), numbers...)
}

// cells writes a label, a bar or a remark, and numbers.
func (p *page) cells(label, middle string, numbers ...string) {
	row := pad(ansi.Truncate(p.text(cmp.Or(label, "(none)")), labelWidth, "~"), labelWidth+2)
	row += pad(ansi.Truncate(middle, room(numbers), ""), room(numbers))
	for _, n := range numbers {
		row += fmt.Sprintf("%*s", numberWidth, n)
	}
	p.line(row)
}

// line writes s as a line, without trailing space.
func (p *page) line(s string) {
	p.WriteString(strings.TrimRight(strings.Repeat(" ", indent)+s, " ") + "\n")
}

// room returns the columns that numbers leave for a bar or a remark.
func room(numbers []string) int {
	return pageWidth - indent - labelWidth - 2 - len(numbers)*numberWidth
}

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(width-ansi.StringWidth(s), 0))
}

// bar returns a bar of a share of the width, in eighths of a cell; it is not empty
// unless share is 0.
func (p *page) bar(share float64, width int) string {
	if share <= 0 {
		return ""
	}
	if p.ascii {
		return strings.Repeat("#", max(int(share*float64(width)+0.5), 1))
	}
	n := max(int(share*float64(8*width)+0.5), 1)
	return strings.Repeat("█", n/8) + []string{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"}[n%8]
}

// text returns s as the page can show it.
func (p *page) text(s string) string {
	return strings.Map(func(r rune) rune {
		if p.ascii && r > '~' {
			return '?'
		}
		return r
	}, s)
}

func faint(s string) string {
	if s == "" {
		return ""
	}
	return ansi.NewStyle().Faint().Styled(s)
}

func share[N uint64 | float64](n, of N) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// count formats n with commas, in units of 10⁹ from there on.
func count(n uint64) string {
	if n >= 1e9 {
		return count(n/1e9) + "G"
	}
	s := strconv.FormatUint(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// number is like count, and "" for 0.
func number(n uint64) string {
	if n == 0 {
		return ""
	}
	return count(n)
}

// lasting formats a duration: "4.2s", "48s", "3m 05s", "2h 10m", "130h", "" for 0.
func lasting(seconds float64) string {
	s := int(seconds + 0.5)
	switch {
	case seconds == 0:
		return ""
	case seconds < 9.95:
		return fmt.Sprintf("%.1fs", seconds)
	case s < 60:
		return fmt.Sprintf("%ds", s)
	case s < 60*60:
		return fmt.Sprintf("%dm %02ds", s/60, s%60)
	case s < 100*60*60:
		return fmt.Sprintf("%dh %02dm", s/3600, s/60%60)
	}
	return number(uint64(s/3600)) + "h"
}
