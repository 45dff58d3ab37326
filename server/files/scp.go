package files

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"charm.land/ssh"
	"github.com/spf13/pflag"
)

// Copy is what the command line of a remote scp asks for.
type Copy struct {
	upload    bool // -t without -f
	recursive bool // -r
	times     bool // -p
	paths     []string
}

// The options of scp(1), with a value and without.
const (
	scpValues   = "cDFiJlMoPSX"
	scpSwitches = "12346ABCdfNOpqRrsTtv"
)

// ParseCopy reads the words of "scp -f PATH" or "scp -t PATH". As in OpenSSH,
// options may be joined (-rpf) and stand anywhere before "--". It reports false
// for every other command.
func ParseCopy(words []string) (c Copy, ok bool) {
	if len(words) == 0 || words[0] != "scp" {
		return c, false
	}
	flags, on := pflag.NewFlagSet(words[0], pflag.ContinueOnError), map[rune]*bool{}
	flags.Usage = func() {}
	for _, o := range scpSwitches {
		on[o] = flags.BoolP(string(o), string(o), false, "")
	}
	for _, o := range scpValues {
		flags.StringP(string(o), string(o), "", "")
	}
	if err := flags.Parse(words[1:]); err != nil {
		return c, false
	}
	if c.paths = flags.Args(); len(c.paths) == 0 { // or an empty one, which is no word
		c.paths = []string{"."}
	}
	c.upload, c.recursive, c.times = *on['t'] && !*on['f'], *on['r'], *on['p']
	return c, *on['f'] || *on['t']
}

// maxReply bounds what a client may say of why it refuses a file, in bytes.
const maxReply = 1 << 10

// SCP serves a folder by the old copy protocol, which scp -O and programs built on
// libssh or libssh2 speak. It returns an error if something was not sent.
func SCP(sess ssh.Session, f *Folder, v Visit, c Copy) error {
	defer v.Busy()()
	s := sender{out: sess, in: bufio.NewReaderSize(sess, 64), folder: f, visit: v, Copy: c}
	if err := s.send(); err != nil {
		return fmt.Errorf("scp: %w", err)
	}
	if s.failed {
		return errors.New("scp: something was not sent")
	}
	return nil
}

// sender is the sending side of the protocol: each message waits for a reply of the
// client, which is NUL for yes. An error of a method ends the copy.
type sender struct {
	out    io.Writer
	in     *bufio.Reader
	folder *Folder
	visit  Visit
	Copy
	failed bool // something was not sent
}

// send sends the files that match the paths.
func (s *sender) send() error {
	if s.upload {
		return s.fail(s.visit.ReadOnly)
	}
	if ready, err := s.reply(); err != nil || !ready {
		return err
	}
	for _, pattern := range s.paths {
		names := s.folder.match(pattern)
		if len(names) == 0 {
			if err := s.fail(s.visit.Missing(pattern)); err != nil {
				return err
			}
		}
		for _, name := range names {
			if err := s.entry(pattern, name); err != nil {
				return err
			}
		}
	}
	return nil
}

// entry sends the file or the folder that a pattern names.
func (s *sender) entry(pattern, name string) error {
	e, err := s.folder.info(name)
	switch {
	case err != nil:
		return err
	case !e.IsDir():
		return s.file(e)
	case !s.recursive:
		return s.fail(s.visit.IsFolder(pattern))
	}
	if ok, err := s.header('D', e); err != nil || !ok {
		return err
	}
	files, err := s.folder.infos()
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := s.file(f.(info)); err != nil {
			return err
		}
	}
	_, err = s.say("E\n")
	return err
}

// file sends one file.
func (s *sender) file(f info) error {
	if ok, err := s.header('C', f); err != nil || !ok {
		return err
	}
	f.Took()
	if _, err := s.out.Write(f.bytes); err != nil {
		return err
	}
	_, err := s.say("\x00")
	return err
}

// header announces a file or a directory, after its times if they are wanted.
func (s *sender) header(kind byte, e info) (ok bool, err error) {
	if t := e.ModTime().Unix(); s.times {
		if ok, err := s.say("T%d 0 %d 0\n", t, t); err != nil || !ok {
			return false, err
		}
	}
	return s.say("%c%04o %d %s\n", kind, e.Mode().Perm(), e.Size(), e.Name())
}

// say sends a message and waits for the reply.
func (s *sender) say(format string, args ...any) (ok bool, err error) {
	if _, err := fmt.Fprintf(s.out, format, args...); err != nil {
		return false, err
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

// reply reads one reply: NUL, or else 1 (this file is refused, so the copy goes on without
// it) or 2 (the client gives up) with a line that says why.
func (s *sender) reply() (ok bool, err error) {
	b, err := s.in.ReadByte()
	switch {
	case err != nil:
		return false, fmt.Errorf("no reply: %w", err)
	case b == 0:
		return true, nil
	case b != 1:
		return false, errors.New("the client has given up")
	}
	s.failed = true
	for range maxReply {
		if b, _ = s.in.ReadByte(); b == '\n' { // at the end of the input, the next reply fails
			break
		}
	}
	return false, nil
}
