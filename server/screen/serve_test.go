package screen_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/screen"
)

// patience is how long a test waits for an event.
const patience = time.Minute

// page is a model with a bit of everything: a header, a document that scrolls,
// a footer that ends in "quit".
type page struct {
	width, height, top int
	last               string // the last key
	pasted             string
	panicOn            string // a key
	view               func(p page, v *tea.View)
	update             func(p page, msg tea.Msg) tea.Cmd
}

func (p page) Init() tea.Cmd { return nil }

func (p page) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	if p.update != nil {
		cmd = p.update(p, msg)
	}
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		p.width, p.height = msg.Width, msg.Height
	case tea.PasteMsg:
		p.pasted = msg.Content
	case tea.KeyPressMsg:
		p.last = msg.String()
		switch p.last {
		case p.panicOn:
			panic("secret")
		case "q", "ctrl+c":
			return p, tea.Quit
		case "j", "down":
			p.top++
		case "k", "up":
			p.top = max(p.top-1, 0)
		case "space":
			p.top += 20
		}
	}
	return p, cmd
}

func (p page) View() tea.View {
	var b strings.Builder
	fmt.Fprintf(&b, "\x1b[1mPage of %d by %d\x1b[m  last key: %s\n", p.width, p.height, p.last)
	for i := range max(p.height-2, 0) {
		n := p.top + i
		switch n % 5 {
		case 0:
			fmt.Fprintf(&b, "\x1b[38;2;%d;90;160mSection %d\x1b[m", n%256, n)
		case 1:
			fmt.Fprintf(&b, "  \x1b]8;;https://example.org/%d\x1b\\item %d\x1b]8;;\x1b\\ and a date  %d", n, n, 2000+n)
		case 2:
			fmt.Fprintf(&b, "  北京 %d déjà vu \x1b[3mitalic\x1b[m", n)
		case 3:
			fmt.Fprintf(&b, "%s%d", strings.Repeat("lorem ipsum ", 3), n)
		}
		b.WriteByte('\n')
	}
	b.WriteString("\x1b[2mj k\x1b[m q quit")
	v := tea.NewView(b.String())
	v.AltScreen = true
	if p.view != nil {
		p.view(p, &v)
	}
	return v
}

func (p page) Farewell() string { return "\x1b[1mGoodbye\x1b[m\nand thanks" }

// server is an SSH server on the loopback interface.
type server struct {
	addr   string
	log    *lockedBuffer
	source screen.Source // of all sessions
	ended  chan error    // the error of each program
	done   chan struct{} // one value for each session whose handler has returned

	mu      sync.Mutex
	windows []*screen.Window // of all channels so far
}

// idle is a source that has never worked.
type idle struct{}

func (idle) Spend(time.Duration)  {}
func (idle) Spent() time.Duration { return 0 }
func (idle) Wait() time.Duration  { return 0 }

// serve starts a server for model.
func serve(t testing.TB, model func() tea.Model, options ...func(*screen.Config)) *server {
	t.Helper()
	s := &server{log: new(lockedBuffer), source: idle{}, ended: make(chan error, 1000), done: make(chan struct{}, 1000)}
	cfg := screen.Config{Log: slog.New(slog.NewTextHandler(s.log, nil))}
	for _, set := range options {
		set(&cfg)
	}
	runner := screen.New(cfg)
	srv := &ssh.Server{Handler: func(sess ssh.Session) {
		w := sess.Context().(windowContext).window
		err := runner.Run(sess, w, s.source, model())
		if err != nil && !errors.Is(err, screen.ErrEnded) && !errors.Is(err, screen.ErrGone) {
			wish.Fatalln(sess, err)
		}
		s.ended <- err
		_ = sess.Exit(0)
		s.done <- struct{}{}
	}}
	srv.AddHostKey(newSigner(t))
	if err := ssh.EmulatePty()(srv); err != nil {
		t.Fatal(err)
	}
	srv.ChannelHandlers = map[string]ssh.ChannelHandler{"session": s.session}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.addr = l.Addr().String()
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = srv.Serve(l)
	}()
	t.Cleanup(func() {
		_ = srv.Close()
		<-served
	})
	return s
}

// windowContext is the context of a session channel.
type windowContext struct {
	ssh.Context
	window *screen.Window
}

// session handles a session channel whose window changes go to a Window.
func (s *server) session(srv *ssh.Server, conn *gossh.ServerConn, nc gossh.NewChannel, ctx ssh.Context) {
	w := new(screen.Window)
	s.mu.Lock()
	s.windows = append(s.windows, w)
	s.mu.Unlock()
	ssh.DefaultSessionHandler(srv, conn, windowChannel{nc, w}, windowContext{ctx, w})
}

// end ends all programs and returns their number.
func (s *server) end(reason string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.windows {
		if w.End(reason) {
			n++
		}
	}
	return n
}

type windowChannel struct {
	gossh.NewChannel
	window *screen.Window
}

