package publication

import (
	"fmt"
	"testing"
)

// People get the same pages at each load, whatever the order of the map.
func TestPeopleAreCertain(t *testing.T) {
	pages := map[string]string{
		"Tengyu Ma": "https://a.example", "T. Ma": "https://b.example", // two people
		"Ann Bee": "https://c.example", "Bee Ann": "https://d.example", // ambiguous
		"Zoe Roe": "https://e.example", "Zac Roe": "https://f.example",
	}
	for range 50 {
		p, got := NewDirectory(pages), ""
		for _, name := range []string{"T. Ma", "Tengyu Ma", "Ann Bee", "Zoe Roe", "Z. Roe"} {
			got += fmt.Sprintf("%s %s; ", name, p.Link([]Author{{Name: name}})[0].URL)
		}
		if want := "T. Ma https://b.example; Tengyu Ma https://a.example; Ann Bee ; Zoe Roe https://e.example; Z. Roe ; "; got != want {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
	}
}
