package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// The text log is styled on a terminal, and that of slog anywhere else.
func TestTextLog(t *testing.T) {
	t.Setenv("TERM", "xterm-256color")
	t.Setenv("NO_COLOR", "")
	logged := func(w io.Writer, log func(*slog.Logger)) {
		out := newLogOutput(w, "text")
		log(out.logger("warn"))
		out.flush()
	}
	var file strings.Builder
	logged(&file, func(l *slog.Logger) {
		l.Info("less important")
		l.Warn("two words", "key", "value")
	})
	if got := file.String(); strings.Count(got, "\n") != 1 || !strings.HasSuffix(got, ` level=WARN msg="two words" key=value`+"\n") {
		t.Errorf("in a file: got %q, want the warning as from slog", got)
	}
	terminal, tty, err := pty.Open()
	if err != nil {
		t.Skip(err)
	}
	defer terminal.Close()
	defer tty.Close()
	logged(tty, func(l *slog.Logger) { l.Warn("two words", "key", "value", "forged", `x\" ended=left`) })
	line := make([]byte, 1000)
	n, err := terminal.Read(line)
	if got := string(line[:n]); err != nil || !strings.Contains(got, "\x1b[") || !strings.Contains(got, "two words") || !strings.Contains(got, `x\\\" ended=left`) {
		t.Errorf("on a terminal: got %q, %v, want a styled line with quotes escaped", got, err)
	}
}

// What libraries log must not have the addresses of visitors.
func TestLibrariesLogNoAddress(t *testing.T) {
	var out strings.Builder
	o := newLogOutput(&out, "text")
	log := o.libraryLogger()
	log.Warn("ssh: failed to accept session channel", "err", errors.New("write tcp 192.0.2.1:22->198.51.100.7:54395: broken pipe"))
	o.flush()
	if out.Len() > 0 {
		t.Errorf("a broken connection: got %s, want nothing logged", out.String())
	}
	log.Error("ssh: panic serving connection", "remote", "198.51.100.7:54395", "panic", "at the disco")
	o.flush()
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
		out := newLogOutput(disk, test.format)
		l := out.logger("info")
		l.Info("one")
		out.flush()
		disk.room = 34 // for half a line
		l.Info("two")
		out.flush()
		disk.room = 0
		l.Info("three")
		l.Error("four")
		out.flush()
		disk.room = -1
		l.Info("five")
		l.Info("six")
		out.flush()
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

// Nobody waits for a log whose reader hangs. Lines that find no room in the queue are counted
// where they are missing; the others keep their order.
func TestLogWhoseReaderHangs(t *testing.T) {
	reader := &slowReader{read: make(chan bool)}
	out := newLogOutput(reader, "text")
	l := out.logger("info")
	const lines = 100
	text := strings.Repeat("x", maxQueued/10)
	for i := range lines {
		l.Info(text, "line", i)
	}
	close(reader.read)
	out.flush()
	l.Info("last")
	out.flush()
	var seen []int
	var lost int
	for line := range strings.Lines(reader.String()) {
		var i int
		switch _, number, _ := strings.Cut(line, " line="); {
		case strings.Contains(line, "msg=last"):
			seen = append(seen, lines)
		case strings.Contains(line, "are lost"):
			if _, err := fmt.Sscanf(line[strings.Index(line, "lines="):], `lines=%d err="its reader hangs"`, &lost); err != nil {
				t.Errorf("%v: %s", err, line)
			}
			seen = append(seen, -1)
		default:
			_, _ = fmt.Sscan(number, &i)
			seen = append(seen, i)
		}
	}
	var want []int
	for i := range lines - lost {
		want = append(want, i)
	}
	if want = append(want, -1, lines); lost < lines-10 || !slices.Equal(seen, want) {
		t.Errorf("%d lines are said to be lost; the log has the lines %v, want %v", lost, seen, want)
	}
	if out.size != 0 {
		t.Errorf("the empty queue has %d bytes", out.size)
	}
}

// slowReader takes its first write when read is closed.
type slowReader struct {
	strings.Builder
	read chan bool
}

func (r *slowReader) Write(p []byte) (int, error) {
	<-r.read
	return r.Builder.Write(p)
}

// The server stops in order when its terminal hangs up.
func TestHangup(t *testing.T) {
	caught := make(chan os.Signal, 1) // if SIGHUP is ignored here, as under nohup, cv would ignore it too
	signal.Notify(caught, syscall.SIGHUP)
	defer signal.Stop(caught)
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
