package watch

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"syscall"
	"time"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/decode"
)

// Version is the content of an edition's file at some time.
type Version struct {
	Name string // of the edition: "zh-Hant", or the tag; "" for the file that the others lie beside
	Tag  bool   // Name is a tag
	Path string

	CV     *data.CV     // nil if Err is not
	Source *data.Source // of the CV; nil if CV is
	Err    error        // why there is no CV
	// Gone reports that the file is no longer there. The edition without a name is
	// never gone: its Version has the error.
	Gone bool
}

// file is the file of one edition.
type file struct {
	name, path string
	tag        bool
	last       digest   // of the version loaded last
	beside     []string // the bibliographies that it names

	asked   bool     // report the next version even if it is the last one
	waiting bool     // for the version below to stay the same
	held    *os.File // nil where it could not be opened
	seen    digest
	since   time.Time // when it was seen
}

// snapshot is the content of a file and of the bibliographies that its last version names.
type snapshot struct {
	src    []byte // at most one byte more than is allowed
	err    error  // why the file cannot be read
	digest digest // of all that
}

// load reads the file as it is now. A pipe is read once.
func (f *file) load() Version {
	s := f.snapshot()
	f.release()
	if !errors.Is(s.err, errIrregular) {
		return f.parse(s)
	}
	defer func() { f.last = s.digest }() // which it will have as long as it is a pipe
	pipe, err := data.Open(f.path)
	if err != nil {
		return f.parse(f.read(nil, err))
	}
	defer pipe.Close()
	return f.parse(f.read(pipe, nil))
}

// look returns the version that a look before has found, if it has stayed the same for
// an interval, and looks for another one than the last. It keeps the file open in
// between: by then another file may have its name, and this one is whole if nobody writes
// to it.
func (f *file) look(every time.Duration, asked bool) (found Version, ok bool) {
	f.asked = f.asked || asked
	if f.waiting {
		if time.Since(f.since) < every*9/10 { // a signal came in between
			return Version{}, false
		}
		s := f.snapshot()
		f.release()
		if s.digest == f.seen {
			f.asked = false
			found, ok = f.parse(s), true
		}
	}
	s := f.snapshot()
	if s.digest == f.last && !f.asked {
		f.release()
		return found, ok
	}
	f.waiting, f.seen, f.since = true, s.digest, time.Now()
	return found, ok
}

// release closes the held file.
func (f *file) release() {
	if f.held != nil {
		f.held.Close()
	}
	f.waiting, f.held = false, nil
}

var errIrregular = errors.New("is not a regular file, so it is read only once")

// snapshot reads the file that is held, or else opens and holds it. It does not open
// FIFOs: that would unblock a writer. Nor does it wait for a FIFO that has just taken the
// file's place.
func (f *file) snapshot() snapshot {
	if f.held != nil {
		_, err := f.held.Seek(0, io.SeekStart)
		return f.read(f.held, err)
	}
	info, err := os.Stat(f.path)
	switch {
	case err != nil: // opening says why
	case info.IsDir():
		return f.read(nil, fmt.Errorf("%s is a directory; name the file in it", f.path))
	case !info.Mode().IsRegular():
		return f.read(nil, fmt.Errorf("%s %w", f.path, errIrregular))
	}
	if f.held, err = os.OpenFile(f.path, os.O_RDONLY|syscall.O_NONBLOCK, 0); err != nil {
		f.held = nil
	}
	return f.read(f.held, err)
}

// read reads a file to its end, or notes why it could not be opened.
func (f *file) read(r io.Reader, err error) (s snapshot) {
	if s.err = err; err == nil {
		s.src, s.err = io.ReadAll(io.LimitReader(r, int64(decode.MaxSize(f.path))+1))
	}
	sum := newSum(s.src, s.err)
	if s.err == nil {
		open := decode.Beside(f.path)
		for _, name := range f.beside {
			sum.add(open(name))
		}
	}
	s.digest = sum.digest()
	return s
}

// parse makes the CV of what was read, and takes the digest of the bibliographies that
// it has named. A file that breaks the reader must not break what is running.
func (f *file) parse(s snapshot) (v Version) {
	v = Version{Name: f.name, Tag: f.tag, Path: f.path, Err: s.err}
	f.last = s.digest
	if s.err != nil {
		return v
	}
	defer func() {
		if r := recover(); r != nil {
			v.Err = fmt.Errorf("%s: the file cannot be read: %v", f.path, r)
		}
	}()
	open, sum := decode.Beside(f.path), newSum(s.src, nil)
	source, err := data.Read(f.path, bytes.NewReader(s.src), func(name string) ([]byte, error) {
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
		if f.tag {
			source.CV.IgnoreFileName()
		}
		v.CV, v.Source = source.CV, source
	}
	return v
}

type digest = [sha256.Size]byte

// sum is the digest of a CV file and of the bibliographies that it names.
type sum struct{ hash.Hash }

func newSum(src []byte, err error) sum {
	s := sum{sha256.New()}
	s.add(src, err)
	return s
}

// add adds a file, or why it cannot be read.
func (s sum) add(src []byte, err error) {
	fmt.Fprintf(s, "%d %q\n", len(src), fmt.Sprint(err))
	_, _ = s.Write(src)
}

func (s sum) digest() (d digest) {
	s.Sum(d[:0])
	return d
}
