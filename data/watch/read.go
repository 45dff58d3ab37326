package watch

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"syscall"

	"wenkaiyue.com/cv/data/decode"
)

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

// snapshot reads an open file from its start, and the bibliographies that its last
// version named, or notes that it could not be opened.
func (f *File) snapshot(file *os.File, err error) (v Version) {
	if err == nil && file != nil {
		_, _ = file.Seek(0, io.SeekStart) // a pipe is at its start
		v.src, err = io.ReadAll(io.LimitReader(file, int64(decode.MaxSize(f.path))+1))
	}
	if v.Err = err; err != nil {
		v.digest = sha256.Sum256([]byte("error: " + err.Error()))
		return v
	}
	open := decode.Beside(f.path)
	sum := newSum(v.src)
	for _, name := range f.beside {
		sum.add(open(name))
	}
	v.digest = sum.digest()
	return v
}

// sum is the digest of a CV file and of the bibliographies that it names.
type sum struct{ hash.Hash }

func newSum(src []byte) sum {
	s := sum{sha256.New()}
	s.add(src, nil)
	return s
}

// add adds a file, or why it cannot be read.
func (s sum) add(src []byte, err error) {
	one := sha256.New()
	_, _ = one.Write(src)
	if err != nil {
		_, _ = one.Write([]byte("error: " + err.Error()))
	}
	_, _ = s.Write(one.Sum(nil))
}

func (s sum) digest() (d digest) {
	s.Sum(d[:0])
	return d
}
