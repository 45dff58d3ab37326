package watch

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data/locale"
)

const (
	// maxEditions limits the number of editions beside a CV file.
	maxEditions = 32
	// maxFolder limits the number of names in the folder of the editions.
	maxFolder = 4096
)

// extensions are those of editions, in their order of precedence.
var extensions = strings.Fields(".yaml .yml .json")

// look returns the editions in the folder by name. Of two files with the same name, the
// first is the edition, in the order of extensions and then by spelling. The problems are
// files that are named like editions but are not.
func (e *Editions) look() (found map[string]*file, problems []error) {
	dir, base := filepath.Split(e.Path())
	names, err := readNames(cmp.Or(dir, "."))
	if err != nil {
		return nil, []error{fmt.Errorf("no editions are looked for: %w", err)}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b)) })
	found = map[string]*file{}
	for _, name := range names {
		written, ok := strings.CutPrefix(stem(name), stem(base)+".")
		if !ok || written == "" || rank(name) < 0 || name == base {
			continue
		}
		f := &file{name: strings.ToLower(written), path: dir + name}
		isJSON := rank(name) == rank(".json")
		if f.tag = slices.Contains(e.tags, f.name); !f.tag {
			if last := filepath.Ext("." + f.name); isJSON && (last == ".schema" || last == ".csl") { // our own exports
				continue
			}
			language, ok := locale.ParseTag(written)
			if f.name = language.String(); !ok {
				problems = append(problems, stray(name, "its name has neither a language of two letters nor one of the tags"))
				continue
			}
		}
		switch other := found[f.name]; {
		case other == nil && len(found) < maxEditions:
			found[f.name] = f
		case other == nil:
			problems = append(problems, stray(name, fmt.Sprintf("there are %d editions already", maxEditions)))
		case !isJSON: // our own export of an edition has this name
			problems = append(problems, stray(name, filepath.Base(other.path)+" is that edition"))
		}
	}
	return found, problems
}

// stray returns the error of a file that is named like an edition but is not one.
func stray(file, why string) error { return fmt.Errorf("%s is shown to nobody: %s", file, why) }

// rank returns the index of a file's extension in extensions, or -1.
func rank(name string) int { return slices.Index(extensions, strings.ToLower(filepath.Ext(name))) }

// stem returns the name of a file without its extension.
func stem(name string) string { return strings.TrimSuffix(name, filepath.Ext(name)) }

// readNames returns the names in a folder.
func readNames(dir string) ([]string, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	names, err := f.Readdirnames(maxFolder + 1)
	if len(names) > maxFolder {
		return nil, fmt.Errorf("%s has more than %d files; put the CV and its editions into a folder of their own", dir, maxFolder)
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return names, err
}
