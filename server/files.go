package server

import (
	"bytes"
	"io/fs"
	"strings"
	"time"

	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/server/editions"
	"wenkaiyue.com/cv/server/files"
)

// files returns what the protocols of files tell the server and its visitor.
func (v *visit) files() files.Visit {
	words := &v.edition.CV.Words().Visit
	var names []string
	for _, f := range v.edition.Formats {
		names = append(names, f.File)
	}
	return files.Visit{
		Busy: v.guard.Busy, Request: v.guard.CountRequest, ReadOnly: words.OnlyRead,
		Missing: func(name string) string {
			return locale.Fill(words.NoFile, "file", tidy(name), "files", strings.Join(names, " "))
		},
		IsFolder: func(name string) string { return locale.Fill(words.IsFolder, "file", tidy(name)) },
	}
}

// folder is what a visitor finds as files: a file for each format of the visitor's
// edition (cv.pdf) and, where there are several languages, of each (cv.zh.pdf). A file is
// rendered when its bytes or its size are wanted.
type folder struct{ visit *visit }

// Open implements [fs.FS]. It records that the format has been taken.
func (d folder) Open(name string) (fs.File, error) {
	of, f, info, err := d.file(name)
	if err != nil {
		return nil, err
	}
	d.visit.takes(f.Name)
	d.visit.shows(of)
	return openFile{bytes.NewReader(info.bytes), info}, nil
}

// Stat implements [fs.StatFS].
func (d folder) Stat(name string) (fs.FileInfo, error) {
	if name == "." {
		return fileInfo{name: editions.FolderName, mode: fs.ModeDir | 0o555, time: d.visit.edition.Date}, nil
	}
	_, _, info, err := d.file(name)
	return info, err
}

// ReadDir implements [fs.ReadDirFS].
func (d folder) ReadDir(name string) (out []fs.DirEntry, err error) {
	if name != "." {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	all := []editions.Listed{{Edition: d.visit.edition}}
	if d.visit.editions.Several() {
		all = append(all, d.visit.editions.Languages...)
	}
	for _, l := range all {
		for _, f := range l.Formats {
			_, _, info, err := d.file(editions.FileName(f, l.Code))
			if err != nil {
				return nil, err
			}
			out = append(out, fs.FileInfoToDirEntry(info))
		}
	}
	return out, nil
}

// file returns a file by its exact name, and what it holds.
func (d folder) file(name string) (*editions.Edition, export.Format, fileInfo, error) {
	of, f, ok := d.visit.editions.Named(d.visit.edition, name)
	if !ok {
		return nil, f, fileInfo{}, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	b, err := of.Export(f.Name)
	if err != nil {
		err = &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return of, f, fileInfo{name: name, mode: 0o444, time: of.Date, bytes: b}, err
}

// fileInfo is the [fs.FileInfo] of the folder or a file in it, with its bytes.
type fileInfo struct {
	name  string
	mode  fs.FileMode
	time  time.Time
	bytes []byte
}

func (i fileInfo) Name() string       { return i.name }
func (i fileInfo) Size() int64        { return int64(len(i.bytes)) }
func (i fileInfo) Mode() fs.FileMode  { return i.mode }
func (i fileInfo) ModTime() time.Time { return i.time }
func (i fileInfo) IsDir() bool        { return i.mode.IsDir() }
func (i fileInfo) Sys() any           { return nil }

// openFile is a file being read.
type openFile struct {
	*bytes.Reader
	info fileInfo
}

// Stat implements [fs.File].
func (f openFile) Stat() (fs.FileInfo, error) { return f.info, nil }

// Close implements [fs.File].
func (openFile) Close() error { return nil }
