package watch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/locale"
)

const (
	// MaxEditions bounds the editions beside a CV file.
	MaxEditions = 32
	// maxFolder bounds the folder that editions are looked for in, in names.
	maxFolder = 4096
)

// Editions is a CV file, STEM.EXT, with its editions: the files STEM.NAME.yaml, .yml
// and .json beside it, each a whole CV. NAME is a tag, or else a language as
// [locale.ParseTag] reads it. It is for one goroutine at a time.
type Editions struct {
	first    Edition
	tags     []string // in lower case
	found    map[string]Edition
	problems []string // that are known
}

// Edition is one of [Editions].
type Edition struct {
	Name string // canonical: "zh-Hant", or the tag; "" for the file that the others lie beside
	Tag  bool   // Name is a tag
	Path string

	file *File
}

// Change is what has become of an edition.
type Change struct {
	Edition
	Version
	// Gone reports that the file is no longer there. The edition without a name is
	// never gone: its Version has the error.
	Gone bool
}

// NewEditions names the file that the others lie beside. Of the names of editions,
// those in tags are tags, whatever language they could be. Nothing is read yet.
func NewEditions(path string, tags []string) *Editions {
	e := &Editions{first: Edition{Path: path, file: NewFile(path)}, found: map[string]Edition{}}
	for _, t := range tags {
		e.tags = append(e.tags, strings.ToLower(strings.TrimSpace(t)))
	}
	return e
}

// Path returns the name of the file that the others lie beside, as given to
// [NewEditions].
func (e *Editions) Path() string { return e.first.Path }

// Load loads the file that the others lie beside, as [File.Load] does.
func (e *Editions) Load() (*data.CV, error) { return e.first.file.Load() }

// Source returns what [Editions.Load] has read; nil if it could not be loaded.
func (e *Editions) Source() *data.Source { return e.first.file.Source() }

// LoadOthers loads the editions beside the file. One that cannot be shown has an error
// in its Version. The problems are about names: files that look like editions and are
// none, and a folder that cannot be read.
func (e *Editions) LoadOthers() (loaded []Change, problems []error) {
	found, problems := e.look()
	for _, ed := range found {
		loaded = append(loaded, Change{Edition: ed, Version: ed.file.load()})
		e.found[ed.Name] = ed
	}
	e.problems = texts(problems)
	return loaded, problems
}

// Watch reports each new version of each edition until ctx is done, as [File.Watch]
// does for one file, and editions that come and go. Problems with names are reported
// as errors of [Editions.LoadOthers] when they change and, all of them, for each value
// of now. It is called once, after [Editions.Load] and [Editions.LoadOthers].
func (e *Editions) Watch(ctx context.Context, every time.Duration, now <-chan os.Signal, report func(Change), problem func(error)) {
	repeat(ctx, every, now, func(asked bool) {
		e.watch(e.first, every, asked, report)
		found, problems := e.look()
		for _, ed := range found {
			old, known := e.found[ed.Name]
			if known && old.Path == ed.Path {
				continue
			}
			if known {
				old.file.release()
			}
			e.found[ed.Name] = ed
		}
		for _, ed := range e.found {
			e.watch(ed, every, asked, report)
		}
		for _, err := range problems {
			if asked || !slices.Contains(e.problems, err.Error()) {
				problem(err)
			}
		}
		e.problems = texts(problems)
	})
	e.first.file.release()
	for _, ed := range e.found {
		ed.file.release()
	}
}

// watch looks at one edition.
func (e *Editions) watch(ed Edition, every time.Duration, asked bool, report func(Change)) {
	v, ok := ed.file.look(every, asked)
	if !ok {
		return
	}
	gone := ed.Name != "" && errors.Is(v.Err, fs.ErrNotExist)
	if gone {
		delete(e.found, ed.Name)
	}
	report(Change{ed, v, gone})
}

// texts returns what errors say.
func texts(errs []error) (out []string) {
	for _, err := range errs {
		out = append(out, err.Error())
	}
	return out
}

// look finds the editions in the folder, ordered by name. Of two files with one name
// the first is the edition, in the order yaml, yml, json and then by spelling.
func (e *Editions) look() (found []Edition, problems []error) {
	dir, base := filepath.Split(e.first.Path)
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
		middle, ok := between(first, name)
		if !ok || name == base || isExport(middle, rank(name) == rank(".json")) && !e.isTag(middle) {
			continue
		}
		ed := e.named(middle)
		switch {
		case ed.Name == "":
			problems = append(problems, &StrayError{name, "its name has neither a language of two letters nor one of the tags"})
			continue
		case taken[ed.Name] != "":
			if rank(name) != rank(".json") { // which our own export is named
				problems = append(problems, &StrayError{name, taken[ed.Name] + " is that edition"})
			}
			continue
		case len(taken) == MaxEditions:
			problems = append(problems, &StrayError{name, fmt.Sprintf("there are %d editions already", MaxEditions)})
			continue
		}
		taken[ed.Name] = name
		ed.Path = dir + name
		ed.file = &File{path: ed.Path, tag: ed.Tag}
		found = append(found, ed)
	}
	return found, problems
}

// StrayError says that a file which is named like an edition is shown to nobody.
type StrayError struct{ File, Why string }

// Error implements [error].
func (e *StrayError) Error() string { return e.File + " is shown to nobody: " + e.Why }

// named returns the edition for the middle of a file's name, without a name if there is none.
func (e *Editions) named(middle string) Edition {
	if e.isTag(middle) {
		return Edition{Name: strings.ToLower(middle), Tag: true}
	}
	if tag, ok := locale.ParseTag(middle); ok {
		return Edition{Name: tag.String()}
	}
	return Edition{}
}

func (e *Editions) isTag(middle string) bool { return slices.Contains(e.tags, strings.ToLower(middle)) }

// rank orders the extensions of editions, the ones that people write first; it is -1
// for any other.
func rank(name string) int {
	return slices.Index([]string{".yaml", ".yml", ".json"}, strings.ToLower(filepath.Ext(name)))
}

// stem returns the name of a file without its extension.
func stem(name string) string { return strings.TrimSuffix(name, filepath.Ext(name)) }

// between returns NAME of FIRST.NAME.EXT.
func between(first, name string) (middle string, ok bool) {
	if rank(name) < 0 {
		return "", false
	}
	middle, ok = strings.CutPrefix(stem(name), first+".")
	return middle, ok && middle != ""
}

// isExport reports whether the middle of a name is that of our own JSON files:
// cv.schema.json, cv.csl.json, cv.zh.csl.json.
func isExport(middle string, isJSON bool) bool {
	last := strings.ToLower(middle[strings.LastIndexByte(middle, '.')+1:])
	return isJSON && (last == "schema" || last == "csl")
}

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
