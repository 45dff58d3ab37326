package server

import (
	"bytes"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/internal/rawssh"
)

// guest is a visitor who reads the CV at a terminal.
type guest struct {
	t       testing.TB
	client  *gossh.Client
	session *gossh.Session
	in      io.WriteCloser
	screen  buffer
	stderr  buffer
}

func enter(t testing.TB, s *Server, cfg gossh.ClientConfig) *guest {
	t.Helper()
	v := open(t, s, cfg, "")
	v.sees("Wen Kaiyue")
	return v
}

// open opens the CV at a terminal, with a command unless line is "".
func open(t testing.TB, s *Server, cfg gossh.ClientConfig, line string) *guest {
	t.Helper()
	return again(t, dial(t, s, cfg), line)
}

// again is open on a connection.
func again(t testing.TB, c *gossh.Client, line string) *guest {
	t.Helper()
	v := &guest{t: t, client: c}
	var err error
	if v.session, err = v.client.NewSession(); err != nil {
		t.Fatal(err)
	}
	v.session.Stdout, v.session.Stderr = &v.screen, &v.stderr
	if v.in, err = v.session.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := v.session.RequestPty("xterm-256color", 24, 80, nil); err != nil {
		t.Fatal(err)
	}
	if line != "" {
		err = v.session.Start(line)
	} else {
		err = v.session.Shell()
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (v *guest) sees(s string) {
	v.t.Helper()
	if !v.screen.contains(s) {
		text := v.screen.String()
		v.t.Errorf("got no %q on the screen, which ends with %q", s, text[max(0, len(text)-200):])
	}
}

func (v *guest) types(s string) {
	v.t.Helper()
	if _, err := io.WriteString(v.in, s); err != nil {
		v.t.Error(err)
	}
}

// goodVisitor checks that a visitor can come, read and leave.
func goodVisitor(t testing.TB, s *Server) {
	t.Helper()
	v := enter(t, s, gossh.ClientConfig{})
	v.types("q")
	if err := v.session.Wait(); err != nil {
		t.Errorf("the good visitor: got error %v on leaving", err)
	}
	v.client.Close()
}

// After the worst input of a terminal its visitor can still quit, and others are served.
func TestInputAttacks(t *testing.T) {
	noise := make([]byte, 20<<10)
	random := rand.NewChaCha8([32]byte{1})
	_, _ = random.Read(noise)
	for name, input := range map[string][]byte{
		"open OSC":        []byte("\x1b]0;" + strings.Repeat("A", 20<<10)),
		"open DCS":        []byte("\x1bP" + strings.Repeat("A", 20<<10)),
		"long CSI":        []byte("\x1b[" + strings.Repeat("1;", 10<<10)),
		"escapes":         bytes.Repeat([]byte{0x1b}, 5000),
		"random":          bytes.ReplaceAll(bytes.ReplaceAll(noise, []byte("q"), nil), []byte{3}, nil),
		"paste":           []byte("\x1b[200~" + strings.Repeat("paste ", 20<<10)), // without an end
		"combining":       []byte("/" + strings.Repeat("e\u0301\u0301\u0301\u0301", 2000)),
		"answers unasked": []byte(strings.Repeat("\x1b]11;rgb:ffff/ffff/ffff\x07\x1b[?62c\x1b[24;80R\x1b[<0;1;1M", 500)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _ := startServer(t, testConfig(t))
			v := enter(t, s, gossh.ClientConfig{})
			done := make(chan struct{})
			go func() {
				defer close(done)
				_, _ = v.in.Write(input)
			}()
			goodVisitor(t, s)
			<-done
			left := make(chan error, 1)
			go func() { left <- v.session.Wait() }()
			for tries := 0; ; tries++ {
				// Close any open sequence; ctrl+c leaves from anywhere.
				_, _ = io.WriteString(v.in, "\x07\x1b\\\x1b[201~\x03")
				select {
				case <-left:
				case <-time.After(time.Duration(1+tries/10) * 100 * time.Millisecond): // less often on a busy machine
					if tries < 240 {
						continue
					}
					t.Error("the visitor cannot leave")
				}
				break
			}
			goodVisitor(t, s)
		})
	}
}

// A visitor who pastes far too much can go on typing at once.
func TestLongPaste(t *testing.T) {
	t.Parallel()
	s, _ := startServer(t, testConfig(t))
	v := enter(t, s, gossh.ClientConfig{})
	v.types("\x1b[200~" + strings.Repeat("paste ", 20<<10) + "\x1b[201~")
	paused := pauses()
	time.Sleep(100 * time.Millisecond)
	v.types("q")
	left := make(chan error, 1)
	go func() { left <- v.session.Wait() }()
	select {
	case err := <-left:
		if err != nil {
			t.Error(err)
		}
		paused()
	case <-time.After(3 * time.Second): // less than the decoder's patience
		if paused() < time.Second/2 {
			t.Error("the visitor cannot leave")
		}
	}
}

// Sizes that would exhaust the memory are clamped, before, during and after a session.
func TestAbsurdSizes(t *testing.T) {
	s, _ := startServer(t, testConfig(t))
	c := dial(t, s, gossh.ClientConfig{})
	for _, size := range [][2]int{{0, 0}, {1, 1}, {1<<31 - 1, 1<<31 - 1}, {1 << 31, 1}, {-1, -1}} {
		session, err := c.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		_ = session.WindowChange(size[0], size[1])
		if err := session.RequestPty("xterm", size[0], size[1], nil); err != nil {
			t.Fatal(err)
		}
		_ = session.WindowChange(size[0], size[1])
		var screen buffer
		session.Stdout = &screen
		in, err := session.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := session.Shell(); err != nil {
			t.Fatal(err)
		}
		for range 50 {
			_ = session.WindowChange(size[0], size[1])
		}
		time.Sleep(50 * time.Millisecond)
		_, _ = io.WriteString(in, "\x03")
		if err := session.Wait(); err != nil {
			t.Errorf("%v: %v", size, err)
		}
		_ = session.WindowChange(size[0], size[1])
		var m runtime.MemStats
		if runtime.ReadMemStats(&m); m.HeapInuse > 200<<20 {
			t.Errorf("%v: got %d MiB of heap in use, want at most 200", size, m.HeapInuse>>20)
		}
	}
	goodVisitor(t, s)
}

// Client strings in the log have no control characters and start no line.
func TestControlCharactersInClientStrings(t *testing.T) {
	evil := "\x1b]0;evil\a\x9b31m\x00\u202e\u2028x"
	for name, handler := range map[string]func(io.Writer) slog.Handler{
		"json": func(w io.Writer) slog.Handler { return slog.NewJSONHandler(w, nil) },
		"text": func(w io.Writer) slog.Handler { return slog.NewTextHandler(w, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			var log buffer
			cfg := testConfig(t)
			cfg.Log = slog.New(handler(&log))
			s, _ := startServer(t, cfg)
			c := dial(t, s, gossh.ClientConfig{User: evil + "\nuser", ClientVersion: `SSH-2.0-cv" level="ERROR`})
			session, err := c.NewSession()
			if err != nil {
				t.Fatal(err)
			}
			_ = session.Setenv("LANG", evil)
			_ = session.Setenv(evil, "x")
			if err := session.RequestPty(evil, 24, 80, nil); err != nil {
				t.Fatal(err)
			}
			_ = session.Run("x" + evil + "\nlevel=ERROR msg=forged")
			if !log.contains("visit") {
				t.Fatal("the visit is not logged")
			}
			for _, line := range strings.Split(strings.TrimSuffix(log.String(), "\n"), "\n") {
				if strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r > '~' }) || strings.Contains(line, "user") {
					t.Errorf("got log line %q, want printable ASCII without the user", line)
				}
			}
			if n := strings.Count(log.String(), "\n"); n != 2 { // listening, and a visit
				t.Errorf("got %d lines, want 2: %s", n, log.String())
			}
		})
	}
}

