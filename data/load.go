package data

import (
	_ "embed"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"
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

// parse returns the one value of a CV file as a tree with lines and columns, both
// from 1; it is a node of no kind where the file says nothing. Aliases are not
// unfolded. The file may be in UTF-8 or UTF-16. One that is neither YAML nor JSON
// gives a [*Problem].
func parse(name string, src []byte) (*yaml.Node, error) {
	src = oneDocument(plainText(src))
	if empty(src) {
		return new(yaml.Node), nil
	}
	isJSON := strings.EqualFold(filepath.Ext(name), ".json")
	var jsonErr error
	if looksLikeJSON(src) || isJSON {
		n, err := parseJSON(name, src)
		if err == nil || isJSON {
			return n, err
		}
		jsonErr = err // but flow style YAML starts with a brace too
	}
	doc := new(yaml.Node)
	if err := yaml.Load(src, doc); err != nil {
		if jsonErr != nil && jsonStart.Match(src) {
			return nil, jsonErr
		}
		return nil, yamlError(name, src, err)
	}
	if doc.Kind == yaml.DocumentNode && len(doc.Content) == 1 {
		doc = doc.Content[0]
	}
	if n := deep(doc, MaxDepth); n != nil {
		return nil, refusal(name, n.Line, n.Column, errTooDeep.Error(), fixTooDeep)
	}
	return doc, nil
}

// deep returns a value that stands deeper in n than levels, if there is one.
func deep(n *yaml.Node, levels int) *yaml.Node {
	if levels < 0 {
		return n
	}
	for _, c := range n.Content {
		if found := deep(c, levels-1); found != nil {
			return found
		}
	}
	return nil
}

// position turns a byte offset into line and column, both from 1; columns count
// characters, as editors do.
func position(src []byte, offset int) (line, column int) {
	lines := breaks(src[:min(offset, len(src))])
	return len(lines), utf8.RuneCountInString(lines[len(lines)-1]) + 1
}