func (c windowChannel) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	ch, reqs, err := c.NewChannel.Accept()
	if err != nil {
		return nil, nil, err
	}
	rest := make(chan *gossh.Request)
	go func() {
		defer close(rest)
		for req := range reqs {
			if req.Type == "window-change" {
				c.window.Resize(int(binary.BigEndian.Uint32(req.Payload)), int(binary.BigEndian.Uint32(req.Payload[4:])))
				continue
			}
			rest <- req
		}
	}()
	return ch, rest, nil
}

// wait waits until the handler of a session has returned.
func (s *server) wait(t testing.TB) {
	t.Helper()
	select {
	case <-s.done:
	case <-time.After(patience):
		t.Fatal("the handler has not returned")
	}
}

func newSigner(t testing.TB) gossh.Signer {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := gossh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// client is a visitor.
type client struct {
	testing.TB
	tcp    net.Conn
	conn   gossh.Conn
	ch     gossh.Channel
	out    *lockedBuffer // what has arrived
	reqs   chan *gossh.Request
	read   chan struct{} // all output has arrived
	closed chan struct{} // the server has closed the channel
}

type dialOptions struct {
	term       string
	cols, rows int
	env        []string
	before     func(gossh.Channel) // between pty-req and shell
	deaf       bool                // never read
}

func (s *server) dial(t testing.TB, o dialOptions) *client {
	t.Helper()
	return s.connect(t).open(o)
}

// connect returns a client without a session.
func (s *server) connect(t testing.TB) *client {
	t.Helper()
	c := &client{TB: t}
	var err error
	if c.tcp, err = net.Dial("tcp", s.addr); err != nil {
		t.Fatal(err)
	}
	conn, chans, reqs, err := gossh.NewClientConn(c.tcp, s.addr, &gossh.ClientConfig{
		User: "guest", HostKeyCallback: gossh.InsecureIgnoreHostKey(),
	})
	if err != nil {
		t.Fatal(err)
	}
	c.conn = conn
	t.Cleanup(func() { _ = conn.Close() })
	go gossh.DiscardRequests(reqs)
	go func() {
		for nc := range chans {
			_ = nc.Reject(gossh.Prohibited, "")
		}
	}()
	return c
}

// open returns a client with one more session of the same connection.
func (c *client) open(o dialOptions) *client {
	c.Helper()
	if o.term == "" {
		o.term = "xterm-256color"
	}
	if o.cols == 0 {
		o.cols, o.rows = 80, 24
	}
	c = &client{TB: c.TB, tcp: c.tcp, conn: c.conn, out: new(lockedBuffer), reqs: make(chan *gossh.Request, 16), read: make(chan struct{}), closed: make(chan struct{})}
	ch, chReqs, err := c.conn.OpenChannel("session", nil)
	if err != nil {
		c.Fatal(err)
	}
	c.ch = ch
	go func() {
		defer close(c.closed)
		for r := range chReqs {
			c.reqs <- r
		}
	}()
	for _, kv := range o.env {
		k, v, _ := strings.Cut(kv, "=")
		c.request("env", struct{ K, V string }{k, v})
	}
	c.request("pty-req", struct {
		Term                 string
		Cols, Rows, PxW, PxH uint32
		Modes                string
	}{o.term, uint32(o.cols), uint32(o.rows), 0, 0, "\x00"})
	if o.before != nil {
		o.before(ch)
	}
	c.request("shell", nil)
	if o.deaf {
		close(c.read)
		return c
	}
	go func() {
		defer close(c.read)
		_, _ = io.Copy(c.out, ch)
		_, _ = io.Copy(c.out, ch.Stderr())
	}()
	return c
}

func (c *client) request(name string, payload any) {
	if _, err := c.ch.SendRequest(name, false, marshal(payload)); err != nil {
		c.Error(err)
	}
}

func (c *client) resize(cols, rows int) {
	c.request("window-change", struct{ Cols, Rows, PxW, PxH uint32 }{uint32(cols), uint32(rows), 0, 0})
}

func (c *client) send(keys string) {
	if _, err := io.WriteString(c.ch, keys); err != nil {
		c.Error(err)
	}
}

// await waits until text has arrived.
func (c *client) await(text string) {
	c.Helper()
	deadline := time.Now().Add(patience)
	for !strings.Contains(c.out.String(), text) {
		if time.Now().After(deadline) {
			c.Fatalf("got output %q, want %q in it", c.out.String(), text)
		}
		time.Sleep(time.Millisecond)
	}
}

// status waits for the end of the session and returns its exit status, or -1 if the server
// sent none.
func (c *client) status() int {
	c.Helper()
	select {
	case <-c.closed:
	case <-time.After(patience):
		c.Fatal("the session has not ended")
	}
	<-c.read
	for {
		select {
		case r := <-c.reqs:
			if r.Type == "exit-status" {
				var status struct{ Code uint32 }
				_ = gossh.Unmarshal(r.Payload, &status)
				return int(status.Code)
			}
		default:
			return -1
		}
	}
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func (b *lockedBuffer) Reset() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.b.Reset()
}

func marshal(payload any) []byte {
	if payload == nil {
		return nil
	}
	return gossh.Marshal(payload)
}
