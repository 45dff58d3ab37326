package data

import (
	_ "embed"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"wenkaiyue.com/cv/data/problem"
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
// [*problem.Problem].
func Load(name string, r io.Reader) (*CV, error) {
	s, err := Read(name, r, nil)
	if err != nil {
		return nil, err
	}
	return s.CV, nil
}

// isJSON reports the name of a JSON file.
func isJSON(name string) bool { return strings.EqualFold(filepath.Ext(name), ".json") }

// Nameless returns the problem of a CV without a name, which can be loaded but
// not shown.
func Nameless(file string) *problem.Problem {
	fix := "write your name as `name`, below `basics:`"
	if isBibliography(file) {
		fix = "write a CV with your name, and with `publications: {file: " + filepath.Base(file) + "}`"
	}
	return &problem.Problem{File: file, Path: "basics.name", Severity: problem.Error, Kind: "no-name", Count: 1,
		Message: "basics.name is missing", Fix: fix}
}
