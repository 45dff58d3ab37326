package fonts

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"github.com/go-text/typesetting/font"
	ot "github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
)

// Face is a parsed font. It is not safe for concurrent use.
type Face struct {
	*font.Face
	Name   string // PostScript name: letters, digits and "-"
	Italic bool
	Faint  bool // to be drawn bolder, because the family has no bold face

	entry *entry // nil for an embedded face
}

// Has reports whether the font has a glyph for the character.
func (f *Face) Has(r rune) bool {
	g, ok := f.NominalGlyph(r)
	return ok && g != 0
}

// Broken is the error of a font that fails in use, after it was loaded. The caller must make
// the document again without it; see [Library.Reject].
type Broken struct {
	Face   *Face
	Reason any // the parser's panic value
}

func (b *Broken) Error() string {
	return fmt.Sprintf("the font %s is broken: %v", b.Face.Name, b.Reason)
}

// Guard turns a panic of the parser into one with a [*Broken]. Defer it around each use of
// the face.
func (f *Face) Guard() {
	if r := recover(); r != nil {
		panic(&Broken{f, r})
	}
}

// entry describes a font of this machine, without loading it.
type entry struct {
	path   string
	index  int // within a collection
	family string
	weight int // 400 is regular, 700 bold
	italic bool
	varies bool // a variable font with an axis of weight
	chars  coverage
}

// examine returns the fonts of a file that may be embedded and can be drawn.
func examine(path string) (found []*entry, err error) {
	defer caught(&err)
	f, loaders, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for i, ld := range loaders {
		e := &entry{path: path, index: i}
		if err = e.read(ld); err == nil {
			found = append(found, e)
		}
	}
	if len(found) > 0 {
		return found, nil
	}
	return nil, err
}

// caught turns a panic into an error: no font file may end the program.
func caught(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("the font is broken: %v", r)
	}
}

func (e *entry) read(ld *ot.Loader) error {
	if !ld.HasTable(ot.MustNewTag("glyf")) && !ld.HasTable(ot.MustNewTag("CFF ")) && !ld.HasTable(ot.MustNewTag("CFF2")) {
		return errors.New("it has no outlines")
	}
	if os2, err := ld.RawTable(ot.MustNewTag("OS/2")); err == nil && !embeddable(os2) {
		return errors.New("its licence forbids embedding (OS/2 fsType)")
	}
	raw, err := ld.RawTable(ot.MustNewTag("cmap"))
	if err != nil {
		return err
	}
	table, _, err := tables.ParseCmap(raw)
	if err != nil {
		return err
	}
	cmap, _, err := font.ProcessCmap(table, 0)
	if err != nil {
		return err
	}
	e.chars = covered(cmap)
	d, _ := font.Describe(ld, nil)
	e.family, e.weight, e.italic = d.Family, int(d.Aspect.Weight), d.Aspect.Style == font.StyleItalic
	e.varies = ld.HasTable(ot.MustNewTag("fvar"))
	return nil
}

// embeddable reports whether fsType in the OS/2 table allows embedding. It does not if the
// licence is only "restricted", forbids subsets, or allows only bitmaps.
func embeddable(os2 []byte) bool {
	if len(os2) < 10 {
		return true
	}
	t := binary.BigEndian.Uint16(os2[8:])
	return t&0xf != 2 && t&0x300 == 0
}

// load parses the whole font.
func (e *entry) load(bold bool) (face *Face, err error) {
	defer caught(&err)
	f, loaders, err := open(e.path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if e.index >= len(loaders) {
		return nil, errors.New("the file has changed")
	}
	parsed, err := font.NewFont(loaders[e.index])
	if err != nil {
		return nil, err
	}
	if parsed.Upem() == 0 {
		return nil, errors.New("the font is broken: its em has no units")
	}
	face = &Face{Face: font.NewFace(parsed), Name: e.name(), entry: e}
	face.Faint = bold && e.weight < 600
	if face.Faint && e.varies {
		face.SetVariations([]font.Variation{{Tag: ot.MustNewTag("wght"), Value: 700}})
		face.Faint, face.Name = len(face.Coords()) == 0, face.Name+"-Bold"
	}
	return face, nil
}

func (e *entry) name() string {
	name := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, e.family)
	if name = name[:min(len(name), 40)]; name == "" {
		name = "Font"
	}
	if e.weight >= 600 {
		name += "-Bold"
	}
	return name
}
