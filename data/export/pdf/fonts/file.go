package fonts

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"

	ot "github.com/go-text/typesetting/font/opentype"
)

// The limits of one font file. Noto Serif CJK, the largest in use, has 27 MB and
// five fonts.
const (
	maxFileSize    = 64 << 20
	maxFontsInFile = 32
)

// open opens a font file and returns a loader for each of its fonts.
func open(path string) (*os.File, []*ot.Loader, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, nil, err
	case !info.Mode().IsRegular():
		return nil, nil, errors.New("it is not a regular file")
	case info.Size() > maxFileSize:
		return nil, nil, fmt.Errorf("it has more than %d MiB", maxFileSize>>20)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	err = measure(f, uint64(info.Size()))
	var loaders []*ot.Loader
	if err == nil {
		loaders, err = ot.NewLoaders(f)
	}
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, loaders, nil
}

// measure returns an error for a font whose tables together are larger than its file:
// the parser allocates the sizes that tables claim (OpenType 1.9, "Organization of an
// OpenType Font").
func measure(f io.ReaderAt, size uint64) error {
	fonts := make([]uint32, 1) // the offset of each
	var head struct{ Tag, Version, Fonts uint32 }
	if err := read(f, 0, &head); err != nil {
		return err
	}
	if head.Tag == uint32(ot.MustNewTag("ttcf")) {
		if head.Fonts > maxFontsInFile {
			return fmt.Errorf("it holds %d fonts", head.Fonts)
		}
		fonts = make([]uint32, head.Fonts)
		if err := read(f, 12, fonts); err != nil {
			return err
		}
	}
	for _, at := range fonts {
		var dir struct {
			Version uint32
			Tables  uint16
		}
		if err := read(f, at, &dir); err != nil {
			return err
		}
		tables := make([]struct{ Tag, Checksum, Offset, Length uint32 }, dir.Tables)
		if err := read(f, at+12, tables); err != nil {
			return err
		}
		sum := uint64(0)
		for _, t := range tables {
			sum += uint64(t.Length)
		}
		switch ot.Tag(dir.Version) {
		case ot.TrueType, ot.AppleTrueType, ot.OpenType:
		default:
			return errors.New("it is no OpenType font")
		}
		if sum > size {
			return errors.New("its tables are larger than the file")
		}
	}
	return nil
}

func read(f io.ReaderAt, at uint32, v any) error {
	return binary.Read(io.NewSectionReader(f, int64(at), math.MaxInt32), binary.BigEndian, v)
}
