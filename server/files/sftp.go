package files

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"
	"sync/atomic"

	"charm.land/ssh"
	"github.com/pkg/sftp"
)

// MaxHandles is the number of files and directories that one SFTP session may have open.
// With all of them, a session takes 120 KiB.
const MaxHandles = 16

// SFTP serves a folder until the client is done. It does not close the session, because the
// exit status must go first.
func SFTP(sess ssh.Session, f *Folder) error {
	files := &sftpFiles{Folder: f, entries: sync.OnceValues(f.infos)}
	server := sftp.NewRequestServer(newSession(sess, f.Request), sftp.Handlers{FileGet: files, FilePut: files, FileCmd: files, FileList: files})
	if err := server.Serve(); !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// sftpFiles answers the requests of one SFTP session.
type sftpFiles struct {
	*Folder
	handles atomic.Int32 // open ones
	entries func() ([]fs.FileInfo, error)
}

// hold counts a handle until it is closed, by the client or at the end of the session.
func (f *sftpFiles) hold(done func()) (handle, error) {
	if f.handles.Add(1) > MaxHandles {
		f.handles.Add(-1)
		done()
		return nil, fmt.Errorf("more than %d files are open; close some", MaxHandles)
	}
	return func() { done(); f.handles.Add(-1) }, nil
}

// handle is the function called when a file or a directory is closed.
type handle func()

// Close implements [io.Closer].
func (h handle) Close() error {
	h()
	return nil
}

// forget returns the file that a request names and drops the rest of the request, which
// pkg/sftp keeps as long as the handle.
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
	file, err := f.info(f.forget(r))
	if err != nil || file.IsDir() {
		return nil, cmp.Or(err, fs.ErrNotExist)
	}
	open, err := f.hold(f.Busy())
	if err != nil {
		return nil, err
	}
	file.Took()
	return struct {
		io.ReaderAt
		handle
	}{bytes.NewReader(file.bytes), open}, nil
}

// Filewrite implements [sftp.FileWriter]. It denies writing.
func (f *sftpFiles) Filewrite(*sftp.Request) (io.WriterAt, error) {
	return nil, sftp.ErrSSHFxPermissionDenied
}

// Filecmd implements [sftp.FileCmder]. It denies renaming, removing, linking and making
// files.
func (f *sftpFiles) Filecmd(*sftp.Request) error { return sftp.ErrSSHFxPermissionDenied }

// StatVFS implements [sftp.StatVFSFileCmder]: it describes a full, read-only file system as
// large as its files. Clients request it because pkg/sftp announces statvfs@openssh.com (df
// in sftp; stat -f and df on sshfs).
func (f *sftpFiles) StatVFS(r *sftp.Request) (*sftp.StatVFS, error) {
	if _, err := f.info(f.forget(r)); err != nil {
		return nil, err
	}
	entries, err := f.entries()
	if err != nil {
		return nil, err
	}
	const block = 512
	const readOnly, noSetuid = 1, 2 // flags of statvfs@openssh.com (OpenSSH's PROTOCOL, section 4.4)
	v := &sftp.StatVFS{Bsize: block, Frsize: block, Files: uint64(len(entries)), Flag: readOnly | noSetuid, Namemax: 255}
	for _, e := range entries {
		v.Blocks += uint64(e.Size()+block-1) / block
	}
	return v, nil
}

// Filelist implements [sftp.FileLister]. There are no links, and no other directory.
func (f *sftpFiles) Filelist(r *sftp.Request) (sftp.ListerAt, error) {
	e, err := f.info(f.forget(r))
	switch {
	case err != nil:
		return nil, err
	case r.Method == "Readlink" || r.Method == "List" && !e.IsDir():
		return nil, fs.ErrNotExist
	case r.Method != "List":
		return lister{e}, nil
	}
	entries, err := f.entries()
	if err != nil {
		return nil, err
	}
	open, err := f.hold(func() {})
	return struct {
		lister
		handle
	}{entries, open}, err
}

// lister is a listing of a directory.
type lister []fs.FileInfo

// ListAt implements [sftp.ListerAt].
func (l lister) ListAt(out []fs.FileInfo, at int64) (int, error) {
	n := copy(out, l[min(at, int64(len(l))):])
	if n < len(out) {
		return n, io.EOF
	}
	return n, nil
}

const (
	// MaxPacket limits one packet from a client, in bytes. Clients cannot write, so the
	// longest packets hold two paths.
	MaxPacket = 16 << 10
	// prefix is the size of the length that precedes a packet
	// (draft-ietf-secsh-filexfer-02, section 3).
	prefix = 4
)

// session limits an SFTP session. It ends one with a packet longer than any client needs:
// pkg/sftp accepts 256 KiB, and keeps much of that for as long as a file is open. It reads
// no request before the last one is answered, because an answer takes up to 32 KiB until
// the client reads it. Each request is paid for as a packet.
type session struct {
	ssh.Session
	pay    func()        // called for each request
	ready  chan struct{} // holds an element while no request waits for its answer
	packet bytes.Buffer  // the current request
	answer int           // remaining bytes of the answer
}

func newSession(sess ssh.Session, pay func()) *session {
	s := &session{Session: sess, pay: pay, ready: make(chan struct{}, 1)}
	s.answered()
	return s
}

// answered permits the next request.
func (s *session) answered() {
	select {
	case s.ready <- struct{}{}:
	default:
	}
}

// Read implements [io.Reader].
func (s *session) Read(p []byte) (int, error) {
	if s.packet.Len() == 0 {
		if err := s.next(); err != nil {
			return 0, err
		}
	}
	return s.packet.Read(p)
}

// next reads a request. After its length, it waits for the answer to the previous one.
func (s *session) next() error {
	s.packet = bytes.Buffer{} // a long request leaves nothing behind
	if _, err := io.CopyN(&s.packet, s.Session, prefix); err != nil {
		return err
	}
	length := binary.BigEndian.Uint32(s.packet.Bytes())
	if length > MaxPacket {
		return errors.New("an SFTP packet is too large")
	}
	select {
	case <-s.ready:
	case <-s.Context().Done():
		return io.EOF
	}
	s.pay()
	_, err := io.CopyN(&s.packet, s.Session, int64(length))
	return err
}

// Write implements [io.Writer]. The first write of an answer contains its length, because
// pkg/sftp writes it so. The next request is read after the whole answer has been written,
// or if writing fails.
func (s *session) Write(p []byte) (int, error) {
	if s.answer <= 0 {
		s.answer = prefix + int(binary.BigEndian.Uint32(p))
	}
	n, err := s.Session.Write(p)
	if s.answer -= len(p); s.answer <= 0 || err != nil {
		s.answered()
	}
	return n, err
}
