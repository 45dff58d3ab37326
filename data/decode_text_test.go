package data

import "testing"

// The words to show for a date, with and without the date beside them.
func TestLoadDateText(t *testing.T) {
	cv := mustLoad(t, "a.yaml", `
work:
  - {name: A, endDate: 2023-07, endDateText: Expected 07/2023}
  - {name: B, endDateText: present}
  - {name: C, startDateText: Spring 2020, endDate: present, endDateText: heute}
`)
	for i, want := range []Date{
		{Text: "Expected 07/2023", Year: 2023, Month: 7},
		{Text: "present", Present: true},
		{Text: "heute", Present: true},
	} {
		if got := cv.Work[i].EndDate; got != want {
			t.Errorf("end of work %d = %+v, want %+v", i, got, want)
		}
	}
	if got, want := cv.Work[2].StartDate, (Date{Text: "Spring 2020", Year: 2020}); got != want {
		t.Errorf("start of work 2 = %+v, want %+v", got, want)
	}
}
