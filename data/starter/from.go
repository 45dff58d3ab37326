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

// maxExport is the size limit of a ZIP in bytes: its list of files is held in memory.
const maxExport = 64 << 20

// From converts the named file to a CV file to edit. The file is a CV in any format that
// loads (see [Convert]), or the data export of LinkedIn, as ZIP or folder.
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
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	case !bytes.HasPrefix(src, []byte("PK\x03\x04")) || !info.Mode().IsRegular():
		return Convert(name, src)
	case info.Size() > maxExport:
		return nil, fmt.Errorf("%s is larger than %d MiB; unpack it, and name its folder", name, maxExport>>20)
	}
	export, err := zip.NewReader(f, info.Size())
	if err != nil {
		return nil, fmt.Errorf("%s cannot be unpacked: %w", name, err)
	}
	return linkedIn(name, export)
}

// linkedIn returns an export as a CV file.
func linkedIn(name string, export fs.FS) ([]byte, error) {
	root, err := convert.LinkedIn(export)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return write(name, convert.Convert(root, data.Schema()).Root, nil)
}
