package date

import (
	"cmp"
	"testing"

	"wenkaiyue.com/cv/data/locale"
)

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		"11/2019": "2019-11", "2019-11-01": "2019-11-01", "2019-11": "2019-11", "2021/07": "2021-07",
		"2019": "2019", "Expected 07/2023": "2023-07", "Summer 2020": "2020", "Sept. 2021": "2021-09",
		"March 2020": "2020-03", "13/2020": "2020", "2020-13-40": "2020", "present": "", "": "",
		"مهر ۱۴۰۰ – اکنون": "", "20190": "", "2020-02-30": "2020-02", "29/02/2020": "2020-02",
	} {
		d := Parse(in)
		if d.Text != in {
			t.Errorf("Parse(%q).Text = %q, want it unchanged", in, d.Text)
		}
		if got := d.ISO(); got != want {
			t.Errorf("Parse(%q).ISO() = %q, want %q", in, got, want)
		}
	}
}

// A timestamp is read as its day, and marks of direction around a date are dropped.
func TestParseTimestamp(t *testing.T) {
	for _, in := range []string{"2017-12-24T15:53:00", "2017-12-24T15:53:00.000Z", "2017-12-24 15:53", "2017-12-24t15:53:00+01:00", "\u200e2017-12-24\u200f"} {
		if got, want := Parse(in), (Date{Text: "2017-12-24", Year: 2017, Month: 12, Day: 24}); got != want {
			t.Errorf("Parse(%q) = %+v, want %+v", in, got, want)
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
		{"2021-07-01", "", "Jul 2021 – present"},
		{"2019-03-01", "2021-06-30", "Mar 2019 – Jun 2021"},
		{"2019-03", "2019-03-28", "Mar 2019"},
		{"2019-03", "heute", "Mar 2019 – present"},
		{"2019-03 – 2021-06", "", "Mar 2019 – Jun 2021"},
		{"2019-03 to actualidad", "", "Mar 2019 – present"},
		{"2019-03/2021", "", "Mar 2019 – 2021"},
		{"2019-21", "", "2019-21 – present"},
	} {
		if got := (Span{Parse(tt.start), Parse(tt.end)}).Period(locale.English()); got != tt.want {
			t.Errorf("Period(%q, %q) = %q, want %q", tt.start, tt.end, got, tt.want)
		}
	}
}

func TestShow(t *testing.T) {
	for _, tt := range []struct{ in, lang, want string }{
		{"2021-07-01", "en", "Jul 2021"}, {"2021-07", "de", "Juli 2021"}, {"2021-7", "zh", "2021年7月"}, {"2021-07", "ja", "2021年7月"},
		{"2021-07", "ko", "2021년 7월"}, {"2021-07", "ru", "июль 2021"}, {"2021-07", "ar", "يوليو 2021"}, {"2021-07", "fr-CA", "juil. 2021"},
		{"2021-07-01T10:00:00Z", "it", "lug 2021"}, {"至今", "de", "heute"}, {"Heute", "en", "present"}, {"(present)", "es", "actualidad"},
		{"07/2021", "de", "07/2021"}, {"Juli 2021", "en", "Juli 2021"}, {"2021", "zh", "2021"}, {"2021.07", "ja", "2021.07"}, {"Expected 2023-07", "en", "Expected 2023-07"},
		{"2021-13", "en", "2021-13"}, {"2019-20", "en", "2019-20"}, {"", "en", ""},
	} {
		if got := Parse(tt.in).Show(locale.For(tt.lang)); got != tt.want {
			t.Errorf("%q in %s: got %q, want %q", tt.in, tt.lang, got, tt.want)
		}
	}
}

func TestCompare(t *testing.T) {
	order := []string{"", "2018", "11/2018", "2018-11-02", "2019", "present"}
	for i := range order {
		for j := range order {
			want := cmp.Compare(i, j)
			if got := Parse(order[i]).Compare(Parse(order[j])); got != want {
				t.Errorf("Compare(%q, %q) = %d, want %d", order[i], order[j], got, want)
			}
		}
	}
}