// tidy cleans version strings that x/crypto's client cannot send.
func TestTidy(t *testing.T) {
	for in, want := range map[string]string{
		"cv\x1b]0;x\a": "cv?]0;x?", "\x00\xff\u2028": "???", strings.Repeat("x", 1000): strings.Repeat("x", maxLogged) + "...",
	} {
		if got := tidy(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// An idle visitor is told why the session ends.
func TestIdleVisitorIsTold(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	cfg.Limits.IdleTimeout = 4 * time.Second
	s, _ := startServer(t, cfg)
	v := enter(t, s, gossh.ClientConfig{})
	if err := v.session.Wait(); err != nil {
		t.Error(err)
	}
	v.sees("Nothing has been typed for 4 seconds; goodbye.")
	v.sees("\x1b[?1049l")
}

func TestLongCommandIsTold(t *testing.T) {
	s, _ := startServer(t, testConfig(t))
	_, stderr, status := command(t, dial(t, s, gossh.ClientConfig{}), strings.Repeat("'", 600))
	if status != exitFailed || stderr != "cv: that command is too long\n" {
		t.Errorf("got status %d, stderr %q", status, stderr)
	}
}

// A shutdown tells a hundred visitors, and takes six seconds at most even if some do not
// leave.
func TestShutdownWithAHundredVisitors(t *testing.T) {
	if testing.Short() {
		t.Skip("-short")
	}
	s, stop := startServer(t, testConfig(t))
	var visitors []*guest
	for range 100 {
		visitors = append(visitors, enter(t, s, gossh.ClientConfig{}))
	}
	for range 20 {
		dial(t, s, gossh.ClientConfig{}) // these only stay
	}
	var left sync.WaitGroup
	for _, v := range visitors[:90] {
		left.Go(func() {
			_ = v.session.Wait()
			v.client.Close()
		})
	}
	calm := stopsIn(t, stop, shutdownTimeout+time.Second)
	left.Wait()
	for i, v := range visitors {
		if calm && !v.screen.contains("The server is restarting") {
			t.Errorf("visitor %d: got %q, want to be told of the restart", i, v.screen.String())
		}
	}
}

// A visitor who hangs up during a download has a visit in the log, without an error or
// an address.
func TestHangUpIsNoError(t *testing.T) {
	var log buffer
	cfg := testConfig(t)
	cfg.Log = slog.New(slog.NewJSONHandler(&log, nil))
	s, _ := startServer(t, cfg)
	const visitors = 20
	for range visitors {
		nc, err := net.Dial("tcp", s.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_ = nc.(*net.TCPConn).SetReadBuffer(4 << 10)
		_ = nc.SetDeadline(time.Now().Add(patience))
		c, err := rawssh.Login(nc, "x")
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Session(); err != nil {
			t.Fatal(err)
		}
		_ = c.Send(rawssh.Request(0, "exec", false, rawssh.Text("pdf")))
		_, _ = c.Until(rawssh.MsgChannelData)
		_ = nc.(*net.TCPConn).SetLinger(0)
		nc.Close()
	}
	for range 6000 {
		if strings.Count(log.String(), `"msg":"visit"`) == visitors {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if n := strings.Count(log.String(), `"msg":"visit"`); n != visitors || strings.Contains(log.String(), "ERROR") {
		t.Errorf("got %d visits, want %d and no error: %s", n, visitors, log.String())
	}
	for line := range strings.Lines(log.String()) {
		if address.MatchString(line) && !strings.Contains(line, "listening") {
			t.Errorf("the log has an address: %s", line)
		}
	}
}
