package server

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync/atomic"

	"github.com/pkg/sftp"
)

// maxHandles bounds the files and directories that one SFTP session has open at
// once.
const maxHandles = 64

// sftp is the subsystem: the folder of the edition, read-only.
func (s *Server) sftp(v *visit) {
	v.is(kindFiles)
	files := &sftpFiles{folder: folderOf(v), busy: v.guard.Busy}
	session := newSFTPSession(v, v.guard.CountRequest)
	defer session.end()
	server := sftp.NewRequestServer(session, sftp.Handlers{FileGet: files, FilePut: files, FileCmd: files, FileList: files})
	// Serve ends with EOF when the client is done. The session is not closed
	// here: the exit status has to go first.
	if err := server.Serve(); err != nil && !errors.Is(err, io.EOF) {
		s.cfg.Log.Debug("sftp ended", "err", err)
	}
}

// sftpFiles answers the requests of one SFTP session.
type sftpFiles struct {
	folder
	busy    func() (done func())
	handles atomic.Int32 // open now
	listing lister       // of the folder, from its first use on; one goroutine lists
}

// open counts a handle, which close has to be called for.
func (f *sftpFiles) open() error {
	if f.handles.Add(1) > maxHandles {
		f.handles.Add(-1)
		return errHandles
	}
	return nil
}

var errHandles = fmt.Errorf("more than %d files are open; close some", maxHandles)

func (f *sftpFiles) close() { f.handles.Add(-1) }

// forget returns the file that a request names and drops the rest of the request:
// pkg/sftp keeps it for as long as its handle.
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
	name := f.forget(r)
	file, err := f.read(name)
	if err != nil {
		return nil, status(err)
	}
	if err := f.open(); err != nil {
		return nil, err
	}
	done := f.busy()
	return sftpFile{file, func() { done(); f.close() }}, nil
}

// sftpFile is an open file. The visit is busy until it is closed, by the client
// or at the end of the session.
type sftpFile struct {
	openFile
	done func()
}

// Close implements [io.Closer].
func (f sftpFile) Close() error {
	f.done()
	return nil
}

// Filewrite implements [sftp.FileWriter]: nothing can be written.
func (f *sftpFiles) Filewrite(*sftp.Request) (io.WriterAt, error) {
	return nil, sftp.ErrSSHFxPermissionDenied
}

// Filecmd implements [sftp.FileCmder]: nothing can be renamed, removed, linked or
// made.
func (f *sftpFiles) Filecmd(*sftp.Request) error { return sftp.ErrSSHFxPermissionDenied }

// StatVFS implements [sftp.StatVFSFileCmder]: a full file system that can only be
// read, as large as its files. Clients ask for it because pkg/sftp announces
// statvfs@openssh.com (df in sftp; stat -f and df on sshfs).
func (f *sftpFiles) StatVFS(r *sftp.Request) (*sftp.StatVFS, error) {
	if name := f.forget(r); name != "." {
		if _, err := f.file(name); err != nil {
			return nil, status(err)
		}
	}
	entries, err := f.entries()
	if err != nil {
		return nil, status(err)
	}
	const block = 512
	const readOnly, noSetuid = 1, 2 // flags of statvfs@openssh.com (OpenSSH's PROTOCOL, section 4.4)
	v := &sftp.StatVFS{Bsize: block, Frsize: block, Files: uint64(len(entries)), Flag: readOnly | noSetuid, Namemax: 255}
	for _, e := range entries {
		v.Blocks += uint64(e.Size()+block-1) / block
	}
	return v, nil
}

// Filelist implements [sftp.FileLister].
func (f *sftpFiles) Filelist(r *sftp.Request) (sftp.ListerAt, error) {
	name := f.forget(r)
	switch {
	case r.Method == "Readlink":
		return nil, sftp.ErrSSHFxNoSuchFile // there are no links
	case r.Method == "List":
		return f.list(name)
	case name == ".":
		return lister{f.root()}, nil
	}
	e, err := f.file(name)
	return lister{e}, status(err)
}

// list opens a directory, of which there is one.
func (f *sftpFiles) list(name string) (sftp.ListerAt, error) {
	if name != "." {
		return nil, sftp.ErrSSHFxNoSuchFile
	}
	if f.listing == nil {
		entries, err := f.entries()
		if err != nil {
			return nil, status(err)
		}
		for _, e := range entries {
			f.listing = append(f.listing, e)
		}
	}
	if err := f.open(); err != nil {
		return nil, err
	}
	return sftpDirectory{f.listing, f.close}, nil
}

// status returns err in SFTP's terms.
func status(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return sftp.ErrSSHFxNoSuchFile
	}
	return sftp.ErrSSHFxFailure
}

// sftpDirectory is an open directory.
type sftpDirectory struct {
	lister
	done func()
}

// Close implements [io.Closer].
func (d sftpDirectory) Close() error {
	d.done()
	return nil
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
