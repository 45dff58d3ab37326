package data

import (
	"strings"
	"testing"
)

const somePapers = `
basics: {name: Ann Example}
publications:
  - {name: A, venue: EMNLP 2021, selected: true, authors: [Ann Example, Ben Sample]}
  - {name: B, venue: Journal of Examples, releaseDate: 2023-05}
  - {name: C, venue: ICLR 2023, releaseDate: 2023-02, selected: true}
  - {name: D, status: in preparation}
  - {name: E, venue: Hooli}
`

// papersOutline returns the title of a section, its groups, its items with their numbers,
// and its notes.
func papersOutline(s *Section) string {
	var b strings.Builder
	b.WriteString(s.Title + ":")
	for _, g := range s.Groups() {
		if g[0].Group != "" {
			b.WriteString(" <" + g[0].Group + ">")
		}
		for _, it := range g {
			b.WriteString(" " + it.Number + "=" + it.Title)
		}
	}
	for _, n := range s.Notes {
		b.WriteString("; " + n)
	}
	return b.String()
}

// A publication keeps its number if others are left out; the newest has the highest.
func TestOrderOfPublications(t *testing.T) {
	for keys, want := range map[string]string{
		"":                                 "Publications: 1=A 2=B 3=C 4=D 5=E",
		"sort: file":                       "Publications: 1=A 2=B 3=C 4=D 5=E",
		"sort: newest":                     "Publications: 5=D 4=B 3=C 2=A 1=E",
		"group: year":                      "Publications: <Preprints and manuscripts> 5=D <2023> 4=B 3=C <2021> 2=A <Other> 1=E",
		"group: year, sort: file":          "Publications: <Preprints and manuscripts> 1=D <2023> 2=B 3=C <2021> 4=A <Other> 5=E",
		"group: type":                      "Publications: <Journal articles> J1=B <Conference papers> C1=A C2=C <Preprints and manuscripts> P1=D <Other> O1=E",
		"group: type, sort: newest":        "Publications: <Journal articles> J1=B <Conference papers> C2=C C1=A <Preprints and manuscripts> P1=D <Other> O1=E",
		"group: type, numbers: plain":      "Publications: <Journal articles> 2=B <Conference papers> 1=A 3=C <Preprints and manuscripts> 4=D <Other> 5=E",
		"numbers: type":                    "Publications: C1=A J1=B C2=C P1=D O1=E",
		"only: selected":                   "Selected publications: 1=A 3=C; 2 of 5",
		"only: selected, sort: newest":     "Selected publications: 3=C 2=A; 2 of 5",
		"only: selected, title: Some":      "Some: 1=A 3=C; 2 of 5",
		"only: nothing, group: by colour":  "Publications: 1=A 2=B 3=C 4=D 5=E",
		"only: selected, name: papers":     "Selected publications: 1=A 3=C; 2 of 5",
		"only: selected, group: type":      "Selected publications: <Conference papers> C1=A C2=C; 2 of 5",
		"only: selected, numbers: type":    "Selected publications: C1=A C2=C; 2 of 5",
		"group: year, only: selected":      "Selected publications: <2023> 3=C <2021> 2=A; 2 of 5",
		"sort: newest, numbers: plain":     "Publications: 5=D 4=B 3=C 2=A 1=E",
		"sort: newest, numbers: type":      "Publications: P1=D J1=B C2=C C1=A O1=E",
		"group: '', only: '', numbers: ''": "Publications: 1=A 2=B 3=C 4=D 5=E",
	} {
		cv := mustLoad(t, "a.yaml", somePapers+"meta: {sections: [{list: publications, "+keys+"}]}")
		got := ""
		for _, s := range cv.Sections() {
			got += papersOutline(&s)
			if strings.Contains(keys, "only: selected") && (s.Full == nil || len(s.Full.Items) != 5 || s.Full.Title != "Publications") {
				t.Errorf("%s: got %+v as the whole section, want Publications with 5 items", keys, s.Full)
			}
		}
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", keys, got, want)
		}
	}
	cv := mustLoad(t, "a.yaml", somePapers+"meta: {language: de, sections: [{list: publications, only: selected}]}").At("ssh -p 2222 cv.example.org")
	if got, want := papersOutline(&cv.Sections()[0]), "Ausgewählte Veröffentlichungen: 1=A 3=C; 2 von 5 · alle: ssh -p 2222 cv.example.org publications"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	all := mustLoad(t, "a.yaml", "publications: [{name: A, selected: true}]\nmeta: {sections: [{list: publications, only: selected}]}")
	if got := papersOutline(&all.Sections()[0]); got != "Publications: 1=A" {
		t.Errorf("all selected: got %s, want Publications: 1=A", got)
	}
}

// Coauthors are linked to their pages by any spelling of their names that fits only one
// of them.
func TestPeople(t *testing.T) {
	cv := mustLoad(t, "a.yaml", `
basics: {name: Ann Example}
publications:
  - {name: P, authors: [Ann Example, Tengyu Ma, "Ma, Tengyu", T. Ma, Zhiyuan Li, Z. Li, Zoë Li, Zoe Li, A. Nother, Ben Sample, X]}
meta:
  people: {Tengyu Ma: "https://ma.example", Zhiyuan Li: "https://zhiyuan.example", Zoë Li: "https://zoe.example", Ann Example: "https://ann.example", Ben Sample: "javascript:alert(1)", X: "https://x.example"}
`)
	var got []string
	for _, a := range cv.Sections()[0].Items[0].Authors {
		got = append(got, strings.TrimSuffix(strings.TrimPrefix(a.URL, "https://"), ".example"))
	}
	if s, want := strings.Join(got, ","), ",ma,ma,ma,zhiyuan,,zoe,zoe,,,x"; s != want {
		t.Errorf("got %s, want %s", s, want)
	}
	if cv.Publications[0].Authors[1].URL != "" {
		t.Errorf("got URL %q in the CV, want the link in the item only", cv.Publications[0].Authors[1].URL)
	}
}

// A paper below the heading of its year does not repeat the year. Every type of
// publication shows its volume.
func TestYearAndVolume(t *testing.T) {
	cv := mustLoad(t, "a.yaml", "basics: {name: A}\npublications: [{name: P, type: inproceedings, venue: ICML, volume: 162, pages: 1–20, releaseDate: 2022}, {name: Q, releaseDate: 2022-07}]\n"+
		"meta: {sections: [{list: publications, group: year}]}")
	q, p := cv.Sections()[0].Items[0], cv.Sections()[0].Items[1]
	if p.Date != "" || q.Date != "Jul 2022" || p.Venue != "ICML, vol. 162, 1–20" {
		t.Errorf(`got dates %q and %q and venue %q, want "", "Jul 2022" and "ICML, vol. 162, 1–20"`, p.Date, q.Date, p.Venue)
	}
}
