package server

import (
	"bytes"
	"io"
	"math"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// lastWord is the last word of the footer, which ends the first frame.
const lastWord = "quit"

// visitor is one interactive session.
type visitor struct {
	tcp      net.Conn
	conn     *gossh.Client
	ch       gossh.Channel
	first    time.Duration // from dialling to the whole first frame
	received atomic.Int64  // bytes on the channel
	output   chan time.Time
}

// arrive opens a session with a terminal and waits for the first frame.
func arrive(b *testing.B, addr string, cols, rows int) *visitor {
	b.Helper()
	v, err := newVisitor(addr, cols, rows)
	if err != nil {
		b.Error(err)
		b.FailNow()
	}
	return v
}

func newVisitor(addr string, cols, rows int) (*visitor, error) {
	start := time.Now()
	v := &visitor{output: make(chan time.Time, 64)}
	var err error
	if v.tcp, err = net.DialTimeout("tcp", addr, 30*time.Second); err != nil {
		return nil, err
	}
	conn, chans, reqs, err := gossh.NewClientConn(v.tcp, addr, &gossh.ClientConfig{User: "guest", HostKeyCallback: gossh.InsecureIgnoreHostKey()}) // loopback
	if err != nil {
		return nil, err
	}
	v.conn = gossh.NewClient(conn, chans, reqs)
	ch, chreqs, err := v.conn.OpenChannel("session", nil)
	if err != nil {
		return nil, err
	}
	go gossh.DiscardRequests(chreqs)
	v.ch = ch
	pty := struct {
		Term                   string
		Cols, Rows, PixW, PixH uint32
		Modes                  string
	}{"xterm-256color", uint32(cols), uint32(rows), 0, 0, "\x00"}
	if _, err := ch.SendRequest("pty-req", false, gossh.Marshal(&pty)); err != nil {
		return nil, err
	}
	if _, err := ch.SendRequest("shell", false, nil); err != nil {
		return nil, err
	}
	if err := v.awaitFrame(); err != nil {
		return nil, err
	}
	v.first = time.Since(start)
	go v.read()
	return v, nil
}

func (v *visitor) awaitFrame() error {
	var frame []byte
	buf := make([]byte, 8<<10)
	for !bytes.Contains(frame, []byte(lastWord)) {
		n, err := v.ch.Read(buf)
		if err != nil {
			return err
		}
		frame = append(frame, buf[:n]...)
		v.received.Add(int64(n))
	}
	return nil
}

func (v *visitor) read() {
	buf := make([]byte, 8<<10)
	for {
		n, err := v.ch.Read(buf)
		if err != nil {
			close(v.output)
			return
		}
		v.received.Add(int64(n))
		select {
		case v.output <- time.Now():
		default:
		}
	}
}

// press types a key and returns the time until its output, or 0 after a second without any.
func (v *visitor) press(key string) time.Duration {
	for len(v.output) > 0 {
		<-v.output
	}
	start := time.Now()
	if _, err := io.WriteString(v.ch, key); err != nil {
		return 0
	}
	select {
	case at := <-v.output:
		return at.Sub(start)
	case <-time.After(time.Second):
		return 0
	}
}

func (v *visitor) cut() { _ = v.tcp.Close() }

// crowd opens n sessions, eight at a time.
func crowd(b *testing.B, addr string, n, cols, rows int) []*visitor {
	b.Helper()
	all := make([]*visitor, n)
	each(n, 8, func(i int) {
		v, err := newVisitor(addr, cols, rows)
		if err != nil {
			b.Error(err)
			return
		}
		all[i] = v
	})
	if b.Failed() {
		b.FailNow()
	}
	return all
}

// each calls do for 0 to n-1, in at goroutines.
func each(n, at int, do func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range at {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				do(int(i))
			}
		})
	}
	wg.Wait()
}

func leave(all []*visitor) {
	for _, v := range all {
		v.cut()
	}
}

// quantile returns the smallest duration in milliseconds that a part q of all does not exceed.
func quantile(all []time.Duration, q float64) float64 {
	slices.Sort(all)
	i := max(int(math.Ceil(q*float64(len(all))))-1, 0)
	return all[i].Seconds() * 1000
}
