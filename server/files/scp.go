package files

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"charm.land/ssh"
)

// Copy is what the command line of a remote scp asks for.
type Copy struct {
	upload    bool // -t without -f
	recursive bool // -r
	times     bool // -p
	paths     []string
}

// scpValues are the options of scp(1) that take a value.
const scpValues = "cDFiJlMoPSX"

// ParseCopy reads the words of "scp -f PATH" or "scp -t PATH". As in OpenSSH,
// options may be joined (-rpf) and stand anywhere before "--". It reports false
// for every other command.
func ParseCopy(words []string) (c Copy, ok bool) {
	if len(words) == 0 || words[0] != "scp" {
		return c, false
	}
	var from, to bool
	for words = words[1:]; len(words) > 0; words = words[1:] {
		word := words[0]
		if word == "--" {
			c.paths = append(c.paths, words[1:]...)
			break
		}
		if len(word) < 2 || word[0] != '-' {
			c.paths = append(c.paths, word)
			continue
		}
		for i, option := range word[1:] {
			switch option {
			case 'f':
				from = true
			case 't':
				to = true
			case 'r':
				c.recursive = true
			case 'p':
				c.times = true
			}
			if strings.ContainsRune(scpValues, option) {
				if i == len(word)-2 && len(words) > 1 { // the value is the next word
					words = words[1:]
				}
				break
			}
		}
	}
	if len(c.paths) == 0 { // or an empty one, which is no word
		c.paths = []string{"."}
	}
	c.upload = to && !from
	return c, from || to
}

// maxReply bounds what a client may say of why it refuses a file, in bytes.
const maxReply = 1 << 10

// Errors that end a copy, or the copy of one file.
var (
	errRefused = errors.New("scp: the client has refused a file")
	errNotSent = errors.New("scp: something was not sent")
)

// SCP serves a folder by the old copy protocol, which scp -O and programs built on
// libssh or libssh2 speak. It returns an error if something was not sent.
func SCP(sess ssh.Session, f Folder, v Visit, c Copy) error {
	defer v.Busy()()
	s := sender{out: sess, in: bufio.NewReaderSize(sess, 64), folder: f, visit: v, Copy: c}
	err := s.send()
	if err == nil && s.failed {
		err = errNotSent
	}
	return err
}

// sender is the sending side of the protocol: each message waits for a reply of the
// client, which is NUL for yes.
type sender struct {
	out    io.Writer
	in     *bufio.Reader
	folder Folder
	visit  Visit
	Copy
	failed bool // something was not sent
}

// send sends what is asked for. An error ends the copy.
func (s *sender) send() error {
	if s.upload {
		return s.fail(s.visit.ReadOnly)
	}
	if err := s.reply(); err != nil { // the client is ready
		return err
	}
	for _, pattern := range s.paths {
		names, _ := fs.Glob(s.folder, within(pattern)) // a malformed pattern matches nothing
		var err error
		if len(names) == 0 {
			err = s.fail(s.visit.Missing(pattern))
		}
		for _, name := range names {
			if err == nil {
				err = s.entry(pattern, name)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// entry sends the file or the folder that a pattern names.
func (s *sender) entry(pattern, name string) error {
	info, err := s.folder.Stat(name)
	switch {
	case err != nil:
		return err
	case !info.IsDir():
		return s.file(info)
	case s.recursive:
		return s.directory(info)
	}
	return s.fail(s.visit.IsFolder(pattern))
}

// directory sends the folder with all that is in it.
func (s *sender) directory(root fs.FileInfo) error {
	if err := s.header('D', root); err != nil {
		return s.skip(err)
	}
	files, err := infos(s.folder)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := s.file(f); err != nil {
			return err
		}
	}
	return s.say("E\n")
}

// file sends one file.
func (s *sender) file(info fs.FileInfo) error {
	if err := s.header('C', info); err != nil {
		return s.skip(err)
	}
	f, err := s.folder.Open(info.Name())
	if err != nil {
		return err
	}
	if _, err := io.Copy(s.out, f); err != nil {
		return fmt.Errorf("scp: %w", err)
	}
	return s.skip(s.say("\x00"))
}

// header announces a file or a directory, after its times if they are wanted.
func (s *sender) header(kind byte, e fs.FileInfo) error {
	if t := e.ModTime().Unix(); s.times {
		if err := s.say("T%d 0 %d 0\n", t, t); err != nil {
			return err
		}
	}
	return s.say("%c%04o %d %s\n", kind, e.Mode().Perm(), e.Size(), e.Name())
}

// say sends a message and waits for the reply.
func (s *sender) say(format string, args ...any) error {
	if _, err := fmt.Fprintf(s.out, format, args...); err != nil {
		return fmt.Errorf("scp: %w", err)
	}
	return s.reply()
}

// fail tells the client, in the protocol's own way, why it does not get
// something.
func (s *sender) fail(why string) error {
	s.failed = true
	_, err := fmt.Fprintf(s.out, "\x01cv: %s\n", why)
	return err
}

// skip goes on after a file that the client has refused.
func (s *sender) skip(err error) error {
	if errors.Is(err, errRefused) {
		s.failed = true
		return nil
	}
	return err
}

// reply reads one reply: NUL, or else 1 (this file is refused) or 2 (the client
// gives up) with a line that says why.
func (s *sender) reply() error {
	b, err := s.in.ReadByte()
	if err != nil {
		return fmt.Errorf("scp: no reply: %w", err)
	}
	switch b {
	case 0:
		return nil
	case 1:
		for range maxReply {
			if b, err = s.in.ReadByte(); err != nil || b == '\n' {
				return errRefused
			}
		}
	}
	return errors.New("scp: the client has given up")
}
