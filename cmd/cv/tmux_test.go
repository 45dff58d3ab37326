package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// tmux is a terminal in which a program runs.
type tmux struct {
	t      *testing.T
	socket string
}

// newTmux runs a shell command in a new tmux server until the test ends.
func newTmux(t *testing.T, columns, rows int, command string) *tmux {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("tmux is not installed")
	}
	m := &tmux{t, filepath.Join(t.TempDir(), "tmux")}
	t.Cleanup(func() { _ = exec.Command("tmux", "-S", m.socket, "kill-server").Run() })
	// The shell stays after the command, so that its last screen can be read.
	m.run("-f", "/dev/null", "new-session", "-d", "-x", fmt.Sprint(columns), "-y", fmt.Sprint(rows),
		command+`; echo "exit status $?"; exec cat`)
	m.run("set", "-g", "status", "off")
	return m
}

func (m *tmux) run(args ...string) string {
	m.t.Helper()
	out, err := exec.CommandContext(m.t.Context(), "tmux", append([]string{"-S", m.socket}, args...)...).CombinedOutput()
	if err != nil {
		m.t.Fatalf("tmux %q: %v: %s", args, err, out)
	}
	return string(out)
}

// types sends keys by their names in tmux, such as "c" or "Escape".
func (m *tmux) types(keys ...string) {
	m.t.Helper()
	m.run(append([]string{"send-keys"}, keys...)...)
}

func (m *tmux) resize(columns, rows int) {
	m.t.Helper()
	m.run("resize-window", "-x", fmt.Sprint(columns), "-y", fmt.Sprint(rows))
}

// until waits until ok reports true for the screen. After a minute the test fails with
// the last screen.
func (m *tmux) until(what string, ok func(screen string) bool) {
	m.t.Helper()
	screen := ""
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if screen = m.run("capture-pane", "-p"); ok(screen) {
			return
		}
	}
	m.t.Fatalf("got the screen\n%s\nwant %s", screen, what)
}

// shows waits until the screen has all texts.
func (m *tmux) shows(texts ...string) {
	m.t.Helper()
	m.until(fmt.Sprintf("%q", texts), func(screen string) bool {
		for _, s := range texts {
			if !strings.Contains(screen, s) {
				return false
			}
		}
		return true
	})
}

// serveFor starts cv serve until the test ends and returns its port.
func serveFor(t *testing.T) (port string) {
	t.Helper()
	path, err := exec.LookPath("cv")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, path, "serve", "--listen=127.0.0.1:0", "--log-format=json", "--state-dir="+t.TempDir())
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); _ = cmd.Wait() })
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		var r struct{ Msg, Address string }
		if json.Unmarshal(lines.Bytes(), &r) == nil && r.Msg == "listening" {
			_, port, _ = net.SplitHostPort(r.Address)
			return port
		}
	}
	t.Fatal("the server does not listen")
	return ""
}

// A visit with OpenSSH in a real terminal, from the first frame to the last words.
func TestVisitInTmux(t *testing.T) {
	t.Parallel()
	m := newTmux(t, 80, 24, "ssh -F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -p "+serveFor(t)+" 127.0.0.1")
	m.shows("Wen Kaiyue", "EDUCATION", "q quit")
	m.types("3")
	m.shows("How Sharpness Aware Minimization Minimizes Sharpness?")
	m.resize(40, 12)
	m.until("a header with the section's number, and a short footer", func(s string) bool {
		return strings.Contains(s, "Publications 3/5") && strings.Contains(s, "q quit") && !strings.Contains(s, "section")
	})
	m.resize(120, 40)
	m.shows("▌", "Publications", "How Sharpness")
	m.types("/")
	m.types("-l", "sharp")
	m.shows("/sharp", "1/")
	m.types("Escape")
	m.shows("/ search") // without waiting, Escape and the next key would be that key with Alt
	m.types("c")
	m.shows("CONTACT", "Email", "esc close")
	m.types("Escape")
	m.shows("/ search")
	m.types("s")
	m.shows("TAKE IT WITH YOU", "cv.pdf", "esc close")
	m.types("Escape")
	m.shows("/ search")
	m.types("?")
	m.shows("esc close")
	m.types("q")
	m.until("the last words, on the screen from before", func(s string) bool {
		return strings.Contains(s, "exit status 0") && strings.Contains(s, "Wen Kaiyue") && strings.Contains(s, "pdf") && !strings.Contains(s, "esc close")
	})
}

// cv view shows the CV without a server, and asks for a larger screen if it is too small.
func TestViewInTmux(t *testing.T) {
	t.Parallel()
	path, err := exec.LookPath("cv")
	if err != nil {
		t.Fatal(err)
	}
	m := newTmux(t, 40, 12, path+" view")
	m.shows("Wen Kaiyue", "1/5", "q quit")
	m.resize(29, 7)
	m.shows("30")
	m.resize(80, 24)
	m.shows("EDUCATION", "section")
	m.types("q")
	m.shows("exit status 0")
}

// The save page of cv view offers the formats that suit the present file: no PDF if no font
// has its letters.
func TestViewOffersByTheFile(t *testing.T) {
	path, err := exec.LookPath("cv")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a.yaml")
	save := func(name string) {
		t.Helper()
		if err := os.WriteFile(file, []byte("basics: {name: "+name+"}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	save("Ann Example")
	m := newTmux(t, 80, 24, path+" view --fonts none "+file)
	m.shows("Ann Example", "q quit")
	m.types("s")
	m.shows("cv.pdf", "cv.txt")
	save("文凯越")
	m.until("the file as it is now, without a PDF", func(s string) bool {
		return strings.Contains(s, "cv.txt") && !strings.Contains(s, "cv.pdf")
	})
	m.types("q")
}
