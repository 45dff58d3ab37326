package visits

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// The columns of a page: label, bar or words, numbers.
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

// line writes s as a line, without trailing space.
func (p *page) line(s string) { p.WriteString(strings.TrimRight(s, " ") + "\n") }

// title writes the title of a part, with heads above the numbers.
func (p *page) title(title string, heads ...string) {
	p.line("")
	space := pageWidth - indent - len(heads)*numberWidth
	head := ""
	for _, h := range heads {
		head += left(numberWidth-len(h)) + h
	}
	p.line(left(indent) + ansi.NewStyle().Bold().Styled(title) + left(space-len(title)) + faint(head))
}

// row writes a label, a bar (share is from 0 to 1), and numbers.
func (p *page) row(label string, share float64, numbers ...string) {
	p.cells(label, p.bar(share, min(barWidth, room(numbers))), numbers)
}

// words writes a label, a remark, and numbers.
func (p *page) words(label, words string, numbers ...string) {
	p.cells(label, faint(ansi.Truncate(words, room(numbers), "")), numbers)
}

// room returns the columns that numbers leave for a bar or for words.
func room(numbers []string) int {
	return pageWidth - indent - labelWidth - 2 - len(numbers)*numberWidth
}

func (p *page) cells(label, middle string, numbers []string) {
	label = ansi.Truncate(p.text(cmp.Or(label, "(none)")), labelWidth, "~")
	row := left(indent) + label + left(labelWidth+2-ansi.StringWidth(label)) + middle
	end := pageWidth - len(numbers)*numberWidth
	for _, n := range numbers {
		end += numberWidth
		row += left(end-ansi.StringWidth(row)-len(n)) + n
	}
	p.line(row)
}

// eighths are the bars from one eighth to one whole cell.
var eighths = strings.Fields("▏ ▎ ▍ ▌ ▋ ▊ ▉ █")

// bar returns a bar of a share of the width, not empty unless share is 0.
func (p *page) bar(share float64, width int) string {
	if share <= 0 {
		return ""
	}
	if p.ascii {
		return strings.Repeat("#", max(int(share*float64(width)+0.5), 1))
	}
	n := max(int(share*float64(8*width)+0.5), 1)
	bar := strings.Repeat("█", n/8)
	if n%8 > 0 {
		bar += eighths[n%8-1]
	}
	return bar
}

// text returns s as the page can show it.
func (p *page) text(s string) string {
	if !p.ascii {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r > '~' {
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

func left(n int) string { return strings.Repeat(" ", max(n, 0)) }

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
