package data

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"
)

// File is a CV file that is read again whenever it changes. It is for one
// goroutine at a time.
type File struct {
	path string
	tag  bool              // its name has a tag, and states no language
	last [sha256.Size]byte // of the version loaded last

	source *Source // of the version that Load has read
}

// NewFile names a file. Nothing is read yet.
func NewFile(path string) *File { return &File{path: path} }

// Path is the file's name, as given to [NewFile].
func (f *File) Path() string { return f.path }

// Load reads the file as it is now, as [LoadFile] does, and refuses a CV without
// a name; [File.Watch] then reports what comes after it.
func (f *File) Load() (*CV, error) {
	v := f.load()
	if errors.Is(v.Err, errIrregular) { // a pipe can be read, but only once
		return f.loadOnce()
	}
	f.source = v.Source
	return v.CV, v.Err
}

// load is Load for files that can be read again.
func (f *File) load() Version {
	file, err := openRegular(f.path)
	v := snapshot(file, err)
	f.last = v.digest
	if err == nil {
		file.Close()
	}
	return v.load(f)
}

// loadOnce reads a file that can be read but once.
func (f *File) loadOnce() (*CV, error) {
	file, err := Open(f.path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	source, err := Read(f.path, file)
	if err != nil {
		return nil, err
	}
	f.source = source
	return named(f.path, source.CV, nil)
}

// Source is what [File.Load] has read; nil if it could not be loaded.
func (f *File) Source() *Source { return f.source }

// Version is what a file held at some time.
type Version struct {
	CV     *CV     // nil if Err is not
	Err    error   // why there is no CV: as [File.Load] has it
	Source *Source // what the CV was read from, for package check; nil if CV is

	src    []byte // as much of it as is ever read
	digest [sha256.Size]byte
}

// Watch looks at the file at every interval, until ctx is done, and reports each
// version that is not the one before. A value from now, which may be nil, has it
// look at once, and report what it finds even if it has not changed.
//
// It reads the file each time and compares what it holds, so it does not matter
// how a change came about: by writing in place, by renaming another file over
// it, by a symbolic link that leads elsewhere (a ConfigMap), by a mount; nor
// whether size and time of the file tell of it, nor what kind of file system it
// is on. A file that cannot be read is a version too.
//
// A version is reported when it has stayed the same for an interval: a file that
// is being written is not a CV yet, though half of it may well be YAML. What
// replaces a file in one step is whole however soon it is replaced again.
func (f *File) Watch(ctx context.Context, every time.Duration, now <-chan os.Signal, report func(Version)) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for asked := false; ; {
		select {
		case <-ctx.Done():
			return
		case <-now:
			asked = true
		case <-tick.C:
		}
		if v, ok := f.look(ctx, every, asked); ok {
			asked = false
			f.last = v.digest
			report(v.load(f))
		}
	}
}

// look returns what the file holds, if it is another version than the last one or
// asked for, and has stayed the same for a time.
func (f *File) look(ctx context.Context, settle time.Duration, asked bool) (v Version, ok bool) {
	file, err := openRegular(f.path)
	if file != nil {
		defer file.Close()
	}
	first := snapshot(file, err)
	if first.digest == f.last && !asked {
		return first, false
	}
	select {
	case <-ctx.Done():
		return first, false
	case <-time.After(settle):
	}
	if file != nil {
		// The open file, not what has the name by now: it is whole if nobody is
		// writing to it, and the next look sees what took its place.
		v = snapshot(file, nil)
	} else if file, err = openRegular(f.path); err == nil {
		defer file.Close()
		v = snapshot(file, nil)
	} else {
		v = snapshot(nil, err)
	}
	return v, v.digest == first.digest
}

var errIrregular = errors.New("is not a regular file, so it is read only once")

// openRegular opens a file that can be read again. It does not open FIFOs: that
// would unblock a writer. Nor does it wait for a FIFO that has just taken the
// file's place.
func openRegular(path string) (*os.File, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil: // opening says why
	case info.IsDir():
		return nil, fmt.Errorf("%s is a directory; name the file in it", path)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s %w", path, errIrregular)
	}
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

// snapshot reads the whole of an open file, or notes that it could not be opened.
func snapshot(file *os.File, err error) (v Version) {
	if err == nil {
		v.src, err = readWhole(file)
	}
	if v.digest = sha256.Sum256(v.src); err != nil {
		v.Err, v.digest = err, sha256.Sum256([]byte("error: "+err.Error()))
	}
	return v
}

// readWhole reads an open file from its start, as much as [Load] does, with no
// more system calls than it takes: a file under watch is read every second.
func readWhole(file *os.File) ([]byte, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.Grow(int(min(info.Size(), MaxBytes)) + bytes.MinRead)
	_, err = b.ReadFrom(io.NewSectionReader(file, 0, MaxBytes+1))
	return b.Bytes(), err
}

// load makes the CV of what was read. A file that breaks the reader must not
// break what is running.
func (v Version) load(f *File) (loaded Version) {
	if v.Err != nil {
		return v
	}
	defer func() {
		if r := recover(); r != nil {
			loaded = v
			loaded.CV, loaded.Err = nil, refusal(f.path, 0, 0, fmt.Sprintf("the file cannot be read: %v", r), "")
		}
	}()
	source, err := read(f.path, v.src)
	if v.CV, v.Err = named(f.path, source.CV, err); v.Err == nil {
		if f.tag {
			v.CV.settle("")
		}
		v.Source = source
	}
	return v
}

// named passes on what was loaded, but for a CV of nobody: who has saved such a
// file does not mean it to be seen.
func named(path string, cv *CV, err error) (*CV, error) {
	if err == nil && cv.Basics.Name == "" {
		return nil, Nameless(path)
	}
	return cv, err
}
