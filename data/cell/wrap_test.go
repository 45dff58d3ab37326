package cell

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestLines(t *testing.T) {
	for _, tt := range []struct {
		text  string
		width int
		want  []string
	}{
		{"a well-known C/C++ word", 8, []string{"a", "well-", "known", "C/C++", "word"}},
		{"a.long@mail.example.edu or https://a.example/the_path/x", 16, []string{"a.long@mail.", "example.edu or", "https://a.", "example/the_", "path/x"}},
		{"one two three", 7, []string{"one two", "three"}},
		{"日本語の文章、です。", 6, []string{"日本語", "の文", "章、で", "す。"}},
		{"한국어 문장을 나눈다", 8, []string{"한국어", "문장을", "나눈다"}},
		{"운영체제를 Go로 강의했습니다.", 15, []string{"운영체제를 Go로", "강의했습니다."}},
		{"운영체제를 Go로 강의", 14, []string{"운영체제를", "Go로 강의"}},
		{"", 5, []string{""}},
		{"aaaaaaaaaa", 4, []string{"aaaa", "aaaa", "aa"}},
		{"👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 8, []string{"👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"}},
	} {
		var got []string
		for _, e := range fill(split(tt.text, nil, tt.width), tt.width, tt.width) {
			got = append(got, tt.text[e.From:e.To])
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("wrap %q at %d: got %q, want %q", tt.text, tt.width, got, tt.want)
		}
	}
}

func TestWidth(t *testing.T) {
	for s, want := range map[string]int{"": 0, "ab": 2, "é": 1, "e\u0301": 1, "日本": 4, "🇨🇳": 2, "👩\u200d💻": 4, "❤\ufe0f": 2} {
		if got := Width(s); got != want {
			t.Errorf("Width(%q) = %d, want %d", s, got, want)
		}
	}
}

// A word as long as the longest text of a CV is broken in time that is linear in its length.
func TestLinesOfALongWord(t *testing.T) {
	took := func(size int) time.Duration {
		start := time.Now()
		if n := len(fill(split(strings.Repeat("é", size), nil, 20), 20, 20)); n != size/20+1 {
			t.Errorf("got %d lines, want %d", n, size/20+1)
		}
		return time.Since(start)
	}
	const size = 128 << 10
	whole := took(size)
	if whole < 5*time.Second {
		return
	}
	half := took(size / 2)
	for range 2 { // the machine may pause
		whole, half = min(whole, took(size)), min(half, took(size/2))
	}
	if whole > 3*half {
		t.Errorf("took %v, half of it %v, want at most three times as long", whole, half)
	}
}
