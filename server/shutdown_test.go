package server

import (
	"io"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pkg/sftp"
	gossh "golang.org/x/crypto/ssh"
)

func TestShutdownTellsVisitors(t *testing.T) {
	t.Parallel()
	s, stop := startServer(t, testConfig(t))
	c := dial(t, s, gossh.ClientConfig{})
	session, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	var screen buffer
	session.Stdout = &screen
	if _, err := session.StdinPipe(); err != nil { // without one, the client hangs up at once
		t.Fatal(err)
	}
	if err := session.RequestPty("xterm", 24, 80, nil); err != nil {
		t.Fatal(err)
	}
	if err := session.Shell(); err != nil {
		t.Fatal(err)
	}
	if !screen.contains("Wen Kaiyue") {
		t.Fatalf("there is no frame: %q", screen.String())
	}
	go func() { // as ssh does when its session ends
		_ = session.Wait()
		c.Close()
	}()
	start := time.Now()
	if err := stop(); err != nil {
		t.Error(err)
	}
	if d := time.Since(start); d > shutdownTimeout {
		t.Errorf("it took %s", d)
	}
	if !screen.contains("\x1b[?1049l") || !screen.contains("The server is restarting") {
		t.Errorf("the visitor saw %q", screen.String())
	}
}

// heldConn is a connection whose client says nothing until it is let go.
type heldConn struct {
	net.Conn
	held <-chan struct{}
}

func (c *heldConn) Write(p []byte) (int, error) {
	<-c.held
	return c.Conn.Write(p)
}

