package visits

import (
	"bufio"
	"bytes"
	"cmp"
	"os"
	"strconv"
	"testing"
)

// BenchmarkSummary reads a log of made-up visits.
func BenchmarkSummary(b *testing.B) {
	var log bytes.Buffer
	lines := 20_000
	writeLog(&log, lines, 1)
	b.SetBytes(int64(log.Len()))
	b.ReportAllocs()
	for b.Loop() {
		s := NewSummary()
		if err := s.Read(bytes.NewReader(log.Bytes())); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*lines), "ns/line")
}

// TestWriteLog writes a made-up log of CV_LINES lines to the file CV_LOG, for measurements.
func TestWriteLog(t *testing.T) {
	name := os.Getenv("CV_LOG")
	if name == "" {
		t.Skip("CV_LOG is not set")
	}
	lines, err := strconv.Atoi(cmp.Or(os.Getenv("CV_LINES"), "1000000"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	writeLog(w, lines, 1)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
}
