package watch

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/decode"
)

// Version is the content of an edition's file at some time.
type Version struct {
	Name string // of the edition: "zh-Hant", or the tag; "" for the CV file itself
	Tag  bool   // Name is a tag
	Path string

	CV     *data.CV     // nil if Err is not
	Source *data.Source // of the CV; nil if CV is
	Err    error        // why there is no CV
	// Gone reports that the file has been removed. The CV file itself is never gone: its
	// Version has the error.
	Gone bool
}

// file is the file of one edition.
type file struct {
	name, path string
	tag        bool
	beside     []string // the bibliographies that its last version names
	last       digest   // of the version loaded last

	asked   bool     // report the next version even if it is the last one
	waiting bool     // for the version below to stay the same
	held    *os.File // nil if it could not be opened
	seen    digest
	since   time.Time // when it was seen
}

// load reads the file as it is now. A pipe is read once.
func (f *file) load() Version {
	defer f.release()
	v := f.parse(f.read())
	if !errors.Is(v.Err, errIrregular) {
		return v
	}
	last := f.last // it keeps this as long as it is a pipe
	pipe, err := data.Open(f.path, 0)
	if err != nil {
		return f.parse(nil, err)
	}
	defer pipe.Close()
	v = f.parse(f.readAll(pipe))
	f.beside, f.last = nil, last
	return v
}

// look returns the version that an earlier look has found, if it has stayed the same for an
// interval, and looks for a new one. It keeps the file open in between, because another
// file may take its name, and this one is whole if nobody writes to it.
func (f *file) look(every time.Duration, asked bool) (v Version, ok bool) {
	f.asked = f.asked || asked
	if f.waiting {
		if time.Since(f.since) < every*9/10 { // a signal came in between
			return v, false
		}
		src, err := f.read()
		f.release()
		if f.digest(src, err) == f.seen {
			f.asked = false
			v, ok = f.parse(src, err), true
		}
	}
	now := f.digest(f.read())
	if f.waiting = now != f.last || f.asked; !f.waiting {
		f.release()
	}
	f.seen, f.since = now, time.Now()
	return v, ok
}

// release closes the held file.
func (f *file) release() {
	if f.held != nil {
		f.held.Close()
	}
	f.held = nil
}

var errIrregular = errors.New("is not a regular file, so it is read only once")

// read reads the held file, or else opens and holds it. It does not open FIFOs, because
// that would unblock a writer, and does not wait for a FIFO that has just taken the file's
// place.
func (f *file) read() ([]byte, error) {
	if f.held != nil {
		if _, err := f.held.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
		return f.readAll(f.held)
	}
	if info, err := os.Stat(f.path); err == nil && !info.IsDir() && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s %w", f.path, errIrregular)
	}
	r, err := data.Open(f.path, syscall.O_NONBLOCK)
	if err != nil {
		return nil, err
	}
	f.held = r
	return f.readAll(r)
}

// readAll reads at most one byte more than the limit of a file, which then is rejected.
func (f *file) readAll(r io.Reader) ([]byte, error) {
	return io.ReadAll(io.LimitReader(r, int64(decode.MaxSize(f.path))+1))
}

// parse makes a Version of the content or the error of a read. A panic becomes an error, so
// that a file cannot stop the program.
func (f *file) parse(src []byte, err error) (v Version) {
	v = Version{Name: f.name, Tag: f.tag, Path: f.path, Err: err}
	f.beside = nil
	now, open := digest{}.with(src, err), decode.Beside(f.path)
	defer func() {
		if r := recover(); r != nil {
			v.Err = fmt.Errorf("%s: the file cannot be read: %v", f.path, r)
		}
		f.last = now
	}()
	if err != nil {
		return v
	}
	source, err := data.Read(f.path, bytes.NewReader(src), func(name string) ([]byte, error) {
		src, err := open(name)
		f.beside = append(f.beside, name)
		now = now.with(src, err)
		return src, err
	})
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

// digest returns the digest of the content or the error of a read, and of the
// bibliographies that the last version names.
func (f *file) digest(src []byte, err error) digest {
	now, open := digest{}.with(src, err), decode.Beside(f.path)
	for _, name := range f.beside {
		now = now.with(open(name))
	}
	return now
}

type digest [sha256.Size]byte

// with returns the digest of what d stands for and of one more file, or of the error.
func (d digest) with(src []byte, err error) digest {
	return sha256.Sum256(fmt.Appendf(nil, "%x %x %v", d, sha256.Sum256(src), err))
}
