package editions

import (
	"strings"
	"testing"

	"wenkaiyue.com/cv/data"
)

func TestLocaleLanguage(t *testing.T) {
	for env, want := range map[string]string{
		"LANG=zh_CN.UTF-8":                  "zh-CN",
		"LANG=sr_RS@latin":                  "sr-Latn-RS",
		"LANG=uz_UZ.UTF-8@cyrillic":         "uz-Cyrl-UZ",
		"LANG=de_DE.UTF-8@euro":             "de-DE",
		"LANG=de_DE.UTF-8 LC_ALL=C":         "",
		"LANG=de_DE.UTF-8 LC_ALL=POSIX":     "",
		"LANG=de_DE.UTF-8 LC_MESSAGES=":     "de-DE",
		"LC_CTYPE=zh_CN.UTF-8":              "",
		"LANG=" + strings.Repeat("a", 4096): "",
	} {
		tag, ok := localeLanguage(strings.Fields(env))
		if ok != (want != "") || ok && tag.String() != want {
			t.Errorf("%.80s: got %v, %v, want %q", env, tag, ok, want)
		}
	}
}

// The page is rendered only once, whatever the line.
func TestPageIsKept(t *testing.T) {
	cv, err := data.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	set := NewSet(map[string]*Edition{"": New(cv, nil)})
	page := func(line string) {
		b, err := set.First.Page(line)
		if err != nil || strings.Count(string(b), line) != 1 {
			t.Fatalf("got no page with %q once, error %v", line, err)
		}
	}
	page("ssh cv.example.org")
	n := 0
	if allocs := testing.AllocsPerRun(10, func() { n++; page(strings.Repeat("ssh -t example.org ", n)) }); allocs > 20 {
		t.Errorf("another line costs %v allocations: the page was rendered again", allocs)
	}
}
