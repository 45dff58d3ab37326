package tui

import (
	"fmt"
	"strings"
	"testing"

	"wenkaiyue.com/cv/data"
)

// longCV returns a CV with n publications.
func longCV(b *testing.B, n int) *Document {
	b.Helper()
	var src strings.Builder
	src.WriteString("basics: {name: Jane Doe, email: jane@example.com}\npublications:\n")
	for i := range n {
		fmt.Fprintf(&src, "  - {name: 'Bounds for sparse models of optimal transport, part %d', authors: [Anna Alpha, Jane Doe, Ben Beta], venue: Journal of Examples, volume: %d, pages: 1–9, doi: 10.1000/%d, releaseDate: 2020-01}\n", i, i, i)
	}
	cv, err := data.Load("cv.yaml", strings.NewReader(src.String()))
	if err != nil {
		b.Fatal(err)
	}
	return NewDocument(cv)
}

// BenchmarkLong measures the waits of a reader of 20 and of 2,000 publications: the first
// frame of all readers, that of the next reader, and a letter of a search.
func BenchmarkLong(b *testing.B) {
	for _, n := range []int{20, 2000} {
		doc := longCV(b, n)
		opt := testOptions()
		opt.Width, opt.Height = 80, 24
		b.Run(fmt.Sprintf("first-frame-%d", n), func(b *testing.B) {
			for b.Loop() {
				_ = New(NewDocument(doc.cv), opt).View()
			}
		})
		b.Run(fmt.Sprintf("next-frame-%d", n), func(b *testing.B) {
			_ = New(doc, opt).View()
			for b.Loop() {
				_ = New(doc, opt).View()
			}
		})
		b.Run(fmt.Sprintf("search-%d", n), func(b *testing.B) {
			open := update(New(doc, opt), keyOf("/"))
			for b.Loop() {
				m := open
				for _, k := range "part 7" {
					m = update(m, keyOf(string(k)))
					_ = m.View()
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/6, "µs/letter")
		})
	}
}
