package data

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/markup"
)

func sectionNames(cv *CV) (names []string) {
	for _, s := range cv.Sections() {
		names = append(names, s.Name+"|"+s.Label+"|"+s.Title)
	}
	return names
}

// If meta.sections has only free sections, they follow the lists. If it names lists too,
// its order counts.
func TestFreeSections(t *testing.T) {
	const lists = "work: [{position: P}]\nskills: [Go]\n"
	const talks = `{name: talks, title: Invited Talks, items: [{title: A talk, location: Somewhere, date: 05/2021, url: "https://a.example"}, Another]}`
	for _, tt := range []struct {
		sections string
		want     []string
	}{
		{"[" + talks + "]", []string{"work|Experience|Experience", "skills|Skills|Skills", "talks|Talks|Invited Talks"}},
		{"[" + talks + ", {name: work}]", []string{"talks|Talks|Invited Talks", "work|Experience|Experience"}},
		{"[{name: Service, items: [{}, ~]}, {title: Out There, items: Hiking}, {items: [x]}]",
			[]string{"work|Experience|Experience", "skills|Skills|Skills", "out-there|Out there|Out There"}},
	} {
		if got := sectionNames(mustLoad(t, "a.yaml", lists+"meta: {sections: "+tt.sections+"}")); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got sections %q, want %q", tt.sections, got, tt.want)
		}
	}
}

func TestFreeItems(t *testing.T) {
	cv := mustLoad(t, "a.yaml", `meta: {sections: [{name: teaching, items: [
		{name: N, location: L, url: "https://u.example", startDate: 2019, endDate: 2020, summary: S, highlights: [H], keywords: [K]}]}]}`)
	want := Item{
		ID: "teaching/0", Title: "N", Date: "2019 – 2020", URL: "https://u.example",
		Lines: []markup.Text{markup.Plain("L")}, Body: []markup.Paragraph{{Text: markup.Plain("S")}, {Text: markup.Plain("H"), Point: true}}, Words: "Keywords: K",
	}
	if got := cv.Sections()[0].Items[0]; !reflect.DeepEqual(got, want) {
		t.Errorf("got item %+v, want %+v", got, want)
	}
}

// The contacts are made when a CV is loaded, not for each visitor who leaves.
func TestContactsMadeOnce(t *testing.T) {
	cv := mustLoad(t, "a.yaml", "basics: {name: A, email: a@b.example, location: {city: Some Town, countryCode: DE}}")
	chinese := cv.In(locale.For("zh"))
	if n := testing.AllocsPerRun(10, func() { cv.Contacts() }); n != 0 {
		t.Errorf("Contacts makes %v allocations, want 0", n)
	}
	if got := chinese.Contacts(); len(got) != 2 || got[1].Label != "地址" || cv.Contacts()[1].Label != "Address" {
		t.Errorf("got %+v in Chinese and %+v in English, want 地址 and Address as the second labels", got, cv.Contacts())
	}
}

// A profile shows its network and user name, unless its URL does already.
func TestProfiles(t *testing.T) {
	for _, tt := range []struct{ profile, label, named string }{
		{"{network: GitHub, username: a, url: 'https://github.com/a'}", "GitHub", "github.com/a"},
		{"{network: Mastodon, username: '@a', url: 'https://social.example/@a'}", "Mastodon", "Mastodon: social.example/@a"},
		{"{network: Twitter, username: someone, url: 'https://www.twitter.com'}", "Twitter (someone)", "Twitter (someone): www.twitter.com"},
		{"{network: Twitter, username: someone}", "Twitter", "Twitter: someone"},
		{"{network: Twitter, username: someone, url: 'javascript:alert(1)'}", "Twitter (someone)", "Twitter (someone): javascript:alert(1)"},
		{"{network: GitHub, username: a, url: github.com/a}", "GitHub", "GitHub: github.com/a"},
		{"https://github.com/a", "GitHub", "github.com/a"},
		{"{network: orcid, username: 0000-0002-1825-0097}", "ORCID", "orcid.org/0000-0002-1825-0097"},
		{"{network: scholar, username: abcAAAAJ}", "Google Scholar", "Google Scholar: scholar.google.com/citations?user=abcAAAAJ"},
		{"{url: 'https://openreview.net/profile?id=~Ann_Example1'}", "OpenReview", "openreview.net/profile?id=~Ann_Example1"},
		{"{url: ['https://a.example/b', 'https://a.example/c']}", "Profile", "a.example/b"},
		{"{url: 'https://a.example/b'}", "Profile", "a.example/b"},
		{"{username: someone}", "Profile", "Profile: someone"},
	} {
		c := mustLoad(t, "a.yaml", "basics: {profiles: ["+tt.profile+"]}").Contacts()
		if len(c) != 1 || c[0].Label != tt.label || c[0].Named != tt.named {
			t.Errorf("%s: got %+v, want one contact with the label %q and the name %q", tt.profile, c, tt.label, tt.named)
		}
	}
}

