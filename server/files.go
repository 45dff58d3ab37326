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

// sftp serves the visitor's folder by SFTP.
func (s *Server) sftp(v *visit) {
	v.is(kindFiles)
	if err := files.SFTP(v, folder{v}, v.files()); err != nil {
		s.cfg.Log.Debug("sftp ended", "err", err)
	}
}

// scp serves the visitor's folder by the old copy protocol.
func (s *Server) scp(v *visit, c files.Copy) {
	v.is(kindFiles)
	status := exitDone
	if err := files.SCP(v, folder{v}, v.files(), c); err != nil {
		s.cfg.Log.Debug("scp ended", "err", err)
		status = exitFailed
	}
	_ = v.Exit(status)
}

// files is what is told of the files of a visit.
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
	of, f, e, err := d.file(name)
	if err != nil {
		return nil, err
	}
	d.visit.takes(f.Name)
	d.visit.shows(of)
	return openFile{bytes.NewReader(e.bytes), e}, nil
}

// Stat implements [fs.StatFS].
func (d folder) Stat(name string) (fs.FileInfo, error) {
	if name == "." {
		return entry{name: editions.FolderName, mode: fs.ModeDir | 0o555, time: d.visit.edition.Date}, nil
	}
	_, _, e, err := d.file(name)
	return e, err
}

// ReadDir implements [fs.ReadDirFS].
func (d folder) ReadDir(name string) (out []fs.DirEntry, err error) {
	if name != "." {
		return nil, missing(name)
	}
	all := []editions.Listed{{Edition: d.visit.edition}}
	if d.visit.editions.Several() {
		all = append(all, d.visit.editions.Languages...)
	}
	for _, l := range all {
		for _, f := range l.Formats {
			_, _, e, err := d.file(editions.FileName(f, l.Code))
			if err != nil {
				return nil, err
			}
			out = append(out, fs.FileInfoToDirEntry(e))
		}
	}
	return out, nil
}

// file returns a file by its exact name, and what it holds.
func (d folder) file(name string) (*editions.Edition, export.Format, entry, error) {
	of := d.visit.edition
	f, ok := export.Lookup(name)
	ok = ok && f.File == name
	if !ok {
		var l editions.Listed
		l, f, ok = d.visit.editions.File(name)
		of, ok = l.Edition, ok && editions.FileName(f, l.Code) == name
	}
	if !ok || !of.Offers(f) {
		return nil, f, entry{}, missing(name)
	}
	b, err := of.Export(f.Name)
	if err != nil {
		return nil, f, entry{}, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return of, f, entry{name: name, mode: 0o444, time: of.Date, bytes: b}, nil
}

func missing(name string) error { return &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist} }

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

// openFile is a file being read.
type openFile struct {
	*bytes.Reader
	info entry
}

// Stat implements [fs.File].
func (f openFile) Stat() (fs.FileInfo, error) { return f.info, nil }

// Close implements [fs.File].
func (openFile) Close() error { return nil }
