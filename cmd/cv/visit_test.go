package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/ssh"
)

// visitMain is an SSH client for scripts. Its exit status is the session's, or 255 on an
// error.
//
//	visit [flags] PORT [COMMAND]
func visitMain() {
	tty := flag.String("tty", "", "ask for a pty of COLSxROWS")
	term := flag.String("term", "xterm-256color", "TERM of the pty")
	keys := flag.String("keys", "", "what to type once the first frame is there; \\e is escape")
	user := flag.String("user", "guest", "user name")
	flag.Parse()
	status, err := visit(flag.Arg(0), flag.Arg(1), *tty, *term, *keys, *user)
	if err != nil {
		fmt.Fprintln(os.Stderr, "visit:", err)
		status = 255
	}
	os.Exit(status)
}

func visit(port, command, tty, term, keys, user string) (int, error) {
	client, err := ssh.Dial("tcp", "127.0.0.1:"+port, &ssh.ClientConfig{
		User: user, Timeout: patience,
		HostKeyCallback: ssh.InsecureIgnoreHostKey(), // loopback
	})
	if err != nil {
		return 0, err
	}
	defer client.Close()
	session, err := client.NewSession()
	if err != nil {
		return 0, err
	}
	session.Stderr = os.Stderr
	stdout, err := session.StdoutPipe()
	if err != nil {
		return 0, err
	}
	stdin, err := session.StdinPipe()
	if err != nil {
		return 0, err
	}
	if tty != "" {
		var cols, rows int
		if _, err := fmt.Sscanf(tty, "%dx%d", &cols, &rows); err != nil {
			return 0, err
		}
		if err := session.RequestPty(term, rows, cols, nil); err != nil {
			return 0, err
		}
	}
	if command == "" {
		err = session.Shell()
	} else {
		err = session.Start(command)
	}
	if err != nil {
		return 0, err
	}
	time.AfterFunc(patience, func() { client.Close() })
	if err := converse(stdout, stdin, keys); err != nil {
		return 0, err
	}
	var exit *ssh.ExitError
	err = session.Wait()
	if errors.As(err, &exit) {
		return exit.ExitStatus(), nil
	}
	return 0, err
}

// converse copies the output of the session to stdout and types keys after the first frame.
func converse(stdout io.Reader, stdin io.WriteCloser, keys string) error {
	var seen []byte
	var shown atomic.Int64 // bytes
	buf := make([]byte, 4096)
	for {
		n, err := stdout.Read(buf)
		os.Stdout.Write(buf[:n])
		seen = append(seen, buf[:n]...)
		shown.Add(int64(n))
		if keys != "" && bytes.Contains(seen, []byte("quit")) {
			typed := strings.ReplaceAll(keys, `\e`, "\x1b")
			keys = ""
			go func() {
				for _, key := range typed { // no faster than a person, so that each shows
					before := shown.Load()
					_, _ = io.WriteString(stdin, string(key))
					time.Sleep(100 * time.Millisecond)
					// A busy server may read escape and the next key at once, which is
					// another key.
					for wait := 0; key == '\x1b' && shown.Load() == before && wait < 100; wait++ {
						time.Sleep(100 * time.Millisecond)
					}
				}
			}()
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
