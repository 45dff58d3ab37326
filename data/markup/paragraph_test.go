package markup

import (
	"strings"
	"testing"
)

func TestParagraphs(t *testing.T) {
	const long = "A line that is as long as those at which editors break them, and"
	for in, want := range map[string]string{
		"": "", "one": "one", "one\ntwo": "one two", "one\n\ntwo": "one|two", "one\n \n\n\ntwo\nthree": "one|two three",
		long + "\ngoes on.\n\nSecond.":                     long + " goes on.|Second.",
		"- a\n- b\n• c":                                    "- a|- b|- c",
		"Intro:\n* a\n* b\n\nEnd.":                         "Intro:|- a|- b|End.",
		"- " + long + "\n  goes on\n- b":                   "- " + long + " goes on|- b",
		"- a\nAfter it":                                    "- a|After it",
		long + "\n– a dash of the sentence":                long + " – a dash of the sentence",
		"– a\n– b":                                         "- a|- b",
		"1. a\n2. b":                                       "1. a|2. b",
		long + "\n2019. And so on":                         long + " 2019. And so on",
		"-5 degrees\n*a* and *b*":                          "-5 degrees a and b",
		"・設計\n・開発・運用":                                      "- 設計|- 開発・運用",
		"负责后端\n开发。":                                        "负责后端开发。",
		"用 Go\n写后端":                                        "用 Go 写后端",
		"C++\n- first a line\n+ and another":               "C++|- first a line|- and another",
		"one\n<strong>two\nthree</strong>":                 "one two three",
		"[a](https://a.example/x)\n- *b*":                  "a (https://a.example/x)|- b",
		"- Built the first version of it all\n- Ran it\n•": "- Built the first version of it all|- Ran it|•",
	} {
		var got []string
		for _, p := range Paragraphs(in) {
			s := p.String()
			if p.Point {
				s = "- " + s
			}
			got = append(got, s)
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("Paragraphs(%q)\n got %s\nwant %s", in, s, want)
		}
	}
}

func TestListMark(t *testing.T) {
	for line, want := range map[string][2]string{
		"- a": {"-", "a"}, "-a b": {"-", "a b"}, "-1 a": {"", "-1 a"}, "– a": {"–", "a"}, "•\u00a0a": {"•", "a"}, "o a": {"o", "a"},
		"1. a": {"1.", "a"}, "(2) a": {"(2)", "a"}, "3、a": {"3、", "a"}, "・a・b": {"・", "a・b"}, "→ a": {"→", "a"}, "\u2212 a": {"\u2212", "a"}, "b) a": {"b)", "a"}, "A a": {"", "A a"}, "2019 a": {"", "2019 a"},
	} {
		if mark, rest := ListMark(line); [2]string{mark, rest} != want {
			t.Errorf("ListMark(%q) = %q, %q, want %q", line, mark, rest, want)
		}
	}
}
