package export

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export/pdf"
)

var update = flag.Bool("update", false, "rewrite the golden files; read the changes")

func embedded(t testing.TB) *data.CV {
	t.Helper()
	cv, err := data.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return cv
}

func load(t testing.TB, name, src string) *data.CV {
	t.Helper()
	cv, err := data.Load(name, strings.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	return cv
}

func render(t testing.TB, format string, cv *data.CV) string {
	t.Helper()
	f, ok := Lookup(format)
	if !ok {
		t.Fatalf("no format %q", format)
	}
	var b bytes.Buffer
	err := f.Write(&b, cv, nil)
	if unreadable := new(UnreadableError); errors.As(err, &unreadable) {
		err = pdf.Write(&b, cv, nil) // with boxes in place of letters
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// golden compares got with the named golden file, and writes it with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant %s; run the tests with -update and read the difference", name, got, path)
	}
}

func TestGolden(t *testing.T) {
	for _, f := range Formats() {
		if !f.Binary {
			golden(t, f.File, render(t, f.Name, embedded(t)))
		}
	}
}
