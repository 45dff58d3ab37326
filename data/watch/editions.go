// Package watch reads a CV file again when it changes, with its editions in other
// languages beside it.
//
// It reads each file, with the bibliographies that a CV names, at every interval
// and compares the content. It finds every change: by writing in place, by renaming
// another file, by a symbolic link (a ConfigMap) or by a mount, on every file
// system, and even if the file keeps its size and time. A file that cannot be read
// is a version too.
//
// A version is reported when it has stayed the same for an interval, because half
// of a file that is being written may be valid YAML. A file that is put in place in
// one step is whole, however soon it is replaced again.
package watch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"wenkaiyue.com/cv/data/locale"
)

// Editions is a CV file, STEM.EXT, with its editions: the files STEM.NAME.yaml,
// .yml and .json beside it, each a whole CV. NAME is a tag, or else a language as
// [locale.ParseTag] reads it. Editions is not safe for concurrent use.
type Editions struct {
	files    map[string]*file // by the name of the edition; "" is the CV file itself
	alone    bool             // there are no editions
	tags     []string         // in lower case
	problems []string         // that have been reported
}

// NewFile returns a CV file without editions. It reads nothing yet.
func NewFile(path string) *Editions {
	return &Editions{files: map[string]*file{"": {path: path}}, alone: true}
}

// NewEditions returns a CV file with its editions. Names of editions that are in tags are
// tags, even if they could be languages. It reads nothing yet.
func NewEditions(path string, tags []string) *Editions {
	e := NewFile(path)
	e.alone = false
	for _, t := range tags {
		e.tags = append(e.tags, strings.ToLower(strings.TrimSpace(t)))
	}
	return e
}

// Path returns the name of the file, as given to [NewFile] or [NewEditions].
func (e *Editions) Path() string { return e.files[""].path }

// Load reads the CV file itself as it is now, like [data.LoadFile], and rejects a CV
// without a name. It reads a pipe once.
func (e *Editions) Load() Version { return e.files[""].load() }

// LoadOthers reports the editions beside the file as they are now. The Version of one that
// cannot be shown has an error. The problems are files that look like editions and are none,
// and a folder that cannot be read.
func (e *Editions) LoadOthers(report func(Version), problem func(error)) {
	e.find(true, problem)
	for _, name := range slices.Sorted(maps.Keys(e.files)) {
		if name != "" {
			report(e.files[name].load())
		}
	}
}

// Watch reports each new version of the file and of each edition, and editions that come
// and go, until ctx is done. A value from now, which may be nil, makes it look at once, and
// report what it finds even if it has not changed. Watch reports problems with names, as
// [Editions.LoadOthers] reports them, when they change and, all of them, for each value of
// now. Call it once, after [Editions.Load] and [Editions.LoadOthers].
func (e *Editions) Watch(ctx context.Context, every time.Duration, now <-chan os.Signal, report func(Version), problem func(error)) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		asked := false
		select {
		case <-ctx.Done():
			for _, f := range e.files {
				f.release()
			}
			return
		case <-now:
			asked = true
		case <-tick.C:
		}
		e.find(asked, problem)
		for _, name := range slices.Sorted(maps.Keys(e.files)) {
			if v, ok := e.files[name].look(every, asked); ok {
				if v.Gone = name != "" && errors.Is(v.Err, fs.ErrNotExist); v.Gone {
					delete(e.files, name)
				}
				report(v)
			}
		}
	}
}

// find adds the editions in the folder, and reports the new problems with names, or all.
func (e *Editions) find(all bool, problem func(error)) {
	if e.alone {
		return
	}
	found, problems := e.look()
	for name, f := range found {
		old := e.files[name]
		if old != nil && old.path == f.path {
			continue
		}
		if old != nil {
			old.release()
		}
		e.files[name] = f
	}
	known := e.problems
	e.problems = nil
	for _, err := range problems {
		if e.problems = append(e.problems, err.Error()); all || !slices.Contains(known, err.Error()) {
			problem(err)
		}
	}
}

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
