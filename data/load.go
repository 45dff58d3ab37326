package data

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

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

// LoadFile loads the CV in the named file; see [Load].
func LoadFile(path string) (*CV, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, fmt.Errorf("%s is a directory; name the file in it", path)
	}
	return Load(path, f)
}

// SyntaxError says where a CV file stops being one. Line and Column count from
// 1; both are 0 where the place is not known.
type SyntaxError struct {
	File         string
	Line, Column int
	Reason       string
}

func (e *SyntaxError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.Reason)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Reason)
}

// Load reads a CV in YAML or JSON; name is the file's, for errors and to tell
// the two apart. It is lenient about content (see the package documentation)
// and strict about form: what is larger than [MaxBytes] and the limits beside it,
// or is neither YAML nor JSON, or holds no mapping, is refused with a
// [*SyntaxError].
func Load(name string, r io.Reader) (*CV, error) {
	src, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(src) > MaxBytes {
		return nil, &SyntaxError{File: name, Reason: fmt.Sprintf("the file is larger than %d KiB; a CV is text, so take out what is not", MaxBytes>>10)}
	}
	root, err := parse(name, src)
	if err != nil {
		return nil, err
	}
	cv := new(CV)
	if err := (&decoder{file: name, left: maxNodes, bytes: maxUnfolded}).document(root, cv); err != nil {
		return nil, err
	}
	return cv, nil
}

// parse returns the file's one value as a tree with lines and columns.
func parse(name string, src []byte) (*yaml.Node, error) {
	isJSON := strings.EqualFold(filepath.Ext(name), ".json")
	if looksLikeJSON(src) || isJSON {
		n, err := parseJSON(name, src)
		if err == nil || isJSON {
			return n, err
		}
		// Flow style YAML starts with a brace too.
	}
	doc := new(yaml.Node)
	if len(bytes.TrimSpace(src)) == 0 {
		return doc, nil
	}
	if err := yaml.Load(src, doc); err != nil {
		return nil, yamlError(name, src, err)
	}
	if doc.Kind == yaml.DocumentNode && len(doc.Content) == 1 {
		doc = doc.Content[0]
	}
	if n := deep(doc, MaxDepth); n != nil {
		return nil, &SyntaxError{File: name, Line: n.Line, Column: n.Column, Reason: errTooDeep.Error()}
	}
	return doc, nil
}

var errTooDeep = errors.New("this is more than " + strconv.Itoa(MaxDepth) + " levels deep; a CV needs six, so take out what is not part of it")

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

func yamlError(name string, src []byte, err error) error {
	e := &SyntaxError{File: name, Reason: "this is not YAML: " + err.Error()}
	var le *yaml.LoadError
	if errors.As(err, &le) {
		e.Line, e.Column = le.Mark.Line, le.Mark.Column
		e.Reason = "this is not YAML: " + le.Message
	}
	if e.Line == 0 { // the reader knows no position; bytes it refuses are the reason
		if i := strings.IndexFunc(string(src), refusedByYAML); i >= 0 {
			e.Line, e.Column = position(src, i)
			e.Reason = fmt.Sprintf("there is a control character here (0x%02X); take it out", src[i])
		}
	}
	return e
}

func refusedByYAML(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f || r == '\ufffd'
}

// position turns a byte offset into line and column, both from 1; columns count
// characters, as editors do.
func position(src []byte, offset int) (line, column int) {
	before := string(src[:min(offset, len(src))])
	line = strings.Count(before, "\n") + 1
	column = len([]rune(before[strings.LastIndexByte(before, '\n')+1:])) + 1
	return line, column
}
