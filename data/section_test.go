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
		{"[" + talks + ", {name: work}]", []string{"talks|Talks|Invited Talks", "work|Work|Experience"}},
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
		Lines: []string{"L"}, Summary: "S", Points: []string{"H"}, Words: []string{"K"},
	}
	if got := cv.Sections()[0].Items[0]; !reflect.DeepEqual(got, want) {
		t.Errorf("item = %+v, want %+v", got, want)
	}
}
