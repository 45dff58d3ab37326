package server

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"wenkaiyue.com/cv/data/locale"
)

// scp serves the old copy protocol, which scp -O and programs built on libssh or
// libssh2 speak: the folder of the edition, read-only.
func (s *Server) scp(v *visit, c scpCopy) {
	v.is(kindFiles)
	defer v.guard.Busy()()
	source := scpSource{out: v, in: bufio.NewReaderSize(v, 64), times: c.times}
	if err := source.copy(folderOf(v), c); err != nil {
		s.cfg.Log.Debug("scp ended", "err", err)
		source.failed = true
	}
	status := exitDone
	if source.failed {
		status = exitFailed
	}
	_ = v.Exit(status)
}

// scpCopy is what the command line of a remote scp asks for.
type scpCopy struct {
	upload    bool // -t without -f
	recursive bool // -r
	times     bool // -p
	paths     []string
}

// scpValues are the options of scp(1) that take a value.
const scpValues = "cDFiJlMoPSX"

// parseCopy reads the words of "scp -f PATH" or "scp -t PATH". As in OpenSSH,
// options may be joined (-rpf) and stand anywhere before "--". It reports false
// for every other command.
func parseCopy(words []string) (c scpCopy, ok bool) {
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

// errRefused is a file that the client does not want. The next one may follow.
var errRefused = errors.New("scp: the client has refused a file")

// scpSource is the sending side of the protocol: each message waits for a reply
// of the client, which is NUL for yes.
type scpSource struct {
	out    io.Writer
	in     *bufio.Reader
	times  bool // send the times of files
	failed bool // something was not sent
}

// copy sends what c asks for. An error ends the copy.
func (s *scpSource) copy(d folder, c scpCopy) error {
	if c.upload {
		return s.fail(d.words().OnlyRead)
	}
	if err := s.reply(); err != nil { // the client is ready
		return err
	}
	for _, pattern := range c.paths {
		entries, err := d.glob(pattern)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			err = s.fail(d.missing(tidy(pattern)))
		}
		for _, e := range entries {
			switch {
			case err != nil:
			case !e.IsDir():
				err = s.file(d, e)
			case c.recursive:
				err = s.directory(d, e)
			default:
				err = s.fail(locale.Fill(d.words().IsFolder, "file", tidy(pattern)))
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// directory sends the folder with all that is in it.
func (s *scpSource) directory(d folder, root entry) error {
	if err := s.header('D', root); err != nil {
		return s.skip(err)
	}
	entries, err := d.entries()
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := s.file(d, e); err != nil {
			return err
		}
	}
	return s.say("E\n")
}

// file sends one file.
func (s *scpSource) file(d folder, e entry) error {
	if err := s.header('C', e); err != nil {
		return s.skip(err)
	}
	f, err := d.read(e.name)
	if err != nil {
		return err
	}
	if _, err := f.WriteTo(s.out); err != nil {
		return fmt.Errorf("scp: %w", err)
	}
	return s.skip(s.say("\x00"))
}

// header announces a file or a directory, after its times if they are wanted.
func (s *scpSource) header(kind byte, e entry) error {
	if t := e.time.Unix(); s.times {
		if err := s.say("T%d 0 %d 0\n", t, t); err != nil {
			return err
		}
	}
	return s.say("%c%04o %d %s\n", kind, e.mode.Perm(), e.Size(), e.name)
}

// say sends a message and waits for the reply.
func (s *scpSource) say(format string, args ...any) error {
	if _, err := fmt.Fprintf(s.out, format, args...); err != nil {
		return fmt.Errorf("scp: %w", err)
	}
	return s.reply()
}

// fail tells the client, in the protocol's own way, why it does not get
// something.
func (s *scpSource) fail(why string) error {
	s.failed = true
	_, err := fmt.Fprintf(s.out, "\x01cv: %s\n", why)
	return err
}

// skip goes on after a file that the client has refused.
func (s *scpSource) skip(err error) error {
	if errors.Is(err, errRefused) {
		s.failed = true
		return nil
	}
	return err
}

// reply reads one reply: NUL, or else 1 (this file is refused) or 2 (the client
// gives up) with a line that says why.
func (s *scpSource) reply() error {
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
