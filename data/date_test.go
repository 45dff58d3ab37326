package data

import "testing"

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{
		"11/2019": "2019-11", "2019-11-01": "2019-11-01", "2019-11": "2019-11", "2021/07": "2021-07",
		"2019": "2019", "Expected 07/2023": "2023-07", "Summer 2020": "2020", "Sept. 2021": "2021-09",
		"March 2020": "2020-03", "13/2020": "2020", "2020-13-40": "2020", "present": "", "": "",
		"مهر ۱۴۰۰ – اکنون": "", "2017-12-24T15:53:00": "2017-12-24", "20190": "",
	} {
		d := ParseDate(in)
		if d.Text != in {
			t.Errorf("ParseDate(%q).Text = %q", in, d.Text)
		}
		if got := d.ISO(); got != want {
			t.Errorf("ParseDate(%q).ISO() = %q, want %q", in, got, want)
		}
	}
}

func TestPeriod(t *testing.T) {
	for _, tt := range []struct{ start, end, want string }{
		{"06/2022", "09/2022", "06/2022 – 09/2022"},
		{"2019", "", "2019 – present"},
		{"2019", "present", "2019 – present"},
		{"", "07/2023", "07/2023"},
		{"2020", "2020", "2020"},
		{"Fall 2019 – now", "", "Fall 2019 – now"},
		{"", "", ""},
	} {
		if got := Period(ParseDate(tt.start), ParseDate(tt.end)); got != tt.want {
			t.Errorf("Period(%q, %q) = %q, want %q", tt.start, tt.end, got, tt.want)
		}
	}
}

func TestDateCompare(t *testing.T) {
	order := []string{"", "2018", "11/2018", "2018-11-02", "2019", "present"}
	for i := range order {
		for j := range order {
			want := btoi(i > j) - btoi(i < j)
			if got := ParseDate(order[i]).Compare(ParseDate(order[j])); got != want {
				t.Errorf("%q vs %q = %d, want %d", order[i], order[j], got, want)
			}
		}
	}
}

func TestTelURI(t *testing.T) {
	for in, want := range map[string]string{
		"(86) 13670156595": "tel:+8613670156595", "+1 (912) 555-4321": "tel:+19125554321",
		"(912) 555-4321": "tel:9125554321", "0049 30 123456": "tel:+4930123456", "ask me": "",
	} {
		if got := TelURI(in); got != want {
			t.Errorf("TelURI(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSafeURL(t *testing.T) {
	for in, ok := range map[string]bool{
		"https://a.example/x": true, "http://a": true, "mailto:a@b.c": true, "javascript:alert(1)": false,
		"file:///etc/passwd": false, "a.example": false, "https://": false, "http://a b": false, "": false,
	} {
		if got := SafeURL(in) != ""; got != ok {
			t.Errorf("SafeURL(%q) ok = %v, want %v", in, got, ok)
		}
	}
}
