package starter

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/convert"
	"wenkaiyue.com/cv/data/decode"
)

// maxExport is the size of a ZIP that is looked into, in bytes: its list of files is
// held in memory.
const maxExport = 64 << 20

// From returns what is in the named file as a CV file to edit: a CV in any format
// that loads (see [Convert]), or the data export of LinkedIn, as ZIP or folder. A
// file that names nobody is refused.
func From(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return linkedIn(name, os.DirFS(name))
	}
	src, err := io.ReadAll(io.LimitReader(f, int64(decode.MaxSize(name))+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if bytes.HasPrefix(src, []byte("PK\x03\x04")) && info.Mode().IsRegular() {
		if info.Size() > maxExport {
			return nil, fmt.Errorf("%s is larger than %d MiB; unpack it, and name its folder", name, maxExport>>20)
		}
		export, err := zip.NewReader(f, info.Size())
		if err != nil {
			return nil, fmt.Errorf("%s cannot be unpacked: %w", name, err)
		}
		return linkedIn(name, export)
	}
	out, err := Convert(name, src)
	if err != nil {
		return nil, err
	}
	return out, named(name, out)
}

// linkedIn returns an export as a CV file.
func linkedIn(name string, export fs.FS) ([]byte, error) {
	root, err := convert.LinkedIn(export)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	out, err := write(name, data.Schema().Resume(root).Root, nil)
	if err != nil {
		return nil, err
	}
	return out, named(name, out)
}

// named returns an error where a CV names nobody. name is the file that it is made
// from.
func named(name string, src []byte) error {
	cv, err := data.Load("cv.yaml", bytes.NewReader(src))
	if err == nil && cv.Basics.Name == "" {
		return data.Nameless(name)
	}
	return err
}
