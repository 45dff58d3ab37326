package data

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"
)

// Change is what has become of an edition.
type Change struct {
	Edition
	Version
	// Gone reports that the file is no longer there. The edition without a name is
	// never gone: its Version has the error.
	Gone bool
}

// Watch reports each new version of each edition until ctx is done, as [File.Watch]
// does for one file, and editions that come and go. Each file is watched by itself: an
// edit of one waits for no other. Calls of report do not overlap. Problems with names
// are reported as errors of [Editions.LoadOthers] when they change and, all of them,
// for each value of now.
//
// It is called once, after [Editions.Load] and [Editions.LoadOthers].
func (e *Editions) Watch(ctx context.Context, every time.Duration, now <-chan os.Signal, report func(Change), problem func(error)) {
	w := &watcher{Editions: e, ctx: ctx, every: every, report: report, files: map[string]*watchedFile{}}
	defer w.all.Wait()
	w.start(Edition{Path: e.first.Path(), file: e.first})
	for _, ed := range e.found {
		w.start(ed)
	}
	_, problems := e.look()
	known := texts(problems)
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		asked := os.Signal(nil)
		select {
		case <-ctx.Done():
			return
		case asked = <-now:
		case <-tick.C:
		}
		found, problems := e.look()
		for _, ed := range found {
			w.start(ed)
		}
		for _, err := range problems {
			if asked != nil || !slices.Contains(known, err.Error()) {
				problem(err)
			}
		}
		known = texts(problems)
		if asked != nil {
			w.ask(asked)
		}
	}
}

// texts returns what errors say.
func texts(errs []error) (out []string) {
	for _, err := range errs {
		out = append(out, err.Error())
	}
	return out
}

// watcher watches the files of editions, a goroutine each.
type watcher struct {
	*Editions
	ctx   context.Context
	every time.Duration
	all   sync.WaitGroup

	reporting sync.Mutex
	report    func(Change)

	mu    sync.Mutex
	files map[string]*watchedFile // by name of the edition
}

// watchedFile is the file of an edition, under watch.
type watchedFile struct {
	path string
	ask  chan os.Signal // has it read at once
	stop context.CancelFunc
}

// start watches the file of an edition, unless one is watched. Another file is left
// first; this one's turn comes with the next look.
func (w *watcher) start(ed Edition) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if f := w.files[ed.Name]; f != nil {
		if f.path != ed.Path {
			f.stop()
		}
		return
	}
	ctx, stop := context.WithCancel(w.ctx)
	f := &watchedFile{ed.Path, make(chan os.Signal, 1), stop}
	w.files[ed.Name] = f
	w.all.Go(func() { w.watch(ctx, ed, f) })
}

// ask has every file read at once, and reported even if it has not changed.
func (w *watcher) ask(s os.Signal) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, f := range w.files {
		select {
		case f.ask <- s:
		default: // it is going to look anyway
		}
	}
}

// watch watches the file of an edition until it is gone or ctx is done.
func (w *watcher) watch(ctx context.Context, ed Edition, f *watchedFile) {
	defer f.stop()
	ed.file.Watch(ctx, w.every, f.ask, func(v Version) {
		w.reporting.Lock()
		defer w.reporting.Unlock()
		c := Change{Edition: ed, Version: v}
		if c.Gone = ed.Name != "" && errors.Is(v.Err, fs.ErrNotExist); c.Gone {
			f.stop()
		}
		w.report(c)
	})
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.files, ed.Name)
}
