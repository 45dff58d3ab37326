package data

import (
	"reflect"
	"slices"
	"testing"
)

func sectionNames(cv *CV) (names []string) {
	for _, s := range cv.Sections() {
		names = append(names, s.Name+"|"+s.Label+"|"+s.Title)
	}
	return names
}

// A free section alone leaves the lists where they are; beside lists, it stands
// where it is put.
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
			t.Errorf("%s: sections = %q, want %q", tt.sections, got, tt.want)
		}
	}
}

func TestFreeItems(t *testing.T) {
	cv := mustLoad(t, "a.yaml", `meta: {sections: [{name: teaching, items: [
		{name: N, location: L, url: "https://u.example", startDate: 2019, endDate: 2020, summary: S, highlights: [H], keywords: [K]}]}]}`)
	want := Item{
		ID: "teaching/0", Title: "N", Date: "2019 – 2020", URL: "https://u.example",
		Lines: []Text{Plain("L")}, Summary: []Text{Plain("S")}, Points: []Text{Plain("H")}, Words: "Keywords: K",
	}
	if got := cv.Sections()[0].Items[0]; !reflect.DeepEqual(got, want) {
		t.Errorf("item = %+v, want %+v", got, want)
	}
}

// Network and user name of a profile are told, whatever its URL says of them.
func TestProfiles(t *testing.T) {
	for _, tt := range []struct{ profile, label, named string }{
		{"{network: GitHub, username: a, url: 'https://github.com/a'}", "GitHub", "github.com/a"},
		{"{network: Mastodon, username: '@a', url: 'https://social.example/@a'}", "Mastodon", "Mastodon: social.example/@a"},
		{"{network: Twitter, username: someone, url: 'https://www.twitter.com'}", "Twitter (someone)", "Twitter (someone): www.twitter.com"},
		{"{network: Twitter, username: someone}", "Twitter", "Twitter: someone"},
		{"{network: Twitter, username: someone, url: 'javascript:alert(1)'}", "Twitter (someone)", "Twitter (someone): javascript:alert(1)"},
		{"{network: GitHub, username: a, url: github.com/a}", "GitHub", "GitHub: github.com/a"},
		{"{network: GitHub}", "Profile", "Profile: GitHub"},
		{"https://github.com/a", "Profile", "github.com/a"},
		{"GitHub", "Profile", "Profile: GitHub"},
		{"{url: ['https://a.example/b', 'https://a.example/c']}", "Profile", "a.example/b"},
		{"{url: 'https://a.example/b'}", "Profile", "a.example/b"},
		{"{username: someone}", "Profile", "Profile: someone"},
	} {
		c := mustLoad(t, "a.yaml", "basics: {profiles: ["+tt.profile+"]}").Contacts()
		if len(c) != 1 || c[0].Label != tt.label || c[0].Named() != tt.named {
			t.Errorf("%s: contacts = %+v, named %q", tt.profile, c, c[0].Named())
		}
	}
}
