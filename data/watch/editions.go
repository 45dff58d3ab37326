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
	first    *file
	tags     []string         // in lower case
	others   map[string]*file // by the name of the edition; nil for a file without editions
	problems []string         // that have been reported
	source   *data.Source     // of the last Load
}

// NewFile names a CV file without editions. Nothing is read yet.
func NewFile(path string) *Editions { return &Editions{first: &file{path: path}} }

// NewEditions names the file that the others lie beside. Of the names of editions,
// those in tags are tags, whatever language they could be. Nothing is read yet.
func NewEditions(path string, tags []string) *Editions {
	e := &Editions{first: &file{path: path}, others: map[string]*file{}}
	for _, t := range tags {
		e.tags = append(e.tags, strings.ToLower(strings.TrimSpace(t)))
	}
	return e
}

// Path returns the name of the file, as given to [NewFile] or [NewEditions].
func (e *Editions) Path() string { return e.first.path }

// Load reads the file that the others lie beside as it is now, as [data.LoadFile] does,
// and refuses a CV without a name. A pipe is read once.
func (e *Editions) Load() (*data.CV, error) {
	v := e.first.load()
	e.source = v.Source
	return v.CV, v.Err
}

// Source returns the file that [Editions.Load] has read; nil if it could not be loaded.
func (e *Editions) Source() *data.Source { return e.source }

// LoadOthers loads the editions beside the file. One that cannot be shown has an error
// in its Version. The problems are about names: files that look like editions and are
// none, and a folder that cannot be read.
func (e *Editions) LoadOthers() (loaded []Version, problems []error) {
	found, problems := e.look()
	for _, f := range found {
		loaded = append(loaded, f.load())
		e.others[f.name] = f
	}
	e.problems = texts(problems)
	return loaded, problems
}

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
			e.first.release()
			for _, f := range e.others {
				f.release()
			}
			return
		case <-now:
			asked = true
		case <-tick.C:
		}
		e.step(every, asked, report, problem)
	}
}

// step looks at all files once.
func (e *Editions) step(every time.Duration, asked bool, report func(Version), problem func(error)) {
	if v, ok := e.first.look(every, asked); ok {
		report(v)
	}
	found, problems := e.look()
	for _, f := range found {
		old := e.others[f.name]
		if old != nil && old.path != f.path {
			old.release()
		}
		if old == nil || old.path != f.path {
			e.others[f.name] = f
		}
	}
	for name, f := range e.others {
		v, ok := f.look(every, asked)
		if !ok {
			continue
		}
		if v.Gone = errors.Is(v.Err, fs.ErrNotExist); v.Gone {
			delete(e.others, name)
		}
		report(v)
	}
	for _, err := range problems {
		if asked || !slices.Contains(e.problems, err.Error()) {
			problem(err)
		}
	}
	e.problems = texts(problems)
}

// texts returns the messages of errors.
func texts(errs []error) (out []string) {
	for _, err := range errs {
		out = append(out, err.Error())
	}
	return out
}
