//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// listeningSocket returns a listening socket for a program, and its address.
func listeningSocket(t *testing.T) (address string, socket *os.File) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	if socket, err = listener.(*net.TCPListener).File(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = socket.Close() })
	return listener.Addr().String(), socket
}

// TestSystemd acts as systemd with a cv.socket of two ports and cv.service: it passes
// listening sockets and reads the notifications of the server.
func TestSystemd(t *testing.T) {
	t.Parallel()
	var addresses []string
	var sockets []*os.File
	for range 2 {
		address, socket := listeningSocket(t)
		addresses, sockets = append(addresses, address), append(sockets, socket)
	}
	dir, err := os.MkdirTemp("", "") // short: the path of a socket has about 100 bytes
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	notify, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: filepath.Join(dir, "notify"), Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer notify.Close()

	// A visitor who comes before the server waits and is then served.
	early := make(chan error, 1)
	go func() {
		early <- exec.CommandContext(t.Context(), "cv", "healthcheck", "--listen="+addresses[0], "--timeout=1m", "--state-dir="+dir).Run()
	}()

	var log bytes.Buffer
	// The sockets take precedence over the address of --listen.
	cmd := exec.CommandContext(t.Context(), "sh", "-c", "LISTEN_PID=$$ LISTEN_FDS=2 exec cv serve --listen=127.0.0.1:1 --log-format=json")
	cmd.Env = append(os.Environ(), "NOTIFY_SOCKET="+notify.LocalAddr().String(), "WATCHDOG_USEC=400000", "XDG_STATE_HOME="+dir)
	cmd.ExtraFiles, cmd.Stderr = sockets, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	hear := func(want string) {
		t.Helper()
		b := make([]byte, 64)
		_ = notify.SetReadDeadline(time.Now().Add(patience))
		n, err := notify.Read(b)
		for err == nil && want != "WATCHDOG=1" && string(b[:n]) == "WATCHDOG=1" {
			n, err = notify.Read(b)
		}
		if err != nil || string(b[:n]) != want {
			_ = cmd.Process.Kill()
			t.Fatalf("got notification %q (%v), want %s", b[:n], err, want)
		}
	}
	hear("READY=1")
	hear("WATCHDOG=1")
	hear("WATCHDOG=1")
	if err := <-early; err != nil {
		t.Errorf("a visitor before the server: got %v, want success", err)
	}
	if out, err := exec.CommandContext(t.Context(), "cv", "healthcheck", "--listen="+strings.Join(addresses, ","), "--state-dir="+dir+"/cv").CombinedOutput(); err != nil || bytes.Count(out, []byte(" is healthy: ")) != 2 {
		t.Errorf("healthcheck: got %v, want two healthy addresses: %s", err, out)
	}
	_ = cmd.Process.Signal(syscall.SIGTERM)
	hear("STOPPING=1")
	if err := cmd.Wait(); err != nil {
		t.Errorf("the server ended with %v, want exit status 0:\n%s", err, log.String())
	}
	for _, a := range addresses {
		if want := `"msg":"listening","address":"` + a + `"`; !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %s:\n%s", want, log.String())
		}
	}
}

