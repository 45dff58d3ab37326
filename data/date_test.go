package data

import (
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{
		"11/2019": "2019-11", "2019-11-01": "2019-11-01", "2019-11": "2019-11", "2021/07": "2021-07",
		"2019": "2019", "Expected 07/2023": "2023-07", "Summer 2020": "2020", "Sept. 2021": "2021-09",
		"March 2020": "2020-03", "13/2020": "2020", "2020-13-40": "2020", "present": "", "": "",
		"مهر ۱۴۰۰ – اکنون": "", "20190": "", "2020-02-30": "2020-02", "29/02/2020": "2020-02",
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

// Of a timestamp, people want the day.
func TestParseTimestamp(t *testing.T) {
	for _, in := range []string{"2017-12-24T15:53:00", "2017-12-24T15:53:00.000Z", "2017-12-24 15:53", "2017-12-24t15:53:00+01:00"} {
		if got, want := ParseDate(in), (Date{Text: "2017-12-24", Year: 2017, Month: 12, Day: 24}); got != want {
			t.Errorf("ParseDate(%q) = %+v, want %+v", in, got, want)
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
		{"2019-2021", "", "2019-2021"},
		{"since 2019", "", "since 2019"},
		{"Since 2019", "2021", "Since 2019 – 2021"},
		{"03/2019 to 05/2020", "", "03/2019 to 05/2020"},
		{"", "", ""},
		{"present", "", "present"},
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

func TestMailtoURI(t *testing.T) {
	for in, want := range map[string]string{
		"a.b+c@example.com": "mailto:a.b+c@example.com", "用户@例子.中国": "mailto:用户@例子.中国", "mailto:a@example.com": "mailto:a@example.com",
		"a@example.com, b@example.com": "", "a@example.com;b@example.com": "", "A <a@example.com>": "", "a at example.com": "",
		"a@b@example.com": "", "@example.com": "", "a@": "", "": "", "a@example.com?cc=b": "",
	} {
		if got := MailtoURI(in); got != want {
			t.Errorf("MailtoURI(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDOI(t *testing.T) {
	for in, want := range map[string]string{
		"10.1000/182": "10.1000/182", "doi:10.1000/182": "10.1000/182", "DOI: 10.1000/182": "10.1000/182", "https://doi.org/10.1000/182": "10.1000/182",
		"http://dx.doi.org/10.1000.10/a(b)<c>": "10.1000.10/a(b)<c>", "https://example.com/10.1000/182": "", "see there": "", "10.1000": "", "10.1000/1 2": "", "": "",
	} {
		if got := DOI(in); got != want {
			t.Errorf("DOI(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTelURI(t *testing.T) {
	for in, want := range map[string]string{
		"(86) 13670156595": "tel:+8613670156595", "+1 (912) 555-4321": "tel:+19125554321",
		"(912) 555-4321": "tel:9125554321", "0049 30 123456": "tel:+4930123456", "ask me": "",
		"+49 (0)30 123456": "tel:+4930123456", "(+49) 30 1234": "tel:+49301234", "(030) 1234 5678 90": "tel:0301234567890",
		"+1 555 123 4567 ext. 89": "", "+1 555 123 4567 / +1 555 999 9999": "", "+1 555 1234567, +1 555 9999999": "", "+1-800-FLOWERS": "", "555 0100, 555 0101": "", "555 0100; 555 0101": "",
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

func TestModified(t *testing.T) {
	for in, want := range map[string]string{
		"2026-11-23": "2026-11-23T00:00:00Z", "2017-12-24T15:53:00": "2017-12-24T15:53:00Z", "2021-07-31T23:30:00-02:00": "2021-08-01T01:30:00Z",
		"2021/07/31": "2021-07-31T00:00:00Z", "2021-07": "2021-07-01T00:00:00Z", "7/2021": "2021-07-01T00:00:00Z", "2021": "2021-01-01T00:00:00Z",
		"": "", "last week": "",
	} {
		got, ok := (&Meta{LastModified: in}).Modified()
		if ok != (want != "") || ok && got.Format(time.RFC3339) != want {
			t.Errorf("%q: %v, %v; want %q", in, got, ok, want)
		}
	}
}
