package server

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"time"

	"charm.land/ssh"

	"wenkaiyue.com/cv/data/export"
)

// folder is an edition as files: one flat, read-only directory with a file for
// each format. Files are rendered when their bytes or their size are asked for.
type folder struct {
	*edition
	takes func(format string) // is told which files are opened
}

// folderOf is the folder that a session sees.
func folderOf(sess ssh.Session) folder {
	v := visitOf(sess.Context())
	return folder{v.edition, v.takes}
}

// folderName is what the directory is called when it is copied whole.
const folderName = "cv"

// within makes the path that a client names relative to the folder; nothing
// leads out of it.
func within(name string) string {
	if name = path.Clean("/" + name)[1:]; name == "" {
		return "."
	}
	return name
}

// Open implements [fs.FS].
func (d folder) Open(name string) (fs.File, error) {
	if name == "." {
		entries, err := d.ReadDir(name)
		return &openDir{entry: d.root(), entries: entries}, err
	}
	return d.read(name)
}

// read opens a file.
func (d folder) read(name string) (openFile, error) {
	e, err := d.file(name)
	if err != nil {
		return openFile{}, err
	}
	if f, ok := export.Lookup(name); ok {
		d.takes(f.Name)
	}
	return openFile{bytes.NewReader(e.bytes), e}, nil
}

// ReadDir implements [fs.ReadDirFS].
func (d folder) ReadDir(name string) ([]fs.DirEntry, error) {
	if name != "." {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	var out []fs.DirEntry
	for _, f := range export.Formats() {
		e, err := d.file(f.File)
		if err != nil {
			return nil, err
		}
		out = append(out, fs.FileInfoToDirEntry(e))
	}
	return out, nil
}

func (d folder) root() entry { return entry{name: folderName, mode: fs.ModeDir | 0o555, time: d.date} }

// file returns the file of a format, by its file name alone.
func (d folder) file(name string) (entry, error) {
	f, ok := export.Lookup(name)
	if !ok || f.File != name {
		return entry{}, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	b, err := d.exports[f.Name]()
	if err != nil {
		return entry{}, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return entry{name: name, mode: 0o444, time: d.date, bytes: b}, nil
}

// entry is the folder or a file in it; it is its own [fs.FileInfo].
type entry struct {
	name  string
	mode  fs.FileMode
	time  time.Time
	bytes []byte
}

func (e entry) Name() string       { return e.name }
func (e entry) Size() int64        { return int64(len(e.bytes)) }
func (e entry) Mode() fs.FileMode  { return e.mode }
func (e entry) ModTime() time.Time { return e.time }
func (e entry) IsDir() bool        { return e.mode.IsDir() }
func (e entry) Sys() any           { return nil }

// openFile is an entry being read.
type openFile struct {
	*bytes.Reader
	entry entry
}

func (f openFile) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f openFile) Close() error               { return nil }

// openDir is the folder being listed.
type openDir struct {
	entry   entry
	entries []fs.DirEntry
}

func (d *openDir) Stat() (fs.FileInfo, error) { return d.entry, nil }
func (d *openDir) Close() error               { return nil }
func (d *openDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.entry.name, Err: fs.ErrInvalid}
}

// ReadDir implements [fs.ReadDirFile].
func (d *openDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 || n > len(d.entries) {
		if n > 0 && len(d.entries) == 0 {
			return nil, io.EOF
		}
		n = len(d.entries)
	}
	out := d.entries[:n]
	d.entries = d.entries[n:]
	return out, nil
}
