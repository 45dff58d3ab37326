package pdf

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

// A path without fonts is a warning and nothing more.
func TestBrokenFonts(t *testing.T) {
	dir := t.TempDir()
	restricted := bytes.Clone(goregular.TTF)
	setType(t, restricted, 2)
	for name, content := range map[string][]byte{
		"text.ttf": []byte("This is no font."), "half.ttf": goregular.TTF[:len(goregular.TTF)/2], "empty.otf": nil, "restricted.ttf": restricted,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
		lib := fonts.New(filepath.Join(dir, name))
		if name == "half.ttf" { // its tables may be read as far as they go
			write(t, load(t, "basics: {name: 文 Wen Kaiyue of Somewhere Else}"), lib)
		} else if w := lib.Warnings(); len(w) != 1 || !strings.Contains(w[0].Error(), name) {
			t.Errorf("%s: warnings = %v", name, w)
		}
	}
	if w := fonts.New(filepath.Join(dir, "missing")).Warnings(); len(w) != 1 || !errors.Is(w[0], os.ErrNotExist) {
		t.Errorf("warnings = %v", w)
	}
	if w := fonts.New(fonts.None).Warnings(); len(w) != 0 {
		t.Errorf("warnings = %v", w)
	}
}

// setType sets fsType of the OS/2 table.
func setType(t *testing.T, font []byte, value uint16) {
	t.Helper()
	for i := range int(binary.BigEndian.Uint16(font[4:])) {
		record := font[12+16*i:]
		if string(record[:4]) == "OS/2" {
			binary.BigEndian.PutUint16(font[binary.BigEndian.Uint32(record[8:])+8:], value)
			return
		}
	}
	t.Fatal("no OS/2 table")
}

// FuzzFont sets a CV with a font of any bytes: it is used or left alone, and the
// file is sound.
func FuzzFont(f *testing.F) {
	f.Add(gomono.TTF)
	f.Add(goregular.TTF)
	if packed, err := os.ReadFile("fonts/serif-Italic.ttf.gz"); err == nil {
		z, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			f.Fatal(err)
		}
		ttf, err := io.ReadAll(z)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(ttf)
	}
	for _, name := range []string{"/usr/share/fonts/opentype/urw-base35/Z003-MediumItalic.otf", "/usr/share/fonts/truetype/noto/NotoSerifThai-Regular.ttf", "/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf"} {
		if b, err := os.ReadFile(name); err == nil {
			f.Add(b)
		}
	}
	f.Fuzz(func(t *testing.T, font []byte) {
		path := filepath.Join(t.TempDir(), "a.ttf")
		if err := os.WriteFile(path, font, 0o600); err != nil {
			t.Fatal(err)
		}
		// The font is asked for all letters: those of the embedded ones are left out.
		cv := &data.CV{Basics: data.Basics{Name: "N", Summary: "ลาภ لا م\u200cن ░▒▓ ⌂ ☺ ♫ ﬁ ∂ Ω ◊ 文 ⁴ ﴾ กำ\u0301"}}
		read(t, write(t, cv, fonts.New(path)))
	})
}
