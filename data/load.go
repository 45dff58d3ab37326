package data

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/syntax"
)

//go:embed cv.yaml
var embedded string

// EmbeddedName stands for the file name in errors about the embedded CV.
const EmbeddedName = "cv.yaml"

// Embedded loads the CV that is built into the binary.
func Embedded() (*CV, error) {
	return Load(EmbeddedName, strings.NewReader(embedded))
}

// LoadFile loads the CV in the named file, with the bibliographies beside it; see
// [Load] and [Beside].
func LoadFile(path string) (*CV, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s, err := Read(path, f, Beside(path))
	if err != nil {
		return nil, err
	}
	return s.CV, nil
}

// Open opens a CV file for reading, and says so where it is a directory.
func Open(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, fmt.Errorf("%s is a directory; name the file in it", path)
	}
	return f, nil
}

// Load reads a CV in YAML or JSON; name is the file's, for errors and to tell
// the two apart. It is lenient about content (see the package documentation)
// and strict about form: what is larger than [MaxBytes] and the limits beside it,
// or is neither YAML nor JSON, or holds no mapping, is refused with a
// [*Problem].
func Load(name string, r io.Reader) (*CV, error) {
	s, err := Read(name, r, nil)
	if err != nil {
		return nil, err
	}
	return s.CV, nil
}

// parse is [syntax.Parse] with the problem of the named file as its error.
func parse(name string, src []byte) (*yaml.Node, error) {
	root, err := syntax.Parse(src, isJSON(name))
	return root, refused(name, err)
}

// refused makes a problem of an error about the form of a file.
func refused(name string, err error) error {
	if wrong, ok := errors.AsType[*syntax.Error](err); ok {
		return refusal(name, wrong.Line, wrong.Column, clean.Printable(wrong.Reason), clean.Printable(wrong.Fix))
	}
	return err
}

// isJSON reports the name of a JSON file.
func isJSON(name string) bool { return strings.EqualFold(filepath.Ext(name), ".json") }
