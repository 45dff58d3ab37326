package data

import (
	_ "embed"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"

	"wenkaiyue.com/cv/data/convert"
	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/problem"
)

//go:embed cv.yaml
var embedded string

//go:embed cv.schema.json
var jsonSchema string

// JSONSchema returns the JSON Schema (draft-07, with which editors complete YAML) of a CV
// file. A test makes it from the types.
//
// It is stricter than the loader where that helps writers: editors mark unknown and old
// keys, although they load. Text may be a number, and every value may be empty.
func JSONSchema() string { return jsonSchema }

// SchemaFile is the name of the schema's file beside a CV.
const SchemaFile = "cv.schema.json"

// Embedded loads the CV that is built into the binary.
func Embedded() (*CV, error) {
	return Load("cv.yaml", strings.NewReader(embedded))
}

// LoadFile loads the CV in the named file, with the bibliographies beside it; see
// [Load] and [decode.Beside].
func LoadFile(path string) (*CV, error) {
	f, err := Open(path, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s, err := Read(path, f, decode.Beside(path))
	return s.CV, err
}

// Open opens a CV file for reading, with further flags of [os.OpenFile]. The error for a
// directory says that it is one.
func Open(path string, flags int) (*os.File, error) {
	f, err := os.OpenFile(path, flags, 0)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, fmt.Errorf("%s is a directory; name the file in it", path)
	}
	return f, nil
}

// Load reads a CV in YAML or JSON. The file's name decides between the two, and appears in
// errors. Load is lenient about content (see the package documentation) and strict about
// form: it returns a [*problem.Problem] if the file exceeds [decode.MaxBytes] or a limit
// beside it, is neither YAML nor JSON, or has no mapping.
func Load(name string, r io.Reader) (*CV, error) {
	s, err := Read(name, r, nil)
	return s.CV, err
}

// Source is a CV with the file that it was read from.
type Source struct {
	*decode.File
	CV *CV // nil if the file was refused
}

// Read reads a CV like [Load], and the bibliographies that it names like [decode.Read]. The
// Source is never nil.
func Read(name string, r io.Reader, open decode.Opener) (*Source, error) {
	cv := new(CV)
	f, err := decode.Read(name, r, open, Schema(), cv)
	if err != nil {
		return &Source{f, nil}, err
	}
	cv.markOwner()
	cv.settle(name)
	return &Source{f, cv}, nil
}

// Schema returns the keys of a CV file.
var Schema = sync.OnceValue(func() *convert.Schema { return convert.NewSchema(reflect.TypeFor[CV]()) })

// Lists returns JSON Resume's names of a CV's lists, in the order of the fields of [CV].
func Lists() []string {
	var names []string
	for _, f := range Schema().Fields(reflect.TypeFor[CV]()) {
		if f.Type.Kind() == reflect.Slice {
			names = append(names, f.Key)
		}
	}
	return names
}

// Nameless returns the problem of a CV without a name, which can be loaded but
// not shown.
func Nameless(file string) *problem.Problem {
	fix := "write your name as `name`, below `basics:`"
	if decode.IsBibliography(file) {
		fix = "write a CV with your name, and with `publications: {file: " + filepath.Base(file) + "}`"
	}
	return &problem.Problem{File: file, Path: "basics.name", Severity: problem.Error, Kind: "no-name", Count: 1,
		Message: "basics.name is missing", Fix: fix}
}
