package publication

import (
	"fmt"
	"testing"
)

// Pages are the same at each load, in whatever order the names come.
func TestPeopleAreCertain(t *testing.T) {
	pages := map[string]string{
		"Tengyu Ma": "https://a.example", "T. Ma": "https://b.example", // two people
		"Ann Bee": "https://c.example", "Bee Ann": "https://d.example", // who is who?
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
