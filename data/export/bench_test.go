package export

import (
	"io"
	"testing"
)

// BenchmarkWrite measures each format. A server writes each once for a CV and keeps it.
func BenchmarkWrite(b *testing.B) {
	cv := embedded(b)
	for _, f := range Formats() {
		b.Run(f.Name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := f.Write(io.Discard, cv, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
