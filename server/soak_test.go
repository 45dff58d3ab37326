package server

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/guard"
)

// soak is the variable with the duration of TestSoak, for example 20m.
const soak = "CV_SOAK"

// attacks returns the attacks of one connection. Each takes a few seconds at most.
func attacks(addr string, from net.IP) []func() {
	raw := func() (net.Conn, error) {
		d := net.Dialer{LocalAddr: &net.TCPAddr{IP: from}, Timeout: 2 * time.Second}
		c, err := d.Dial("tcp", addr)
		if err == nil {
			_ = c.SetDeadline(time.Now().Add(5 * time.Second))
		}
		return c, err
	}
	write := func(b []byte) func() {
		return func() {
			if c, err := raw(); err == nil {
				_, _ = c.Write(b)
				_, _ = io.Copy(io.Discard, c)
				c.Close()
			}
		}
	}
	session := func(do func(c *gossh.Client, s *gossh.Session)) func() {
		return func() {
			conn, err := raw()
			if err != nil {
				return
			}
			defer conn.Close()
			cc, chans, reqs, err := gossh.NewClientConn(conn, "", &gossh.ClientConfig{HostKeyCallback: gossh.InsecureIgnoreHostKey()})
			if err != nil {
				return
			}
			c := gossh.NewClient(cc, chans, reqs)
			if s, err := c.NewSession(); err == nil {
				do(c, s)
			}
		}
	}
	noise := make([]byte, 4096)
	_, _ = rand.Read(noise)
	return []func(){
		write(nil), // silent
		write([]byte("SSH-2.0-half")),
		write([]byte("GET / HTTP/1.0\r\n\r\n")),
		write(append([]byte("SSH-2.0-x\r\n"), noise...)),
		session(func(*gossh.Client, *gossh.Session) { time.Sleep(2 * time.Second) }),
		session(func(c *gossh.Client, _ *gossh.Session) {
			// Less than the limit: x/crypto's client hangs if it opens a channel on a
			// connection that has just ended.
			for range 250 {
				_, _, _ = c.OpenChannel("direct-tcpip", nil)
			}
		}),
		session(func(_ *gossh.Client, s *gossh.Session) {
			for range 400 {
				_ = s.Setenv("LC_ALL", strings.Repeat("x", 1000))
			}
		}),
		session(func(_ *gossh.Client, s *gossh.Session) { _ = s.Run(strings.Repeat("'", 30000)) }),
		session(func(_ *gossh.Client, s *gossh.Session) {
			in, _ := s.StdinPipe()
			if s.RequestPty("xterm", 1<<30, 1<<30, nil) != nil || s.Shell() != nil {
				return
			}
			for i := range 200 {
				_ = s.WindowChange(i*1000, 1<<30-i)
			}
			_, _ = in.Write(bytes.Repeat(noise, 50))
		}),
		session(func(_ *gossh.Client, s *gossh.Session) { // reads nothing
			_, _ = s.StdoutPipe()
			if s.Start("html") == nil {
				time.Sleep(2 * time.Second)
			}
		}),
		func() { breaks(addr, from, true) },
		func() { breaks(addr, from, false) },
		func() { flood(addr, from, "ping", 2*time.Second) },
		func() { flood(addr, from, "global", 2*time.Second) },
		func() { flood(addr, from, "open", 2*time.Second) },
		func() { flood(addr, from, "unknown", 2*time.Second) },
		func() { flood(addr, from, "window", 2*time.Second) },
		func() { flood(addr, from, "realpath", 2*time.Second) },
		func() { flood(addr, from, "keys", 2*time.Second) },
	}
}

// TestSoak attacks a server with the default limits in every way at once. All good visitors
// must be served meanwhile.
func TestSoak(t *testing.T) {
	length, err := time.ParseDuration(os.Getenv(soak))
	if err != nil {
		t.Skip("set " + soak + " to a duration, for example 20m")
	}
	cfg := testConfig(t)
	cfg.Limits = guard.Defaults()
	s, _ := startServer(t, cfg)
	end := time.Now().Add(length)
	var attackers sync.WaitGroup
	var attempts atomic.Int64
	for i := range 24 {
		attackers.Go(func() {
			for n := 0; time.Now().Before(end); n++ {
				// Each kind has its own addresses, which change now and then. Otherwise
				// most attacks would be refused for the garbage of others.
				kind := (n + i) % len(attacks("", nil))
				from := net.IPv4(127, byte(1+kind), byte(n/200%250), byte(1+i))
				attacks(s.Addr().String(), from)[kind]()
				attempts.Add(1)
				time.Sleep(10 * time.Millisecond)
			}
		})
	}
	var heaps, goroutines []int
	served, slowest := 0, time.Duration(0)
	for sample := time.Now(); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		start := time.Now()
		if err := goodFrom(s, net.IPv4(127, 0, 1, byte(1+served%250))); err != nil {
			t.Errorf("good visitor %d: %v", served, err)
		}
		slowest = max(slowest, time.Since(start))
		served++
		if time.Since(sample) > length/20 {
			sample = time.Now()
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			heaps, goroutines = append(heaps, int(m.HeapAlloc>>10)), append(goroutines, runtime.NumGoroutine())
		}
	}
	attackers.Wait()
	t.Logf("%d good visitors served, the slowest in %s; %d attacks\nheap KiB %v\ngoroutines %v\n%+v",
		served, slowest, attempts.Load(), heaps, goroutines, s.guard.Stats())
	half := len(heaps) / 2
	// Screen updates use a pair of cell buffers for each CPU, of up to 2.7 MiB. Whether
	// a pair is kept depends on the last screen, and is no growth.
	buffers := runtime.GOMAXPROCS(0) * 2700
	if first, last := mean(heaps[:half]), mean(heaps[half:]); last > first*3/2+buffers {
		t.Errorf("the heap grows: %d KiB in the first half, %d KiB in the second", first, last)
	}
	if first, last := mean(goroutines[:half]), mean(goroutines[half:]); last > first*3/2 {
		t.Errorf("goroutines grow: %d in the first half, %d in the second", first, last)
	}
}

// goodFrom asks for the CV as text.
func goodFrom(s *Server, from net.IP) error {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: from}, Timeout: patience}
	conn, err := d.Dial("tcp", s.Addr().String())
	if err != nil {
		return err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	cc, chans, reqs, err := gossh.NewClientConn(conn, "", &gossh.ClientConfig{HostKeyCallback: gossh.FixedHostKey(s.key.PublicKey())})
	if err != nil {
		return err
	}
	session, err := gossh.NewClient(cc, chans, reqs).NewSession()
	if err != nil {
		return err
	}
	out, err := session.Output("text")
	if err == nil && !bytes.Contains(out, []byte("Wen Kaiyue")) {
		err = fmt.Errorf("got %d bytes without the name", len(out))
	}
	return err
}

func mean(all []int) int {
	sum := 0
	for _, n := range all {
		sum += n
	}
	return sum / max(1, len(all))
}
