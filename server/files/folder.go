// Package files serves one flat directory, read-only, to clients of SFTP and of the old
// scp. It knows neither the contents of the files nor the visitor, and limits the open
// files, requests and memory of one client.
package files

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Folder is a directory of files, with the messages for its visitor.
type Folder struct {
	Name  string
	Time  time.Time // of the last change
	Files []File    // in the order of listings

	// Busy is called when a file is opened, and done when it is closed.
	Busy func() (done func())
	// Request is called for each request of SFTP.
	Request func()
	// ReadOnly is the message to a client of scp that wants to write. Missing returns the
	// message about a file that does not exist, and IsFolder the one about the folder in
	// place of a file.
	ReadOnly          string
	Missing, IsFolder func(name string) string
}

// File is a file in a [Folder].
type File struct {
	Name  string
	Time  time.Time
	Bytes func() ([]byte, error) // called for each read of the file or its size
	Took  func()                 // called when the file is opened
}

// within returns the path that a client names relative to the folder, which is everybody's
// home directory (~). No path leads out of it.
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

// info describes a file, or the folder if the name is ".".
func (f *Folder) info(name string) (info, error) {
	if name == "." {
		return info{File: File{Name: f.Name, Time: f.Time}, mode: fs.ModeDir | 0o555}, nil
	}
	i := slices.IndexFunc(f.Files, func(f File) bool { return f.Name == name })
	if i < 0 {
		return info{}, fs.ErrNotExist
	}
	b, err := f.Files[i].Bytes()
	return info{File: f.Files[i], mode: 0o444, bytes: b}, err
}

// infos describes all files. Each element is an [info].
func (f *Folder) infos() (all []fs.FileInfo, err error) {
	for _, file := range f.Files {
		i, err := f.info(file.Name)
		if err != nil {
			return nil, err
		}
		all = append(all, i)
	}
	return all, nil
}

// match returns the names that match a shell pattern: of files, or "." for the folder. A
// malformed pattern matches nothing.
func (f *Folder) match(pattern string) (names []string) {
	pattern = within(pattern)
	for _, file := range append(slices.Clone(f.Files), File{Name: "."}) {
		if ok, _ := path.Match(pattern, file.Name); ok && (file.Name != "." || pattern == ".") {
			names = append(names, file.Name)
		}
	}
	return names
}

// info is the [fs.FileInfo] of a file or of the folder.
type info struct {
	File
	mode  fs.FileMode
	bytes []byte
}

func (i info) Name() string       { return i.File.Name }
func (i info) Size() int64        { return int64(len(i.bytes)) }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return i.Time }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) Sys() any           { return nil }
