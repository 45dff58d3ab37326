package data

import (
	"strings"
	"testing"

	"wenkaiyue.com/cv/data/date"
)

// A date may have words to show, with or without a machine-readable date beside them.
func TestLoadDateText(t *testing.T) {
	cv := mustLoad(t, "a.yaml", `
work:
  - {name: A, endDate: 2023-07, endDateText: Expected 07/2023}
  - {name: B, endDateText: present}
  - {name: C, startDateText: Spring 2020, endDate: present, endDateText: heute}
`)
	for i, want := range []date.Date{
		{Text: "Expected 07/2023", Year: 2023, Month: 7},
		{Text: "present", Present: true},
		{Text: "heute", Present: true},
	} {
		if got := cv.Work[i].End; got != want {
			t.Errorf("end of work %d: got %+v, want %+v", i, got, want)
		}
	}
	if got, want := cv.Work[2].Start, (date.Date{Text: "Spring 2020", Year: 2020}); got != want {
		t.Errorf("start of work 2: got %+v, want %+v", got, want)
	}
}

// Names and titles are plain text: their tags are dropped and their entities decoded.
func TestReadHTMLPlain(t *testing.T) {
	for in, want := range map[string]string{
		"R&amp;D <b>Lead</b>": "R&D Lead", "A<br>B": "A B", "&lt;b&gt;": "<b>", "2 &lt; 3 &#42;": "2 < 3 *", "<p>Name</p>": "Name",
	} {
		cv := mustLoad(t, "a.yaml", `awards: [{title: "`+in+`"}]`)
		if got := cv.Awards[0].Title; got != want {
			t.Errorf("title %q: got %q, want %q", in, got, want)
		}
	}
}

// TestMarksInNames checks that Markdown in a name is not shown. A link becomes the entry's
// URL if it has none, or else follows the name in parentheses. A marked author is the owner.
func TestMarksInNames(t *testing.T) {
	const file = `{"basics": {"name": "Jane Doe"},
		"work": [{"name": "[City Hospital](https://example.com/city)", "url": "https://example.com", "position": "**Nurse**"}],
		"projects": [{"name": "[Sleep](https://example.com/sleep)"}],
		"skills": [{"name": "` + "`Go`" + `", "keywords": ["C_x_y", "2*3*4"]}],
		"publications": [{"name": "On sleep", "authors": ["**Jane Doe**"]}]}`
	cv, err := Load("resume.json", strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	w := cv.Work[0]
	if w.Name != "City Hospital (https://example.com/city)" || w.Position != "Nurse" || cv.Skills[0].Name != "Go" {
		t.Errorf("got %q, %q and %q, want the names without marks and the link's address after the first", w.Name, w.Position, cv.Skills[0].Name)
	}
	if p := cv.Projects[0]; p.Name != "Sleep" || p.URL != "https://example.com/sleep" {
		t.Errorf("project: got name %q and URL %q, want the link split into both", p.Name, p.URL)
	}
	if k := cv.Skills[0].Keywords; k[0] != "C_x_y" || k[1] != "2*3*4" || !cv.Publications[0].Authors[0].Self {
		t.Errorf("got keywords %q, want C_x_y and 2*3*4; got authors %+v, want the bold one to be the owner", k, cv.Publications[0].Authors)
	}
}