// Who is shaking hands when the server is told to stop gets what they came for.
func TestShutdownLetsHandshakesEnd(t *testing.T) {
	s, stop := startServer(t, testConfig(t))
	raw, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	for begun := time.Now(); s.guard.Stats().Connections == 0 && time.Since(begun) < 10*time.Second; {
		time.Sleep(time.Millisecond)
	}
	held, stopped := make(chan struct{}), make(chan error, 1)
	go func() { stopped <- stop() }()
	time.AfterFunc(300*time.Millisecond, func() { close(held) })
	c, chans, reqs, err := gossh.NewClientConn(&heldConn{raw, held}, "late", &gossh.ClientConfig{
		HostKeyCallback: gossh.FixedHostKey(s.key.PublicKey()), Timeout: 10 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	client := gossh.NewClient(c, chans, reqs)
	if out, _, status := command(t, client, "text"); status != 0 || !strings.Contains(out, "Kaiyue") {
		t.Errorf("status %d, %q", status, out)
	}
	client.Close()
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

// A connection without a session does not hold the server back for ever.
func TestShutdownCutsOffIdleConnections(t *testing.T) {
	t.Parallel()
	s, stop := startServer(t, testConfig(t))
	dial(t, s, gossh.ClientConfig{})
	raw, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	start := time.Now()
	if err := stop(); err != nil {
		t.Error(err)
	}
	if d := time.Since(start); d > shutdownTimeout+time.Second {
		t.Errorf("it took %s", d)
	}
}

// copying is a visitor who has opened the folder; told is what they are told in
// the end.
func copying(t *testing.T, s *Server) (files *sftp.Client, told <-chan string) {
	t.Helper()
	session, err := dial(t, s, gossh.ClientConfig{}).NewSession()
	if err != nil {
		t.Fatal(err)
	}
	in, err := session.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := session.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := session.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.RequestSubsystem("sftp"); err != nil {
		t.Fatal(err)
	}
	if files, err = sftp.NewClientPipe(out, in); err != nil {
		t.Fatal(err)
	}
	end := make(chan string, 1)
	go func() {
		b, _ := io.ReadAll(stderr)
		end <- string(b)
	}()
	return files, end
}

// Who has the folder open and copies nothing is told to leave at once; who copies,
// when the copy is made.
func TestShutdownTellsWhoCopies(t *testing.T) {
	t.Parallel()
	var log buffer
	cfg := testConfig(t)
	cfg.Log = slog.New(slog.NewJSONHandler(&log, nil))
	s, stop := startServer(t, cfg)
	_, idle := copying(t, s)
	files, busy := copying(t, s)
	time.Sleep(transferQuiet)
	begun, stopped := time.Now(), make(chan error, 1)
	var copies sync.WaitGroup
	defer copies.Wait()
	copies.Go(func() {
		for time.Since(begun) < 2*transferQuiet {
			if _, err := files.Stat("/cv.pdf"); err != nil {
				t.Errorf("a copy is cut off after %s: %v", time.Since(begun), err)
				return
			}
			time.Sleep(transferQuiet / 10)
		}
	})
	time.Sleep(transferQuiet / 5)
	go func() { stopped <- stop() }()
	told := []string{<-idle}
	if d := time.Since(begun); d > 2*transferQuiet {
		t.Errorf("who copies nothing stays for %s", d)
	}
	told = append(told, <-busy)
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	if d := time.Since(begun); d < 2*transferQuiet || d >= shutdownTimeout-lastCall {
		t.Errorf("the server ends after %s", d)
	}
	for _, line := range told {
		if line != "cv: The server is restarting; please come back in a moment.\n" {
			t.Errorf("a visitor is told %q", line)
		}
	}
	if n := strings.Count(log.String(), `"ended":"restart"`); n != 2 {
		t.Errorf("%d visits: %s", n, log.String())
	}
}

// Who is in the middle of something when the time is up is told so, and has a line
// in the log as well, whether or not the client takes it.
func TestShutdownLogsWhoIsCutOff(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("-short")
	}
	var log buffer
	cfg := testConfig(t)
	cfg.Log = slog.New(slog.NewJSONHandler(&log, nil))
	s, stop := startServer(t, cfg)
	files, told := copying(t, s)
	f, err := files.Open("/cv.pdf")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for err == nil { // again and again
			_, err = f.ReadAt(make([]byte, 1<<10), 0)
		}
	}()
	if err := stop(); err != nil {
		t.Error(err)
	}
	if line := <-told; line != "cv: The server is restarting; please come back in a moment.\n" {
		t.Errorf("the visitor is told %q", line)
	}
	if n := strings.Count(log.String(), `"ended":"restart"`); n != 1 {
		t.Errorf("%d visits: %s", n, log.String())
	}
}

// slowConn is a line of 50 KB/s.
type slowConn struct{ net.Conn }

func (c slowConn) Read(p []byte) (int, error) {
	time.Sleep(10 * time.Millisecond)
	return c.Conn.Read(p[:min(len(p), 512)])
}

// Who downloads on a slow line has all of it, though everything has been sent when
// the server is told to stop.
func TestShutdownLetsDownloadsArrive(t *testing.T) {
	t.Parallel()
	s, stop := startServer(t, testConfig(t))
	want, _, _ := command(t, dial(t, s, gossh.ClientConfig{}), "pdf")
	raw, err := net.Dial("tcp", s.Addr().String())
	if err == nil {
		err = raw.(*net.TCPConn).SetReadBuffer(16 << 10) // the rest waits at the server
	}
	if err != nil {
		t.Fatal(err)
	}
	c, chans, reqs, err := gossh.NewClientConn(slowConn{raw}, "", &gossh.ClientConfig{HostKeyCallback: gossh.FixedHostKey(s.key.PublicKey())})
	if err != nil {
		t.Fatal(err)
	}
	client := gossh.NewClient(c, chans, reqs)
	go func() { // as clients do; what they send to an end that is gone loses what is on its way
		for err := error(nil); err == nil; time.Sleep(50 * time.Millisecond) {
			_, _, err = client.SendRequest("keepalive@openssh.com", false, nil)
		}
	}()
	stopped := make(chan error, 1)
	time.AfterFunc(300*time.Millisecond, func() { stopped <- stop() })
	if got, _, status := command(t, client, "pdf"); got != want || status != 0 {
		t.Errorf("%d bytes of %d, status %d", len(got), len(want), status)
	}
	client.Close()
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}
