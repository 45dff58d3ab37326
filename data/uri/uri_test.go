package uri

import (
	"strings"
	"testing"
)

func TestMailto(t *testing.T) {
	for in, want := range map[string]string{
		"a.b+c@example.com": "mailto:a.b+c@example.com", "用户@例子.中国": "mailto:用户@例子.中国", "mailto:a@example.com": "mailto:a@example.com",
		"a@example.com, b@example.com": "", "a@example.com;b@example.com": "", "A <a@example.com>": "", "a at example.com": "",
		"a@b@example.com": "", "@example.com": "", "a@": "", "": "", "a@example.com?cc=b": "",
	} {
		if got := Mailto(in); got != want {
			t.Errorf("Mailto(%q) = %q, want %q", in, got, want)
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

func TestTel(t *testing.T) {
	for in, want := range map[string]string{
		"(86) 13670156595": "tel:+8613670156595", "+1 (912) 555-4321": "tel:+19125554321",
		"(912) 555-4321": "tel:9125554321", "0049 30 123456": "tel:+4930123456", "ask me": "",
		"+49 (0)30 123456": "tel:+4930123456", "(+49) 30 1234": "tel:+49301234", "(030) 1234 5678 90": "tel:0301234567890",
		"+1 555 123 4567 ext. 89": "", "+1 555 123 4567 / +1 555 999 9999": "", "+1 555 1234567, +1 555 9999999": "", "+1-800-FLOWERS": "", "555 0100, 555 0101": "", "555 0100; 555 0101": "",
	} {
		if got := Tel(in); got != want {
			t.Errorf("Tel(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSafe(t *testing.T) {
	for in, ok := range map[string]bool{
		"https://a.example/x": true, "http://a": true, "mailto:a@b.c": true, "javascript:alert(1)": false,
		"file:///etc/passwd": false, "a.example": false, "https://": false, "http://a b": false, "": false,
		"https://a/" + strings.Repeat("x", Max-10): true, "https://a/" + strings.Repeat("x", Max-9): false,
	} {
		if got := Safe(in) != ""; got != ok {
			t.Errorf("Safe(%q) = %q, want it safe: %v", in, Safe(in), ok)
		}
	}
}
