package export

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/publication"
)

// Large CVs, all of text, of one word or of items, are written in every format. The log
// shows the times, which must not grow with the square of the size.
func TestBigCVs(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for name, cv := range map[string]*data.CV{
		"text":  {Basics: data.Basics{Name: "N", Summary: strings.Repeat("A word Ω & (so) on. ", 1_000)}},
		"word":  {Basics: data.Basics{Name: strings.Repeat("x", 20_000), Label: strings.Repeat("Ω", 5_000)}},
		"items": {Publications: make([]publication.Publication, 1_000)},
	} {
		for i := range cv.Publications {
			cv.Publications[i] = publication.Publication{Name: "Same", Authors: []publication.Author{{Name: "A B"}}}
		}
		for _, f := range Formats() {
			start := time.Now()
			if err := f.Write(io.Discard, cv, nil); err != nil {
				t.Errorf("%s as %s: got error %v, want none", name, f.Name, err)
			}
			t.Logf("%s as %s: %v", name, f.Name, time.Since(start).Round(time.Millisecond))
		}
	}
}

// The PDF repeats a link on each of its lines. A long URL must not make a file of gigabytes.
func TestLongLink(t *testing.T) {
	long := strings.Repeat("%41", 10_000)
	cv := &data.CV{Basics: data.Basics{Name: "N", URL: "https://a.example/" + long}, Publications: []publication.Publication{{Name: "P", DOI: "10.1/" + long}}}
	for _, f := range Formats() {
		var b bytes.Buffer
		if err := f.Write(&b, cv, nil); err != nil || b.Len() > 1<<20 {
			t.Errorf("%s: got %d bytes, %v, want at most 1 MiB", f.Name, b.Len(), err)
		}
	}
}
