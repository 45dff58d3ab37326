package screen_test

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	"runtime"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/screen"
)

// bare starts the baseline: x/crypto/ssh alone, which sends a prepared frame for a
// shell, and echo for each key.
func bare(b *testing.B, frame, echo []byte) (addr string) {
	config := &gossh.ServerConfig{NoClientAuth: true}
	config.AddHostKey(newSigner(b))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = l.Close() })
	serveChannel := func(nc gossh.NewChannel) {
		ch, reqs, err := nc.Accept()
		if err != nil {
			return
		}
		for r := range reqs {
			_ = r.Reply(true, nil)
			if r.Type == "shell" {
				_, _ = ch.Write(frame)
				if echo != nil {
					go func() {
						var key [64]byte
						for {
							if _, err := ch.Read(key[:]); err != nil {
								return
							}
							_, _ = ch.Write(echo)
						}
					}()
				}
			}
		}
	}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				_, chans, reqs, err := gossh.NewServerConn(c, config)
				if err != nil {
					return
				}
				go gossh.DiscardRequests(reqs)
				for nc := range chans {
					go serveChannel(nc)
				}
			}()
		}
	}()
	return l.Addr().String()
}

// awaitQuit reads up to the footer's last word.
func awaitQuit(b *testing.B, r io.Reader) (frame []byte) {
	buf := make([]byte, 4096)
	for !bytes.Contains(frame, []byte("quit")) {
		n, err := r.Read(buf)
		if err != nil {
			b.Fatal(err)
		}
		frame = append(frame, buf[:n]...)
	}
	return frame
}

// BenchmarkVisit measures connecting, the first frame and leaving.
func BenchmarkVisit(b *testing.B) {
	ours := serve(b, newPage)
	var frame []byte
	visit := func(addr string) {
		s := server{addr: addr}
		c := s.dial(b, dialOptions{deaf: true})
		frame = awaitQuit(b, c.ch)
		_ = c.conn.Close()
	}
	visit(ours.addr)
	b.ReportMetric(float64(len(frame)), "bytes/frame")
	compareBench(b, func() { visit(ours.addr) }, bare(b, frame, nil), visit)
}

// BenchmarkKey measures the time from a key to its change on the screen.
func BenchmarkKey(b *testing.B) {
	ours := serve(b, newPage)
	c := ours.dial(b, dialOptions{deaf: true})
	awaitQuit(b, c.ch)
	buf := make([]byte, 4096)
	size := 0
	press := func(ch gossh.Channel, key string) {
		if _, err := io.WriteString(ch, key); err != nil {
			b.Fatal(err)
		}
		n, err := ch.Read(buf)
		if err != nil {
			b.Fatal(err)
		}
		size = n
	}
	keys, i := []string{"j", "k"}, 0
	press(c.ch, "j")
	floor := server{addr: bare(b, []byte("quit"), bytes.Clone(buf[:size]))}
	f := floor.dial(b, dialOptions{deaf: true})
	awaitQuit(b, f.ch)
	compareBench(b, func() { i++; press(c.ch, keys[i%2]) }, "", func(string) { press(f.ch, "j") })
	b.ReportMetric(float64(size), "bytes/key")
}

// compareBench times ours and bare by turns, and reports the ratio.
func compareBench(b *testing.B, ours func(), addr string, bare func(addr string)) {
	var a, z time.Duration
	for b.Loop() {
		start := time.Now()
		ours()
		middle := time.Now()
		bare(addr)
		a, z = a+middle.Sub(start), z+time.Since(middle)
	}
	b.ReportMetric(float64(a.Nanoseconds())/float64(b.N), "ours-ns")
	b.ReportMetric(float64(z.Nanoseconds())/float64(b.N), "bare-ns")
	b.ReportMetric(a.Seconds()/z.Seconds(), "ratio")
}

// BenchmarkIdleSession measures the heap and stack of an idle session without those of its
// SSH connection. Both measurements include the clients, which are in the same process.
func BenchmarkIdleSession(b *testing.B) {
	const sessions = 200
	var frame []byte
	hold := func(addr string) float64 {
		s := server{addr: addr}
		before := memory()
		var clients []*client
		for range sessions {
			c := s.dial(b, dialOptions{deaf: true})
			frame = awaitQuit(b, c.ch)
			clients = append(clients, c)
		}
		time.Sleep(100 * time.Millisecond)
		used := memory() - before
		for _, c := range clients {
			_ = c.conn.Close()
		}
		return float64(used) / sessions / 1024
	}
	for b.Loop() {
		ours := serve(b, func() tea.Model { return page{} }, func(c *screen.Config) { c.Log = slog.New(slog.DiscardHandler) })
		hold(ours.addr) // fills caches and pools
		a := hold(ours.addr)
		z := hold(bare(b, frame, nil))
		b.ReportMetric(a-z, "KiB/session-beside-ssh")
	}
}

func memory() uint64 {
	for range 3 {
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}
