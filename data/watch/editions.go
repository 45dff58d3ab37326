// Package watch reads a CV file again when it changes, with its editions in other
// languages beside it.
//
// A file is read at every interval, and what it holds is compared. So it does not
// matter how a change came about: by writing in place, by renaming another file over
// it, by a symbolic link that leads elsewhere (a ConfigMap), by a mount; nor whether
// size and time of the file tell of it, nor what kind of file system it is on. A file
// that cannot be read is a version too. The bibliographies that a CV names are a part
// of it.
//
// A version is reported when it has stayed the same for an interval: a file that is
// being written is not a CV yet, though half of it may well be YAML. A file that is put
// in place in one step is whole however soon it is replaced again.
package watch

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"wenkaiyue.com/cv/data"
)

// Editions is a CV file, STEM.EXT, with its editions: the files STEM.NAME.yaml, .yml
// and .json beside it, each a whole CV. NAME is a tag, or else a language as
// [locale.ParseTag] reads it. It is for one goroutine at a time.
type Editions struct {
	files    map[string]*file // by the name of the edition; "" is the file that the others lie beside
	alone    bool             // there are no others
	tags     []string         // in lower case
	problems []string         // that have been reported
	source   *data.Source     // of the CV that Load returned
}

// NewFile names a CV file without editions. Nothing is read yet.
func NewFile(path string) *Editions {
	return &Editions{files: map[string]*file{"": {path: path}}, alone: true}
}

// NewEditions names the file that the others lie beside. Of the names of editions,
// those in tags are tags, whatever language they could be. Nothing is read yet.
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

// Load reads the file that the others lie beside as it is now, as [data.LoadFile] does,
// and refuses a CV without a name. A pipe is read once.
func (e *Editions) Load() (*data.CV, error) {
	v := e.files[""].load()
	e.source = v.Source
	return v.CV, v.Err
}

// Source returns the source of the CV that [Editions.Load] returned, or nil, and keeps it
// no longer.
func (e *Editions) Source() *data.Source {
	s := e.source
	e.source = nil
	return s
}

// LoadOthers loads the editions beside the file. One that cannot be shown has an error
// in its Version. The problems are about names: files that look like editions and are
// none, and a folder that cannot be read.
func (e *Editions) LoadOthers() (loaded []Version, problems []error) {
	problems = e.find(true)
	for _, name := range e.names() {
		if name != "" {
			loaded = append(loaded, e.files[name].load())
		}
	}
	return loaded, problems
}

// names returns the names of the editions, in order.
func (e *Editions) names() []string { return slices.Sorted(maps.Keys(e.files)) }

// Watch reports each version of the file and of each edition that is not the one before,
// and editions that come and go, until ctx is done. A value from now, which may be nil,
// has it look at once, and report what it finds even if it has not changed. Problems with
// names are reported as [Editions.LoadOthers] returns them, when they change and, all of
// them, for each value of now. Watch is called once, after [Editions.Load] and
// [Editions.LoadOthers].
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
		problems := e.find(asked)
		for _, name := range e.names() {
			if v, ok := e.files[name].look(every, asked); ok {
				if v.Gone = name != "" && errors.Is(v.Err, fs.ErrNotExist); v.Gone {
					delete(e.files, name)
				}
				report(v)
			}
		}
		for _, err := range problems {
			problem(err)
		}
	}
}

// find takes up the editions that are in the folder. It returns the problems with names
// that are new, or all of them.
func (e *Editions) find(all bool) (problems []error) {
	if e.alone {
		return nil
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
	return slices.DeleteFunc(problems, func(err error) bool {
		e.problems = append(e.problems, err.Error())
		return !all && slices.Contains(known, err.Error())
	})
}