// A profile with a network alone is left out, and an address is shown once.
func TestContactsOnce(t *testing.T) {
	for _, tt := range []struct{ basics, want string }{
		{"profiles: [{network: Twitter, username: ''}, GitHub, My Page]", "Profile=My Page;"},
		{"url: 'https://www.linkedin.com/in/a-example', profiles: [{network: LinkedIn, username: A. Example Largo Apellido, url: 'https://www.linkedin.com/in/a-ex%C3%A1mple'}, {network: linkedin, username: a-example, url: 'https://www.linkedin.com/in/a-example'}]",
			"LinkedIn=www.linkedin.com/in/a-exámple;"},
		{"url: 'https://a.example', profiles: [{network: Blog, url: 'http://www.a.example/'}]", "Blog=www.a.example;"},
		{"url: 'https://a.example', profiles: [{network: Blog, url: 'https://a.example/blog'}]", "Web=a.example;Blog=a.example/blog;"},
		{"profiles: [{network: Chat, username: A B}]", "Chat=A B;"},
		{"profiles: [{network: PDF, url: pdf/resume.pdf}, {network: HTML, url: index.html}, {network: GitHub, username: a, url: /a}, {network: Page, url: a.example/b}]", "GitHub=github.com/a;Page=a.example/b;"},
		{"url: ../index.html, profiles: [{network: linkedin, username: a}, {network: stackoverflow, username: a}]", "LinkedIn=linkedin.com/in/a;Stack Overflow=a;"},
		{"url: 'https://a.example/a%20b%2Fc%C3%BC'", "Web=a.example/a%20b%2Fcü;"},
		{"location: {city: Madrid, region: España, countryCode: ES}", "Address=Madrid, España;"},
		{"location: {city: Singapore, countryCode: SG}", "Address=Singapore;"},
		{"location: {city: 'Austin, TX, USA', countryCode: US}", "Address=Austin, TX, USA;"},
		{"location: {city: Berlin, region: Berlin, country: Deutschland, countryCode: DE}", "Address=Berlin, Deutschland;"},
		{"location: {city: 北京, region: 中国, countryCode: CN}", "地址=北京，中国;"},
		{"location: {city: München, region: Bayern, countryCode: DE}", "Address=München, Bayern, DE;"},
		{"location: {city: Lima, countryCode: Peru}", "Address=Lima, Peru;"},
		{"location: {address: [1 Street, Floor 2], city: Lima}", "Address=1 Street, Floor 2, Lima;"},
	} {
		got := ""
		for _, c := range mustLoad(t, "a.yaml", "basics: {"+tt.basics+"}").Contacts() {
			got += c.Label + "=" + c.Text + ";"
		}
		if got != tt.want {
			t.Errorf("%s:\n got %q\nwant %q", tt.basics, got, tt.want)
		}
	}
}

// shown returns an item as title|date|facts / texts, with "-" before points and ">" before
// a position below its employer.
func shown(it Item) string {
	s := it.Title + "|" + it.Date + "|"
	if it.Under {
		s = "> " + s
	}
	var lines []string
	for _, l := range it.Lines {
		lines = append(lines, l.String())
	}
	for _, p := range it.Body {
		if p.Point {
			lines = append(lines, "- "+p.String())
		} else {
			lines = append(lines, p.String())
		}
	}
	if it.URL != "" {
		lines = append(lines, it.URL)
	}
	if it.Words != "" {
		lines = append(lines, it.Words)
	}
	return s + strings.Join(lines, " / ")
}

