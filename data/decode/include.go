package decode

import (
	"cmp"
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
	"wenkaiyue.com/cv/data/problem"
)

// Opener returns the content of a file that a CV names for its publications, at most
// one byte more than [MaxBibliography].
type Opener func(name string) ([]byte, error)

// Beside returns an Opener for regular files in the folder of a CV file, or below it. It
// rejects paths that leave the folder by "..", from the root or by a symbolic link, because
// the CV may be a stranger's.
func Beside(path string) Opener {
	return func(name string) ([]byte, error) {
		root, err := os.OpenRoot(filepath.Dir(path))
		if err != nil {
			return nil, err
		}
		defer func() { _ = root.Close() }()
		f, err := root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0) // a pipe would wait for its writer
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
			return nil, cmp.Or(err, errors.New("is not a regular file"))
		}
		return io.ReadAll(io.LimitReader(f, MaxBibliography+1))
	}
}

// include replaces objects {file: NAME} by the entries of the bibliographies that they
// name, in `publications: {file: papers.bib}` or as an entry of the list.
func (f *File) include(n *yaml.Node, open Opener, depth int) error {
	if n.Kind != yaml.MappingNode || depth < 0 {
		return nil
	}
	for i := 1; i < len(n.Content); i += 2 {
		value := n.Content[i]
		if !convert.IsPublications(n.Content[i-1].Value) {
			if err := f.include(value, open, depth-1); err != nil {
				return err
			}
			continue
		}
		items, named := []*yaml.Node{value}, false
		if value.Kind == yaml.SequenceNode {
			items = value.Content
		}
		list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: value.Line, Column: value.Column}
		for _, item := range items {
			if file := fileNamed(item); file != nil {
				entries, err := f.publications(file, open)
				if err != nil {
					return err
				}
				list.Content, named = append(list.Content, entries.Content...), true
			} else {
				list.Content = append(list.Content, item)
			}
		}
		if named {
			n.Content[i] = list
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
	if n.Kind == yaml.MappingNode && len(n.Content) == 2 && n.Content[0].Value == "file" && n.Content[1].Kind == yaml.ScalarNode && !IsNull(n.Content[1]) {
		return n.Content[1]
	}
	return nil
}

// publications reads the bibliography that a value names.
func (f *File) publications(file *yaml.Node, open Opener) (*yaml.Node, error) {
	name := strings.TrimSpace(file.Value)
	refuse := func(reason, fix string) error {
		return problem.New(file.Line, file.Column, problem.Quote(name)+" "+reason, fix)
	}
	const beside, mine = "put it beside the CV, and write its name alone", "keep the entries that are yours"
	switch {
	case !filepath.IsLocal(name) || slices.Contains(strings.Split(filepath.ToSlash(name), "/"), ".."):
		return nil, refuse("does not lie in the folder of the CV, or below it", beside)
	case !IsBibliography(name) && !isJSON(name):
		return nil, refuse("is neither a .bib nor a .json file", "export your publications as BibTeX or CSL-JSON")
	case open == nil:
		return nil, refuse("can be read only beside a CV that is a file", "write the publications themselves")
	}
	src, err := open(name)
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err // without the name
	}
	switch {
	case err != nil:
		return nil, refuse("cannot be read: "+err.Error(), beside)
	case len(src) > MaxBibliography:
		return nil, refuse(fmt.Sprintf("is larger than %d MiB", MaxBibliography>>20), mine)
	case f.included+len(src) > MaxBibliography:
		return nil, refuse(fmt.Sprintf("and the bibliographies before it are larger than %d MiB", MaxBibliography>>20), mine)
	}
	f.included += len(src)
	list, format, err := f.parse(filepath.Join(filepath.Dir(f.Name), name), src, MaxBibliography)
	if err == nil && format == "" {
		err = problem.New(list.Line, list.Column, "this is not a list of publications in CSL-JSON", "export it as CSL-JSON, or as BibTeX to a .bib file")
	}
	return list, err
}
