package decode

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/convert"
	"wenkaiyue.com/cv/data/convert/bib"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/syntax"
)

// Opener returns the content of a file that a CV names for its publications, at most
// one byte more than [MaxBibliography].
type Opener func(name string) ([]byte, error)

// Beside returns an Opener for regular files in the folder of a CV file, or below it.
// A path that leads elsewhere is refused, by "..", from the root, or by a symbolic
// link: the CV may be a stranger's.
func Beside(path string) Opener {
	return func(name string) ([]byte, error) {
		root, err := os.OpenRoot(filepath.Dir(path))
		if err != nil {
			return nil, err
		}
		defer func() { _ = root.Close() }()
		if info, err := root.Stat(name); err != nil {
			return nil, err
		} else if !info.Mode().IsRegular() {
			return nil, errors.New("is not a regular file")
		}
		f, err := root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0) // it may have become a pipe
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, MaxBibliography+1))
	}
}

// include puts the entries of bibliographies in place of the objects {file: NAME} that
// name them: `publications: {file: papers.bib}`, or as an entry of the list.
func (f *File) include(n *yaml.Node, open Opener, depth int) error {
	if n.Kind != yaml.MappingNode || depth < 0 {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		value := n.Content[i+1]
		if !convert.IsPublications(n.Content[i].Value) {
			if err := f.include(value, open, depth-1); err != nil {
				return err
			}
			continue
		}
		items := []*yaml.Node{value}
		if value.Kind == yaml.SequenceNode {
			items = value.Content
		}
		list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: value.Line, Column: value.Column}
		named := false
		for _, item := range items {
			file := fileNamed(item)
			if file == nil {
				list.Content = append(list.Content, item)
				continue
			}
			entries, err := f.publications(file, open)
			if err != nil {
				return err
			}
			named = true
			list.Content = append(list.Content, entries.Content...)
		}
		if named {
			n.Content[i+1] = list
		}
	}
	return nil
}

// fileNamed returns the value of an object {file: NAME}, or NAME.bib alone; nil for any
// other node.
func fileNamed(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.ScalarNode && IsBibliography(n.Value) && !strings.Contains(n.Value, " ") {
		return n
	}
	if n.Kind != yaml.MappingNode || len(n.Content) != 2 || n.Content[0].Value != "file" {
		return nil
	}
	if v := n.Content[1]; v.Kind == yaml.ScalarNode && !IsNull(v) {
		return v
	}
	return nil
}

// publications reads the bibliography that a value names.
func (f *File) publications(file *yaml.Node, open Opener) (*yaml.Node, error) {
	name := strings.TrimSpace(file.Value)
	refuse := func(fix, message string, args ...any) error {
		return problem.New(file.Line, file.Column, fmt.Sprintf(message, args...), fix)
	}
	beside := "put it beside the CV, and write its name alone"
	switch {
	case !filepath.IsLocal(name) || slices.Contains(strings.Split(filepath.ToSlash(name), "/"), ".."):
		return nil, refuse(beside, "%s does not lie in the folder of the CV, or below it", problem.Quote(name))
	case !IsBibliography(name) && !isJSON(name):
		return nil, refuse("export it as BibTeX or CSL-JSON", "publications are read from .bib and .json files, and this is %s", problem.Quote(name))
	case open == nil:
		return nil, refuse("write the publications themselves", "%s can be read only beside a CV that is a file", problem.Quote(name))
	}
	f.Files = append(f.Files, name)
	src, err := open(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, refuse(beside, "there is no file %s beside the CV", problem.Quote(name))
	case err != nil:
		return nil, refuse(beside, "%s cannot be read: %v", problem.Quote(name), unwrapped(err))
	case len(src) > MaxBibliography:
		return nil, refuse("keep the entries that are yours", "%s is larger than %d MiB", problem.Quote(name), MaxBibliography>>20)
	}
	return f.bibliography(filepath.Join(filepath.Dir(f.Name), name), src)
}

// unwrapped returns the reason of an error about a file, without the file's name.
func unwrapped(err error) error {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err
	}
	return err
}

// bibliography reads a file of publications as a list. Its lines go behind those that
// are there, and the places of its values count from the first line of all.
func (f *File) bibliography(name string, src []byte) (list *yaml.Node, err error) {
	first := len(f.Lines)
	f.parts = append(f.parts, part{name, first})
	f.Lines = append(f.Lines, syntax.Lines(src)...)
	defer func() { // it stands behind the lines of other files
		if problem, ok := errors.AsType[*problem.Problem](err); ok {
			problem.Line += first
		}
	}()
	if !IsBibliography(name) {
		root, err := syntax.Parse(src, true)
		if err != nil {
			return nil, err
		}
		if !bib.IsCSL(root) {
			return nil, problem.New(root.Line, root.Column, "this is no list of publications in CSL-JSON", "export it as CSL-JSON, or as BibTeX to a .bib file")
		}
		list = bib.CSL(root)
	} else {
		var found []problem.Problem
		list, found, err = bib.Publications(string(syntax.PlainText(src)))
		if err != nil {
			return nil, err
		}
		for _, p := range found {
			f.Warn(&yaml.Node{Line: first + p.Line, Column: p.Column}, "publications", "bibliography", p.Message, p.Fix)
		}
	}
	shift(list, first)
	return list, nil
}

// shift moves a tree down by some lines.
func shift(n *yaml.Node, lines int) {
	n.Line += lines
	for _, c := range n.Content {
		shift(c, lines)
	}
}
