package fonts

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"strings"

	"github.com/go-text/typesetting/font"
	"golang.org/x/image/font/gofont/gomono"
)

// Style is one look of the text.
type Style uint8

// The styles. Fonts of the machine have no italic: in most of their scripts
// there is none.
const (
	Regular Style = iota
	Bold
	Italic
	Code // a font with letters of one width
)

//go:embed serif-*.ttf.gz
var files embed.FS

// embedded parses the embedded face of a style; see TestEmbedded.
func embedded(s Style) *Face {
	name := [...]string{Regular: "CVSerif-Regular", Bold: "CVSerif-Bold", Italic: "CVSerif-Italic", Code: "GoMono"}[s]
	ttf, err := gomono.TTF, error(nil)
	if s != Code {
		ttf, err = unpack("serif-" + strings.TrimPrefix(name, "CVSerif-") + ".ttf.gz")
	}
	f := new(font.Face)
	if err == nil {
		f, err = font.ParseTTF(bytes.NewReader(ttf))
	}
	if err != nil {
		panic(fmt.Sprintf("the embedded font %s: %v", name, err))
	}
	return &Face{Face: f, Name: name, Italic: s == Italic}
}

func unpack(name string) ([]byte, error) {
	packed, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(packed)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}