// TestKeyOfRoot checks the host keys that a service may read, such as one of root that is
// readable by the group of the service, as secret stores make them.
func TestKeyOfRoot(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file to somebody else")
	}
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o755); err != nil { // t.TempDir is in a directory that others may not enter
		t.Fatal(err)
	}
	path, err := exec.LookPath("cv")
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(dir, "cv")
	copyFile(t, path, bin)
	const user = 65532
	key := filepath.Join(dir, "host_key")
	if out, err := exec.CommandContext(t.Context(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, test := range []struct {
		owner int
		mode  os.FileMode
		ok    bool
	}{
		{user, 0o400, true}, {0, 0o440, true}, {0, 0o640, true},
		{user, 0o440, false}, {0, 0o444, false}, {0, 0o460, false},
	} {
		if err := os.Chown(key, test.owner, user); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(key, test.mode); err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), bin, "fingerprint", "--host-key", key)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user}}
		out, err := cmd.CombinedOutput()
		if test.ok && err != nil || !test.ok && !strings.Contains(string(out), "can be read by others") {
			t.Errorf("owner %d, mode %o: got %v, want success: %t: %s", test.owner, test.mode, err, test.ok, out)
		}
	}

	// Root may serve with its own key.
	if err := errors.Join(os.Chown(key, 0, 0), os.Chmod(key, 0o440)); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), bin, "fingerprint", "--host-key", key, "--next-host-key", key).CombinedOutput(); err != nil {
		t.Errorf("root with its own key: got %v, want success: %s", err, out)
	}

	// A port that this user may not use.
	if start := readFile(t, "/proc/sys/net/ipv4/ip_unprivileged_port_start"); strings.TrimSpace(start) == "1024" {
		cmd := exec.CommandContext(t.Context(), bin, "serve", "--listen=127.0.0.1:22", "--host-key", key)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user}}
		if err := errors.Join(os.Chown(key, user, user), os.Chmod(key, 0o400)); err != nil {
			t.Fatal(err)
		}
		out, _ := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != exitUsage || !strings.HasPrefix(string(out), "cv: --listen: cannot listen on 127.0.0.1:22: bind: permission denied; take the port from systemd") || bytes.Count(out, []byte("\n")) != 1 {
			t.Errorf("port 22: got exit status %d, want %d and one line of advice: %s", cmd.ProcessState.ExitCode(), exitUsage, out)
		}
	}

	// If this user cannot create a key, the check and the start fail with the same message.
	var said []string
	for _, args := range [][]string{{"serve", "--check"}, {"serve", "--listen=127.0.0.1:0"}} {
		cmd := exec.CommandContext(t.Context(), bin, append(args, "--state-dir", filepath.Join(dir, "state", "cv"))...)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user}}
		out, _ := cmd.CombinedOutput()
		if cmd.ProcessState.ExitCode() != exitUsage || !strings.Contains(string(out), "--state-dir: ") || !strings.Contains(string(out), "permission denied") {
			t.Errorf("%v: got exit status %d, want %d and that --state-dir is denied: %s", args, cmd.ProcessState.ExitCode(), exitUsage, out)
		}
		said = append(said, string(out))
	}
	if said[0] != said[1] {
		t.Errorf("got %q from the check and %q from the start, want the same", said[0], said[1])
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

// Every line for journald begins with its priority, in both formats.
func TestJournal(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "journal"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var st unix.Stat_t
	if err := unix.Fstat(int(file.Fd()), &st); err != nil {
		t.Fatal(err)
	}
	run := func(stream string, args ...string) string {
		t.Helper()
		if err := errors.Join(file.Truncate(0), second(file.Seek(0, 0))); err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), "cv", args...)
		cmd.Env = append(os.Environ(), "JOURNAL_STREAM="+stream, "CV_NONSENSE=1", "XDG_STATE_HOME="+t.TempDir())
		cmd.Stderr = file
		_ = cmd.Run()
		return readFile(t, file.Name())
	}
	ours := fmt.Sprintf("%d:%d", st.Dev, st.Ino)
	for _, format := range []string{"text", "json"} {
		out := run(ours, "serve", "--log-format="+format, "--listen=127.0.0.1:0", "--metrics=127.0.0.1:1x")
		if !regexp.MustCompile(`^<4>.*CV_NONSENSE.*\n<3>cv: --metrics: .*\n$`).MatchString(out) {
			t.Errorf("%s: got %q, want a warning <4> and an error <3>", format, out)
		}
	}
	if out := run(fmt.Sprintf("%d:%d", st.Dev, st.Ino+1), "serve", "--check"); !strings.HasPrefix(out, "time=") {
		t.Errorf("in another stream: got %q, want no priority", out)
	}
	var out strings.Builder
	o := &logOutput{file: &out, format: "text", journal: true}
	l := o.logger("debug")
	for _, level := range []slog.Level{slog.LevelDebug - 8, slog.LevelDebug, slog.LevelInfo, slog.LevelWarn, slog.LevelError, slog.LevelError + 8} {
		l.With("a", 1).WithGroup("g").Log(t.Context(), level, "x", "b", 2)
	}
	o.flush()
	if got := regexp.MustCompile(`(?m)^<\d>|a=1 g.b=2$`).FindAllString(out.String(), -1); fmt.Sprint(got) != "[<7> a=1 g.b=2 <6> a=1 g.b=2 <4> a=1 g.b=2 <3> a=1 g.b=2 <3> a=1 g.b=2]" {
		t.Errorf("got %v, want the priorities 7, 6, 4, 3 and 3 in %q", got, out.String())
	}
}

func second[T any](_ T, err error) error { return err }
