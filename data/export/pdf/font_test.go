package pdf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// A font that cannot be used is a warning, and the PDF is written without it.
func TestBrokenFonts(t *testing.T) {
	dir := t.TempDir()
	restricted := bytes.Clone(goregular.TTF)
	binary.BigEndian.PutUint16(restricted[binary.BigEndian.Uint32(table(t, restricted, "OS/2")[8:])+8:], 2) // fsType
	huge := bytes.Clone(goregular.TTF)
	binary.BigEndian.PutUint32(table(t, huge, "glyf")[12:], 1<<31)
	for name, content := range map[string][]byte{
		"text.ttf": []byte("This is no font."), "half.ttf": goregular.TTF[:len(goregular.TTF)/2], "empty.otf": nil, "restricted.ttf": restricted, "huge.ttf": huge,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
		lib := fonts.New(filepath.Join(dir, name))
		if w := lib.Warnings(); len(w) != 1 || !strings.Contains(w[0].Error(), name) {
			t.Errorf("%s: got warnings %v, want one with its name", name, w)
		}
		write(t, load(t, "basics: {name: 文 Wen Kaiyue of Somewhere Else}"), lib)
	}
	if w := fonts.New(filepath.Join(dir, "missing")).Warnings(); len(w) != 1 || !errors.Is(w[0], os.ErrNotExist) {
		t.Errorf("missing path: got warnings %v, want os.ErrNotExist", w)
	}
	if w := fonts.New(fonts.None).Warnings(); len(w) != 0 {
		t.Errorf("no fonts: got warnings %v, want none", w)
	}
}

// table returns the record of a table in the directory of a font, and what follows it.
func table(t *testing.T, font []byte, tag string) []byte {
	t.Helper()
	for i := range int(binary.BigEndian.Uint16(font[4:])) {
		if record := font[12+16*i:]; string(record[:4]) == tag {
			return record
		}
	}
	t.Fatalf("no table %q", tag)
	return nil
}

// FuzzFont writes a CV with any bytes as its font. The font is used or ignored, and the
// PDF must be sound.
func FuzzFont(f *testing.F) {
	seeds, err := filepath.Glob("testdata/fonts/*.[ot]t[fc]")
	if err != nil || len(seeds) == 0 {
		f.Fatal(seeds, err)
	}
	for _, name := range seeds {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, font []byte) {
		path := filepath.Join(t.TempDir(), "a.ttf")
		if err := os.WriteFile(path, font, 0o600); err != nil {
			t.Fatal(err)
		}
		lib := fonts.New(path)
		if len(lib.Warnings()) > 0 {
			return // the font is ignored
		}
		// These letters are not in the embedded fonts.
		cv := &data.CV{Basics: data.Basics{Summary: "ลาภ ก้า กำ\u0301 لا م\u200cن 文、"}}
		read(t, write(t, cv, lib))
	})
}
