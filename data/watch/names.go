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
	// maxEditions bounds the editions beside a CV file.
	maxEditions = 32
	// maxFolder bounds the folder that editions are looked for in, in names.
	maxFolder = 4096
)

// look finds the editions in the folder, ordered by name. Of two files with one name
// the first is the edition, in the order yaml, yml, json and then by spelling.
func (e *Editions) look() (found []*file, problems []error) {
	if e.others == nil {
		return nil, nil
	}
	dir, base := filepath.Split(e.first.path)
	names, err := readNames(cmp.Or(dir, "."))
	if err != nil {
		return nil, []error{fmt.Errorf("no editions are looked for: %w", err)}
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
	})
	first := stem(base)
	taken := map[string]string{} // file by edition
	for _, name := range names {
		f, ok := e.edition(first, name)
		switch {
		case !ok || name == base:
			continue
		case f.name == "":
			problems = append(problems, stray(name, "its name has neither a language of two letters nor one of the tags"))
			continue
		case taken[f.name] != "":
			if rank(name) != rank(".json") { // which our own export is named
				problems = append(problems, stray(name, taken[f.name]+" is that edition"))
			}
			continue
		case len(taken) == maxEditions:
			problems = append(problems, stray(name, fmt.Sprintf("there are %d editions already", maxEditions)))
			continue
		}
		taken[f.name] = name
		f.path = dir + name
		found = append(found, f)
	}
	return found, problems
}

// stray returns the error of a file that is named like an edition and is none.
func stray(file, why string) error { return fmt.Errorf("%s is shown to nobody: %s", file, why) }

// edition returns the edition that is in the file FIRST.NAME.EXT; it has no name if NAME is
// none. It reports false for the files of other programs, and for our own: cv.schema.json,
// cv.csl.json, cv.zh.csl.json.
func (e *Editions) edition(first, path string) (*file, bool) {
	name, ok := strings.CutPrefix(stem(path), first+".")
	lower := strings.ToLower(name)
	switch last := lower[strings.LastIndexByte(lower, '.')+1:]; {
	case !ok || name == "" || rank(path) < 0:
		return nil, false
	case slices.Contains(e.tags, lower):
		return &file{name: lower, tag: true}, true
	case rank(path) == rank(".json") && (last == "schema" || last == "csl"):
		return nil, false
	}
	if tag, ok := locale.ParseTag(name); ok {
		return &file{name: tag.String()}, true
	}
	return &file{}, true
}

// rank orders the extensions of editions, the ones that people write first; it is -1
// for any other.
func rank(name string) int {
	return slices.Index([]string{".yaml", ".yml", ".json"}, strings.ToLower(filepath.Ext(name)))
}

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
	switch {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err == nil && len(names) > maxFolder:
		return nil, fmt.Errorf("%s has more than %d files; put the CV and its editions into a folder of their own", dir, maxFolder)
	}
	return names, err
}
