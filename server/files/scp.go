package files

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"charm.land/ssh"
	"github.com/spf13/pflag"
)

// Copy is the request in the command line of a remote scp.
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
	if c.paths = flags.Args(); len(c.paths) == 0 { // an empty path is no word either
		c.paths = []string{"."}
	}
	c.upload, c.recursive, c.times = *on['t'] && !*on['f'], *on['r'], *on['p']
	return c, *on['f'] || *on['t']
}

// maxReply limits a client's reason for refusing a file, in bytes.
const maxReply = 1 << 10

// SCP serves a folder by the old copy protocol, which scp -O and programs built on libssh
// or libssh2 speak. It returns an error if it could not send everything.
func SCP(sess ssh.Session, f *Folder, c Copy) error {
	defer f.Busy()()
	s := &sender{out: sess, in: bufio.NewReaderSize(sess, 64), Folder: f, Copy: c}
	if c.upload {
		s.failed = true
		_, s.err = fmt.Fprintf(sess, "\x02cv: %s\n", f.ReadOnly)
		_, _ = io.Copy(io.Discard, s.in) // PuTTY does not show the message if the channel closes first
	} else if s.reply() {
		s.send()
	}
	switch {
	case s.err != nil:
		return fmt.Errorf("scp: %w", s.err)
	case s.failed:
		return errors.New("scp: something was not sent")
	}
	return nil
}

// sender is the sending side of the protocol: each message waits for the client's reply,
// which is NUL for yes. After an error it sends nothing.
type sender struct {
	out io.Writer
	in  *bufio.Reader
	*Folder
	Copy
	failed bool  // something was not sent
	err    error // ends the copy
}

// send sends the files that match the paths.
func (s *sender) send() {
	for _, pattern := range s.paths {
		names := s.match(pattern)
		if len(names) == 0 {
			s.fail(s.Missing(pattern))
		}
		for _, name := range names {
			s.entry(pattern, name)
		}
	}
}

// entry sends the file or the folder with that name, which matches pattern.
func (s *sender) entry(pattern, name string) {
	if s.err != nil {
		return
	}
	e, err := s.info(name)
	switch {
	case err != nil:
		s.err = err
	case !e.IsDir():
		s.file(e)
	case !s.recursive:
		s.fail(s.IsFolder(pattern))
	case s.header('D', e):
		for _, f := range s.Files {
			s.entry(pattern, f.Name)
		}
		s.say("E\n")
	}
}

// file sends one file.
func (s *sender) file(f info) {
	if s.header('C', f) {
		f.Took()
		if _, s.err = s.out.Write(f.bytes); s.err == nil && !s.say("\x00") && errors.Is(s.err, io.EOF) {
			s.err = nil // libssh2 leaves when it has all bytes of its only file
		}
	}
}

// header announces a file or a directory, after its times if the client wants them, and
// reports whether the client accepts it.
func (s *sender) header(kind byte, e info) bool {
	if t := e.ModTime().Unix(); s.times && !s.say("T%d 0 %d 0\n", t, t) {
		return false
	}
	return s.say("%c%04o %d %s\n", kind, e.Mode().Perm(), e.Size(), e.Name())
}

// say sends a message and reports whether the client agrees.
func (s *sender) say(format string, args ...any) bool {
	if s.err == nil {
		_, s.err = fmt.Fprintf(s.out, format, args...)
	}
	return s.reply()
}

// fail tells the client, by the protocol, why it does not get a file.
func (s *sender) fail(why string) {
	s.failed = true
	if s.err == nil {
		_, s.err = fmt.Fprintf(s.out, "\x01cv: %s\n", why)
	}
}

// reply reads one reply: NUL, or else 1 (the client refuses this file, and the copy goes on
// without it) or 2 (the client gives up), each with a line of text.
func (s *sender) reply() bool {
	if s.err != nil {
		return false
	}
	b, err := s.in.ReadByte()
	switch {
	case err != nil:
		s.err = fmt.Errorf("no reply: %w", err)
		return false
	case b > 1:
		s.err = errors.New("the client has given up")
		return false
	case b == 1:
		s.failed = true
		for range maxReply {
			if c, _ := s.in.ReadByte(); c == '\n' { // at the end of the input, the next reply fails
				break
			}
		}
	}
	return b == 0
}
