package server

import (
	"errors"
	"fmt"
	"strings"

	"charm.land/ssh"
	"charm.land/wish/v2/scp"

	"wenkaiyue.com/cv/server/guard"
)

// scp is the middleware for the old copy protocol (scp -O): the folder of the
// edition, read-only.
func (s *Server) scp(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		info := scp.GetInfo(commandOf(sess))
		if !info.Ok {
			next(sess)
			return
		}
		visitOf(sess.Context()).is(kindFiles)
		if info.Op != scp.OpCopyToClient {
			refuse(sess, exitFailed, "permission denied: the CV can only be read")
			return
		}
		defer guard.SessionOf(sess.Context()).Busy()()
		files := scpFiles{scp.NewFSReadHandler(folderOf(sess))}
		scp.Middleware(files, nil)(next)(&scpSession{Session: sess})
	}
}

// scpFiles keeps the paths that a client names within the folder.
type scpFiles struct{ scp.CopyToClientHandler }

// Glob implements [scp.CopyToClientHandler].
func (f scpFiles) Glob(sess ssh.Session, pattern string) ([]string, error) {
	matches, err := f.CopyToClientHandler.Glob(sess, within(pattern))
	if err == nil && len(matches) == 0 {
		err = noFile(pattern)
	}
	return matches, err
}

// noFile is the name of a file that there is not. It is said as it is, with its
// end of line.
type noFile string

func (e noFile) Error() string {
	return fmt.Sprintf("cv: there is no file %q here; sftp lists those that there are\n", tidy(string(e)))
}

// NewDirEntry names the directory itself by a name that a client accepts.
func (f scpFiles) NewDirEntry(sess ssh.Session, name string) (*scp.DirEntry, error) {
	e, err := f.CopyToClientHandler.NewDirEntry(sess, name)
	if err == nil {
		e.Name = folderName
	}
	return e, err
}

// scpSession waits for the client's answer to each message, which wish's scp
// does not: a channel that is closed while answers are on their way makes the
// client report a lost connection after a good copy.
type scpSession struct {
	ssh.Session
	begun bool
	data  int64 // bytes of a file that are still to come, its closing NUL included
}

// Write sends a message, or data of a file.
func (s *scpSession) Write(p []byte) (int, error) {
	if !s.begun {
		s.begun = true
		if err := s.answer(); err != nil { // the client says that it is ready
			return 0, err
		}
	}
	n, err := s.Session.Write(p)
	if err != nil {
		return n, err
	}
	if s.data > 0 {
		if s.data -= int64(n); s.data > 0 {
			return n, nil
		}
	} else if strings.HasPrefix(string(p), "C") {
		var mode, size int64
		if _, err := fmt.Sscanf(string(p), "C%o %d", &mode, &size); err != nil {
			return n, fmt.Errorf("scp: %w", err)
		}
		s.data = size + 1
	}
	return n, s.answer()
}

// answer reads one answer: a NUL, or else a reason why the client gives up.
func (s *scpSession) answer() error {
	var b [1]byte
	if _, err := s.Read(b[:]); err != nil {
		return fmt.Errorf("scp: no answer: %w", err)
	}
	if b[0] != 0 {
		return errors.New("scp: the client has given up")
	}
	return nil
}
