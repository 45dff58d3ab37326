package export

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/exp/golden"

	"wenkaiyue.com/cv/data"
)

func embedded(t testing.TB) *data.CV {
	t.Helper()
	cv, err := data.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return cv
}

func TestText(t *testing.T) {
	var b bytes.Buffer
	if err := Text(&b, embedded(t), TextWidth); err != nil {
		t.Fatal(err)
	}
	golden.RequireEqual(t, b.Bytes())
}

// TestTextEveryWidth checks that no line is too wide, that the text is clean, and
// that every word of the CV is there whatever the width.
func TestTextEveryWidth(t *testing.T) {
	cv := embedded(t)
	var wide bytes.Buffer
	if err := Text(&wide, cv, 10_000); err != nil {
		t.Fatal(err)
	}
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	for width := 20; width <= 200; width++ {
		var b bytes.Buffer
		if err := Text(&b, cv, width); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		for line := range strings.Lines(text) {
			if n := columns(strings.TrimSuffix(line, "\n")); n > width {
				t.Errorf("width %d: %d columns: %q", width, n, line)
			}
		}
		if strings.HasSuffix(text, "\n\n") || !strings.HasSuffix(text, "\n") {
			t.Errorf("width %d: the text does not end in one newline", width)
		}
		if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }) {
			t.Errorf("width %d: there is a control character", width)
		}
		if width < dateColumns {
			continue // dates move below
		}
		if len(squeeze(text)) != len(squeeze(wide.String())) {
			t.Errorf("width %d: text is lost", width)
		}
	}
}

func TestTextSection(t *testing.T) {
	var b bytes.Buffer
	if err := TextSection(&b, embedded(t).Sections()[1], TextWidth); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); !strings.HasPrefix(got, "AWARDS AND HONORS\n\n1st Prize") || strings.Contains(got, "PUBLICATION") {
		t.Errorf("section = %q", got)
	}
}

func TestLookup(t *testing.T) {
	for _, f := range Formats() {
		for _, n := range append([]string{f.Name, f.File}, f.Aliases...) {
			if got, ok := Lookup(n); !ok || got.Name != f.Name {
				t.Errorf("Lookup(%q) = %q", n, got.Name)
			}
		}
	}
	if _, ok := Lookup("docx"); ok {
		t.Error("there is a format docx")
	}
}
