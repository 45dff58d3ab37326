package fonts

import (
	"bytes"
	_ "embed"
	"fmt"

	"github.com/go-text/typesetting/font"
	"golang.org/x/image/font/gofont/gomono"
)

// Style is a style of text.
type Style uint8

// The styles. Italic has no effect on the machine's fonts: most of their scripts have no
// italics.
const (
	Regular Style = iota
	Bold
	Italic
	Code // monospaced
)

// The embedded faces; see subset.sh.
var (
	//go:embed serif-Regular.ttf
	regular []byte
	//go:embed serif-Bold.ttf
	bold []byte
	//go:embed serif-Italic.ttf
	italic []byte
)

// embedded parses the embedded face of a style.
func embedded(s Style) *Face {
	file := [...]struct {
		name string
		ttf  []byte
	}{Regular: {"CVSerif-Regular", regular}, Bold: {"CVSerif-Bold", bold}, Italic: {"CVSerif-Italic", italic}, Code: {"GoMono", gomono.TTF}}[s]
	f, err := font.ParseTTF(bytes.NewReader(file.ttf))
	if err != nil {
		panic(fmt.Sprintf("the embedded font %s: %v", file.name, err)) // all are parsed in tests
	}
	return &Face{Face: f, Name: file.name, Italic: s == Italic}
}
