package fonts

import (
	"bytes"
	"compress/gzip"
	"embed"
	"io"

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

// embedded parses the embedded face of a style.
func embedded(s Style) (*Face, error) {
	name := [...]string{Regular: "Regular", Bold: "Bold", Italic: "Italic", Code: ""}[s]
	if s == Code {
		return parseEmbedded("GoMono", gomono.TTF)
	}
	packed, err := files.ReadFile("serif-" + name + ".ttf.gz")
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	ttf, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	return parseEmbedded("CVSerif-"+name, ttf)
}

func parseEmbedded(name string, ttf []byte) (*Face, error) {
	f, err := font.ParseTTF(bytes.NewReader(ttf))
	if err != nil {
		return nil, err
	}
	return &Face{Face: f, Name: name, Italic: name == "CVSerif-Italic"}, nil
}
