package main

import (
	"errors"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// The text log is styled on a terminal, and that of slog anywhere else.
func TestTextLog(t *testing.T) {
	t.Setenv("TERM", "xterm-256color")
	t.Setenv("NO_COLOR", "")
	logger := func(w io.Writer) *slog.Logger { return newLogOutput(w, "text").logger("warn") }
	var file strings.Builder
	logger(&file).Info("less important")
	logger(&file).Warn("two words", "key", "value")
	if got := file.String(); strings.Count(got, "\n") != 1 || !strings.HasSuffix(got, ` level=WARN msg="two words" key=value`+"\n") {
		t.Errorf("in a file: got %q, want the warning as from slog", got)
	}
	terminal, tty, err := pty.Open()
	if err != nil {
		t.Skip(err)
	}
	defer terminal.Close()
	defer tty.Close()
	logger(tty).Warn("two words", "key", "value", "forged", `x\" ended=left`)
	line := make([]byte, 1000)
	n, err := terminal.Read(line)
	if got := string(line[:n]); err != nil || !strings.Contains(got, "\x1b[") || !strings.Contains(got, "two words") || !strings.Contains(got, `x\\\" ended=left`) {
		t.Errorf("on a terminal: got %q, %v, want a styled line with quotes escaped", got, err)
	}
}

// What libraries log must not have the addresses of visitors.
func TestLibrariesLogNoAddress(t *testing.T) {
	var out strings.Builder
	log := newLogOutput(&out, "text").libraryLogger()
	log.Warn("ssh: failed to accept session channel", "err", errors.New("write tcp 192.0.2.1:22->198.51.100.7:54395: broken pipe"))
	if out.Len() > 0 {
		t.Errorf("a broken connection: got %s, want nothing logged", out.String())
	}
	log.Error("ssh: panic serving connection", "remote", "198.51.100.7:54395", "panic", "at the disco")
	if got := out.String(); !strings.Contains(got, "at the disco") || strings.Contains(got, "198.51.100") {
		t.Errorf("a panic: got %s, want it without the address", got)
	}
}

// Lines that do not fit a full disk are counted, and the number is logged once.
func TestLogOnFullDisk(t *testing.T) {
	for _, test := range []struct {
		format, want string
	}{
		{"text", "^time=\\S+ level=INFO msg=one\ntime=\\S+ leve\ntime=\\S+ level=WARN msg=\"lines of the log are lost: it could not be written\" lines=3 err=\"no space\"\ntime=\\S+ level=INFO msg=five\ntime=\\S+ level=INFO msg=six\n$"},
		{"json", `^{"time":"\S+","level":"INFO","msg":"one"}` + "\n" + `{"time":"\S+\n{"time":"\S+","level":"WARN","msg":"lines of the log are lost: it could not be written","lines":3,"err":"no space"}` + "\n{.*\n{.*\n$"},
	} {
		disk := &fullDisk{room: -1}
		l := newLogOutput(disk, test.format).logger("info")
		l.Info("one")
		disk.room = 34 // for half a line
		l.Info("two")
		disk.room = 0
		l.Info("three")
		l.Error("four")
		disk.room = -1
		l.Info("five")
		l.Info("six")
		if got := disk.String(); !regexp.MustCompile(test.want).MatchString(got) {
			t.Errorf("%s: got %q, want a match for %s", test.format, got, test.want)
		}
	}
}

// fullDisk takes writes of up to room bytes, or of any size if room is negative.
type fullDisk struct {
	strings.Builder
	room int
}

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.room >= 0 && len(p) > d.room {
		n, _ := d.Builder.Write(p[:d.room])
		return n, errors.New("no space")
	}
	return d.Builder.Write(p)
}

// The server stops in order when its terminal hangs up.
func TestHangup(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "cv", "serve", "--listen=127.0.0.1:0", "--log-format=json")
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir())
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd.Stderr = out
	terminal, err := pty.Start(cmd)
	if err != nil {
		t.Skip(err)
	}
	for range 3000 {
		if strings.Contains(readFile(t, out.Name()), `"msg":"listening"`) {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	_ = terminal.Close()
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		if err != nil || !strings.Contains(readFile(t, out.Name()), `"msg":"stopping"`) {
			t.Errorf("got %v, want exit status 0 and a log of stopping:\n%s", err, readFile(t, out.Name()))
		}
	case <-time.After(patience):
		_ = cmd.Process.Kill()
		t.Errorf("the server does not stop within %s:\n%s", patience, readFile(t, out.Name()))
	}
}
