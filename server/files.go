package server

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"charm.land/ssh"
	"github.com/pkg/sftp"

	"wenkaiyue.com/cv/server/guard"
)

// maxOpens bounds how many files and directories one SFTP session may open in
// its life; the protocol lets a client keep as many handles as it likes, of which
// each is a few hundred bytes here.
const maxOpens = 1024

// sftp is the subsystem: the folder of the edition, read-only.
func (s *Server) sftp(sess ssh.Session) {
	visitOf(sess.Context()).is(kindFiles)
	files := &sftpFiles{folder: folderOf(sess), busy: guard.SessionOf(sess.Context()).Busy}
	server := sftp.NewRequestServer(&sftpSession{Session: sess}, sftp.Handlers{FileGet: files, FilePut: files, FileCmd: files, FileList: files})
	// Serve ends with EOF when the client is done. The session is not closed
	// here: the exit status has to go first.
	if err := server.Serve(); err != nil && !errors.Is(err, io.EOF) {
		s.cfg.Log.Debug("sftp ended", "err", err)
	}
}

// sftpFiles answers the requests of one SFTP session.
type sftpFiles struct {
	folder
	opens int
	busy  func() (done func())
}

// open counts what the session opens. Requests of one session may be handled
// side by side, but files are opened by one goroutine.
func (f *sftpFiles) open() error {
	if f.opens++; f.opens > maxOpens {
		return sftp.ErrSSHFxFailure
	}
	return nil
}

// forget returns the file that a request names, and lets go of what else has come
// with it: pkg/sftp keeps the request for as long as its handle.
func (f *sftpFiles) forget(r *sftp.Request) (name string) {
	name = strings.Clone(within(r.Filepath))
	r.Filepath, r.Attrs = "/"+name, nil
	return name
}

// Fileread implements [sftp.FileReader].
func (f *sftpFiles) Fileread(r *sftp.Request) (io.ReaderAt, error) {
	if r.Pflags().Write {
		return nil, sftp.ErrSSHFxPermissionDenied
	}
	if err := f.open(); err != nil {
		return nil, err
	}
	name := f.forget(r)
	file, err := f.read(name)
	if err != nil {
		return nil, status(err)
	}
	return sftpFile{file, f.busy()}, nil
}

// sftpFile is a file that is being copied until it is closed, by the client or at
// the end of its session.
type sftpFile struct {
	openFile
	done func()
}

// Close implements [io.Closer].
func (f sftpFile) Close() error {
	f.done()
	return f.openFile.Close()
}

// Filewrite implements [sftp.FileWriter]: nobody writes here.
func (f *sftpFiles) Filewrite(*sftp.Request) (io.WriterAt, error) {
	return nil, sftp.ErrSSHFxPermissionDenied
}

// Filecmd implements [sftp.FileCmder]: nor renames, removes, links or makes
// anything.
func (f *sftpFiles) Filecmd(*sftp.Request) error { return sftp.ErrSSHFxPermissionDenied }

// Filelist implements [sftp.FileLister].
func (f *sftpFiles) Filelist(r *sftp.Request) (sftp.ListerAt, error) {
	if err := f.open(); err != nil {
		return nil, err
	}
	name := f.forget(r)
	switch {
	case r.Method == "Readlink":
		return nil, sftp.ErrSSHFxNoSuchFile // there are no links
	case r.Method == "List":
		entries, err := f.ReadDir(name)
		var out lister
		for _, e := range entries {
			if info, err := e.Info(); err == nil {
				out = append(out, info)
			}
		}
		return out, status(err)
	case name == ".":
		return lister{f.root()}, nil
	}
	e, err := f.file(name)
	return lister{e}, status(err)
}

// status is err in SFTP's terms.
func status(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return sftp.ErrSSHFxNoSuchFile
	}
	return sftp.ErrSSHFxFailure
}

// lister is a listing of a directory.
type lister []os.FileInfo

// ListAt implements [sftp.ListerAt].
func (l lister) ListAt(out []os.FileInfo, at int64) (int, error) {
	if at >= int64(len(l)) {
		return 0, io.EOF
	}
	n := copy(out, l[at:])
	if n < len(out) {
		return n, io.EOF
	}
	return n, nil
}
