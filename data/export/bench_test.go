package export

import (
	"io"
	"testing"
)

// What a format costs once for each CV; a server keeps the result.
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
