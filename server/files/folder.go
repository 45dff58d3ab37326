// Package files serves one flat directory, read-only, to clients of SFTP and of the old
// scp. It knows neither what the files hold nor the visitor, and bounds what one client
// can open, ask for and have kept.
package files

import (
	"io/fs"
	"path"
	"strings"
)

// Folder is a directory with files only. Those that it opens implement [io.ReaderAt]
// and [io.WriterTo]. Its methods are called with "." or a clean path.
type Folder interface {
	fs.StatFS
	fs.ReadDirFS
}

// Visit is what the protocols have to tell the server of a session.
type Visit struct {
	// Busy is called when a file is opened, and done when it is closed.
	Busy func() (done func())
	// Request is called for each request of SFTP.
	Request func()
	// ReadOnly is what the client of scp is told that wants to write. Missing and
	// IsFolder return what it is told of a name that there is not, and of the folder
	// where a file is wanted.
	ReadOnly          string
	Missing, IsFolder func(name string) string
}

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

// infos returns the files of a folder.
func infos(f Folder) ([]fs.FileInfo, error) {
	entries, err := f.ReadDir(".")
	if err != nil {
		return nil, err
	}
	all := make([]fs.FileInfo, len(entries))
	for i, e := range entries {
		if all[i], err = e.Info(); err != nil {
			return nil, err
		}
	}
	return all, nil
}
