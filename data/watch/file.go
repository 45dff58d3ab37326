// Package watch reads CV files again when they change: one file ([File]), or one with
// its editions in other languages beside it ([Editions]).
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
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"time"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/decode"
)

// File is a CV file that is read again when it changes. It is for one goroutine at a
// time.
type File struct {
	path   string
	tag    bool         // its name has a tag, and states no language
	source *data.Source // what Load has read
	last   digest       // of the version loaded last
	beside []string     // the bibliographies that the last version names

	asked   bool     // report the next version even if it is the last one
	waiting bool     // for the version below to stay the same
	held    *os.File // nil where it could not be opened
	seen    digest
	since   time.Time // when it was seen
}

type digest = [sha256.Size]byte

// Version is what a file held at some time.
type Version struct {
	CV     *data.CV     // nil if Err is not
	Err    error        // why there is no CV
	Source *data.Source // what the CV was read from; nil if CV is

	src    []byte // at most one byte more than is allowed
	digest digest
}

// NewFile names a file. Nothing is read yet.
func NewFile(path string) *File { return &File{path: path} }

// Path returns the file's name, as given to [NewFile].
func (f *File) Path() string { return f.path }

// Source returns what [File.Load] has read; nil if it could not be loaded.
func (f *File) Source() *data.Source { return f.source }

// Load reads the file as it is now, as [data.LoadFile] does, and refuses a CV without
// a name; [File.Watch] then reports what comes after it. A pipe is read once.
func (f *File) Load() (*data.CV, error) {
	v := f.load()
	f.source = v.Source
	return v.CV, v.Err
}

func (f *File) load() Version {
	file, err := openRegular(f.path)
	v := f.snapshot(file, err)
	f.last = v.digest
	if errors.Is(err, errIrregular) {
		defer func() { f.last = v.digest }() // which it will have as long as it is a pipe
		file, err = data.Open(f.path)
		return f.parse(closed(file, f.snapshot(file, err)))
	}
	return f.parse(closed(file, v))
}

// closed closes a file that has been read.
func closed(file *os.File, v Version) Version {
	if file != nil {
		file.Close()
	}
	return v
}

// Watch reports each version of the file that is not the one before, until ctx is done.
// A value from now, which may be nil, has it look at once, and report what it finds
// even if it has not changed.
func (f *File) Watch(ctx context.Context, every time.Duration, now <-chan os.Signal, report func(Version)) {
	defer f.release()
	repeat(ctx, every, now, func(asked bool) {
		if v, ok := f.look(every, asked); ok {
			report(v)
		}
	})
}

// repeat calls look at every interval, and at once for a value from now, until ctx is
// done.
func repeat(ctx context.Context, every time.Duration, now <-chan os.Signal, look func(asked bool)) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-now:
			look(true)
		case <-tick.C:
			look(false)
		}
	}
}

// look returns the version that a look before has found, if it has stayed the same for
// an interval, and looks for another one than the last. It keeps the file open in between: what
// has its name by then may be another one, and this one is whole if nobody writes to it.
func (f *File) look(every time.Duration, asked bool) (found Version, ok bool) {
	f.asked = f.asked || asked
	if f.waiting {
		if time.Since(f.since) < every*9/10 { // a signal came in between
			return Version{}, false
		}
		v := f.snapshot(f.held, nil)
		if f.held == nil {
			v = f.snapshot(f.open())
		}
		f.release()
		if ok = v.digest == f.seen; ok {
			f.last, f.asked = v.digest, false
			found = f.parse(v)
		}
	}
	v := f.snapshot(f.open())
	if v.digest == f.last && !f.asked {
		f.release()
		return found, ok
	}
	f.waiting, f.seen, f.since = true, v.digest, time.Now()
	return found, ok
}

// open opens the file and holds it.
func (f *File) open() (*os.File, error) {
	file, err := openRegular(f.path)
	f.held = file
	return file, err
}

// release closes what is held.
func (f *File) release() {
	if f.held != nil {
		f.held.Close()
	}
	f.waiting, f.held = false, nil
}

// parse makes the CV of what was read, and takes the digest of the bibliographies that
// it has named. A file that breaks the reader must not break what is running.
func (f *File) parse(v Version) (parsed Version) {
	if v.Err != nil {
		return v
	}
	defer func() {
		if r := recover(); r != nil {
			parsed = Version{Err: fmt.Errorf("%s: the file cannot be read: %v", f.path, r)}
		}
	}()
	open, sum := decode.Beside(f.path), newSum(v.src)
	source, err := data.Read(f.path, bytes.NewReader(v.src), func(name string) ([]byte, error) {
		src, err := open(name)
		sum.add(src, err)
		return src, err
	})
	f.beside, f.last = source.Files, sum.digest()
	switch {
	case err != nil:
		v.Err = err
	case source.CV.Basics.Name == "":
		v.Err = data.Nameless(f.path)
	default:
		v.CV, v.Source = source.CV, source
		if f.tag {
			v.CV.IgnoreFileName()
		}
	}
	return v
}