// Every list shows its facts, each once, and positions below their employer.
func TestItems(t *testing.T) {
	for _, tt := range []struct{ list, want string }{
		{"work: [{name: N, position: P, startDate: 2019, endDate: 2020, keywords: [Go, SQL]}]", "P|2019 – 2020|N / Keywords: Go, SQL"},
		{"volunteer: [{organization: Club, position: Coach, location: Lima}]", "Coach||Club, Lima"},
		{"education: [{institution: Uni X, area: Physics, location: 'Rome, Italy', summary: S., highlights: [With honours and more], courses: [Algebra, Real Analysis]}]",
			"Physics, Uni X||Rome, Italy / S. / - With honours and more / Algebra, Real Analysis"},
		{"education: [{institution: Uni X, studyType: Web Development, area: Web Development}]", "Web Development, Uni X||"},
		{"education: [{institution: Uni X, studyType: BSc in Physics, area: Physics}]", "BSc in Physics, Uni X||"},
		{"education: [{institution: Uni X, studyType: BSc, area: BSc Physics}]", "BSc Physics, Uni X||"},
		{"education: [{institution: Institute in X, studyType: IN, area: Art}]", "IN, Art, Institute in X||"},
		{"awards: [{title: Prize, url: 'https://example.org/prize'}]", "Prize||https://example.org/prize"},
		{"certificates: [{name: Cert, startDate: 2017-07-30, endDate: 2019-07-30, summary: 12 hours}]", "Cert|Jul 2017 – Jul 2019|12 hours"},
		{"certificates: [{name: Cert, startDate: 2017-07-30}]", "Cert|Jul 2017|"},
		{"references: [{name: B. Example, reference: Good., role: Manager, email: b@example.org, phone: '12 34'}]", "B. Example, Manager||b@example.org / 12 34 / Good."},
		{"projects: [{name: T, summary: A tool., description: A tool., highlights: [A tool., It works well]}]", "T||A tool. / - It works well"},
		{"projects: [{name: T, summary: A tool., description: Another., location: Lima}]", "T||Lima / Another. / A tool."},
		{"skills: [{name: Go, level: Expert, keywords: [a, b], summary: Since 2012}]", "Go, Expert||a, b / Since 2012"},
		{"work: [{name: N, position: N, location: N}]", "N||N"},
		{"projects: [{name: T, url: ./tool.html}]", "T||"},
		{"skills: [{name: Go, level: 4}, {name: C, level: 4/5}, {name: D, level: 80%}]", "Go||; C, 4/5||; D, 80%||"},
		{"work: [{name: N, highlights: ['Volume: 2', 'Page range: 133-178']}]", "N||Volume: 2, Page range: 133-178"},
		{"education: [{institution: U, courses: [DB1101 - Basic SQL, CS2011 - Java Introduction]}]", "U||DB1101 - Basic SQL, CS2011 - Java Introduction"},
		{"education: [{institution: U, courses: ['Databases, with SQL', Java]}]", "U||- Databases, with SQL / - Java"},
		{"work: [{name: X, position: Dev, highlights: [React, Redux, SCSS, Git, Docker, Unit tests]}]", "Dev||X / React, Redux, SCSS, Git, Docker, Unit tests"},
		{"work: [{position: Dev, highlights: [React, Wrote all of the tests]}]", "Dev||- React / - Wrote all of the tests"},
		{"work: [{position: Dev, highlights: [Won it., Lost it.]}]", "Dev||- Won it. / - Lost it."},
		{"work: [{position: Dev, highlights: [• Wrote the code itself, '- Ran it for years']}]", "Dev||- Wrote the code itself / - Ran it for years"},
		{"work: [{position: Dev, highlights: ['All of this:', '1. Wrote the code itself', 2、Ran it for years, 3.5 million users a day]}]", "Dev||- All of this: / - Wrote the code itself / - Ran it for years / - 3.5 million users a day"},
		{"work: [{position: Dev, highlights: '<ul><li>Wrote <b>the</b> code</li><li>Ran it &amp; more</li></ul>'}]", "Dev||- Wrote the code / - Ran it & more"},
		{"work: [{name: Sample AG, positions: [{position: Lead, startDate: 2016}, {position: Dev, startDate: 2014, highlights: [Wrote the first version]}]}]",
			"Sample AG|2014 – present|; > Lead|2016 – present|; > Dev|2014|- Wrote the first version"},
		{"work: [{name: Sample AG, location: Ulm, position: [{position: Lead, startDate: 2016, endDate: 2018}, {position: Dev, startDate: 2014, endDate: 2016}]}]",
			"Sample AG, Ulm|2014 – 2018|; > Lead|2016 – 2018|; > Dev|2014 – 2016|"},
	} {
		var got []string
		for _, it := range mustLoad(t, "a.yaml", tt.list).Sections()[0].Items {
			got = append(got, shown(it))
		}
		if s := strings.Join(got, "; "); s != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.list, s, tt.want)
		}
	}
}

// The headline is the first position at the last employer.
func TestHeadlineOfPositions(t *testing.T) {
	cv := mustLoad(t, "a.yaml", "work: [{name: Sample AG, positions: [{position: Lead, startDate: 2016}, {position: Dev, startDate: 2014}]}]")
	if got := cv.Headline(); got != "Lead, Sample AG" {
		t.Errorf("got headline %q, want Lead, Sample AG", got)
	}
}

func TestTerse(t *testing.T) {
	for list, want := range map[string]bool{
		"[{title: A, date: 2019}, {title: B, date: 2020}]": true, "[A, B]": true, "[{title: A, date: 2019}, B]": false,
		"[{title: A, summary: S}, B]": false, "[{title: A, url: 'https://a.example'}, B]": false,
	} {
		if s := mustLoad(t, "a.yaml", "awards: "+list).Sections()[0]; s.Terse() != want {
			t.Errorf("%s: got terse %v, want %v", list, !want, want)
		}
	}
}

// A talk with only a start date took place then; a course may be going on.
func TestEventsHaveADay(t *testing.T) {
	cv := mustLoad(t, "a.yaml", "basics: {name: A}\ntalks: [{name: T, startDate: 2023-02}]\nteaching: [{name: C, startDate: 2024-01}]\n")
	var dates []string
	for _, s := range cv.Sections() {
		dates = append(dates, s.Items[0].Date)
	}
	if got := strings.Join(dates, "|"); got != "Feb 2023|Jan 2024 – present" && got != "Jan 2024 – present|Feb 2023" {
		t.Errorf("got dates %q, want Feb 2023 for the talk and Jan 2024 – present for the course", got)
	}
}
