package data

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Positions are named by their index in the file; want is the order in which they are shown.
func TestHistory(t *testing.T) {
	for _, tt := range []struct{ dates, meta, want string }{
		{"2020/present 2018/2020 2015/2018", "", "012"},
		{"2015/2018 2018/2020 2020/", "", "012"},                         // forwards: the owner's choice
		{"2015/2018 2020/ 2018/2020", "", "120"},                         // in no order
		{"2015/2018 2020/ 2018/2020", "meta: {sections: [work]}", "012"}, // arranged
		{"2020/2021 2019/ 2018/2019", "", "012"},                         // backwards by their starts
		{"2018-05/2019 2018/2019-06 2017/2018", "", "012"},               // partial dates
		{"2015/2018 2020/ Summer/?", "", "012"},                          // not all can be read
		{"2015/2018 / 2020/ 2018/2020", "", "2130"},                      // one has no date, and keeps its place
		{"2016/2017 2019/2020 2018/ 2019-03/2020", "", "2310"},
		{"مهر/۱۴۰۰ 2020/ 2018/2019", "", "012"},
		{"2020/", "", "0"}, {"", "", ""},
	} {
		src := "work:\n"
		for i, d := range strings.Fields(tt.dates) {
			start, end, _ := strings.Cut(d, "/")
			src += fmt.Sprintf("  - {position: %q, startDate: %q, endDate: %q}\n", fmt.Sprint(i), start, end)
		}
		cv, got := mustLoad(t, "a.yaml", src+tt.meta+"\n"), ""
		for _, s := range cv.Sections() {
			for _, it := range s.Items {
				got += it.Title
			}
		}
		if got != tt.want {
			t.Errorf("%s %s: got order %q, want %q", tt.dates, tt.meta, got, tt.want)
		}
		if len(got) > 0 && cv.Headline() != got[:1] {
			t.Errorf("%s: got headline %q, want %q", tt.dates, cv.Headline(), got[:1])
		}
		for i, w := range cv.Work {
			if w.Position != fmt.Sprint(i) {
				t.Errorf("%s: got position %s at index %d of cv.Work, want the order of the file", tt.dates, w.Position, i)
			}
		}
	}
}

// An empty end date means the present, and so does a missing one, except in education.
func TestOpenEnd(t *testing.T) {
	for _, tt := range []struct{ list, dates, want string }{
		{"work", "startDate: 2023-09", "Sep 2023 – present"}, {"work", "startDate: 2023-09, endDate: ~", "Sep 2023 – present"},
		{"projects", "startDate: 2023-09", "Sep 2023 – present"}, {"volunteer", "startDate: 2023-09, endDate: ' '", "Sep 2023 – present"},
		{"education", "startDate: 2023-09", "Sep 2023 –"}, {"education", "startDate: since 2023", "since 2023"},
		{"education", "startDate: 2023-09, endDate: ''", "Sep 2023 – present"}, {"education", "startDate: 2023-09, endDate: ~", "Sep 2023 – present"},
		{"education", "startDate: ~, endDate: ~", ""}, {"work", "startDate: '', endDate: ''", ""}, {"work", "endDate: 2020-01", "Jan 2020"},
	} {
		cv := mustLoad(t, "a.yaml", tt.list+": [{name: N, institution: N, organization: N, "+tt.dates+"}]")
		if got := cv.Sections()[0].Items[0].Date; got != tt.want {
			t.Errorf("%s {%s}: got date %q, want %q", tt.list, tt.dates, got, tt.want)
		}
	}
}

func TestModified(t *testing.T) {
	for in, want := range map[string]string{
		"2026-11-23": "2026-11-23T00:00:00Z", "2017-12-24T15:53:00": "2017-12-24T15:53:00Z", "2021-07-31T23:30:00-02:00": "2021-08-01T01:30:00Z",
		"2021/07/31": "2021-07-31T00:00:00Z", "2021-07": "2021-07-01T00:00:00Z", "7/2021": "2021-07-01T00:00:00Z", "2021": "2021-01-01T00:00:00Z",
		"": "", "last week": "",
	} {
		got, ok := (&Meta{LastModified: in}).Modified()
		if ok != (want != "") || ok && got.Format(time.RFC3339) != want {
			t.Errorf("lastModified %q: got %v, %v; want %q", in, got, ok, want)
		}
	}
}
