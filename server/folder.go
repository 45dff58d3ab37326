package server

import (
	"bytes"
	"io/fs"
	"path"
	"strings"
	"time"

	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/locale"
)

// folder is what a visitor finds as files: one flat, read-only directory with a file
// for each format of the visitor's edition (cv.pdf) and, where there are several
// languages, of each (cv.zh.pdf). A file is rendered when its bytes or its size are
// wanted.
type folder struct {
	*edition
	editions *editions
	shows    func(*edition)      // called for each file that is opened
	takes    func(format string) // called for each file that is opened
}

// folderOf returns the folder that a session sees.
func folderOf(v *visit) folder {
	return folder{v.edition, v.editions, v.shows, v.takes}
}

// folderName is what the directory is called when it is copied whole.
const folderName = "cv"

// within returns the path that a client names relative to the folder, which is
// everybody's home directory (~); nothing leads out of it.
func within(name string) string {
	name = strings.TrimPrefix(name, "./")
	if strings.HasPrefix(name, "~") {
		_, name, _ = strings.Cut(name, "/")
	}
	if name = path.Clean("/" + name)[1:]; name == "" {
		return "."
	}
	return name
}

// read opens a file.
func (d folder) read(name string) (openFile, error) {
	e, err := d.file(name)
	if err != nil {
		return openFile{}, err
	}
	if of, f, ok := d.lookup(name); ok {
		d.takes(f.Name)
		d.shows(of)
	}
	return openFile{bytes.NewReader(e.bytes), e}, nil
}

// entries returns every file of the folder.
func (d folder) entries() ([]entry, error) {
	var out []entry
	for _, f := range d.formats {
		e, err := d.file(f.File)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	if !d.editions.several() {
		return out, nil
	}
	for _, l := range d.editions.languages {
		for _, f := range l.formats {
			e, err := d.file(fileOf(f, l.code))
			if err != nil {
				return nil, err
			}
			out = append(out, e)
		}
	}
	return out, nil
}

// words are what its visitors are told.
func (d folder) words() *locale.Visit { return &d.cv.Words().Visit }

// missing says that there is no file of a name, and which there are.
func (d folder) missing(name string) string {
	var names []string
	for _, f := range d.formats {
		names = append(names, f.File)
	}
	return locale.Fill(d.words().NoFile, "file", name, "files", strings.Join(names, " "))
}

// lookup finds what a file holds, by its exact name.
func (d folder) lookup(name string) (*edition, export.Format, bool) {
	if f, ok := export.Lookup(name); ok {
		return d.edition, f, f.File == name && d.offers(f)
	}
	l, f, ok := d.editions.file(name)
	return l.edition, f, ok && fileOf(f, l.code) == name && l.offers(f)
}

// glob returns the entries that a path names, which may be a pattern as
// [path.Match] knows it.
func (d folder) glob(pattern string) ([]entry, error) {
	name := within(pattern)
	if name == "." {
		return []entry{d.root()}, nil
	}
	if e, err := d.file(name); err == nil {
		return []entry{e}, nil
	}
	all, err := d.entries()
	if err != nil {
		return nil, err
	}
	var found []entry
	for _, e := range all {
		if ok, _ := path.Match(name, e.name); ok { // a malformed pattern matches nothing
			found = append(found, e)
		}
	}
	return found, nil
}

func (d folder) root() entry { return entry{name: folderName, mode: fs.ModeDir | 0o555, time: d.date} }

// file returns the file of a format, by its file name alone.
func (d folder) file(name string) (entry, error) {
	of, f, ok := d.lookup(name)
	if !ok {
		return entry{}, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	b, err := of.exports[f.Name]()
	if err != nil {
		return entry{}, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return entry{name: name, mode: 0o444, time: of.date, bytes: b}, nil
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

// openFile is a file being read.
type openFile struct {
	*bytes.Reader
	entry entry
}
