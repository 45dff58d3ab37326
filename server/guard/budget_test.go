package guard

import (
	"fmt"
	"io"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/internal/rawssh"
)

func TestCost(t *testing.T) {
	now := time.Unix(100, 0)
	var b budget
	if n := b.cost(inFlight, 0, now); n != inFlight {
		t.Errorf("what may be under way as data costs %d", n)
	}
	if n := b.cost(typingRate, 0, now); n != typingRate {
		t.Errorf("typing costs %d", n)
	}
	if n := b.cost(packetBytes, 0, now); n != packetCost {
		t.Errorf("a packet costs %d", n)
	}
	if n := b.cost(100<<10, 101<<10, now); n != 100<<10 {
		t.Errorf("100 KiB of data cost %d", n)
	}
	if n := b.cost(typingRate, 0, now.Add(time.Second)); n != typingRate {
		t.Errorf("typing costs %d a second later", n)
	}
}

// floods are packets that cost a client nothing, and are answered or handled by
// x/crypto alone, or by the requests of a channel.
func floods() map[string][]byte {
	return map[string][]byte{
		"ping":           rawssh.Ping(""),
		"global request": rawssh.Global("x", false),
		"bad open":       rawssh.Open("session", 1),
		"window change":  rawssh.Request(0, "window-change", false, make([]byte, 16)),
		"unknown":        rawssh.Request(999, "x", true, nil),
		"ignore":         {rawssh.MsgIgnore, 0, 0, 0, 0},
	}
}

// However many connections a source has, its small packets are few.
func TestCheapPackets(t *testing.T) {
	cfg := wide()
	cfg.InputPerSource = Defaults().InputPerSource
	s := startServer(t, cfg)
	const connections, seconds = 20, 2
	kinds := floods()
	var connect, all sync.WaitGroup
	connected := make(chan struct{}) // closed when the floods begin
	var end time.Time
	next := 2
	addresses := map[string]string{}
	for name, packet := range kinds {
		from := fmt.Sprintf("127.0.0.%d", next)
		addresses[from], next = name, next+1
		for range connections {
			connect.Add(1)
			all.Go(func() {
				c := s.flooder(from)
				connect.Done()
				<-connected
				pour(c, packet, end)
			})
		}
	}
	connect.Wait()
	end = time.Now().Add(seconds * time.Second)
	close(connected)
	time.Sleep(time.Until(end.Add(-200 * time.Millisecond)))
	taken := map[string]int64{}
	s.guard.mu.Lock()
	for c := range s.guard.conns {
		taken[addresses[Address(c.RemoteAddr()).String()]] += c.read.Load()
	}
	s.guard.mu.Unlock()
	all.Wait()
	// The burst, and the key exchanges.
	most := int64(cfg.InputPerSource*(inputBurst+seconds) + connections*8<<10)
	for name := range kinds {
		if n := taken[name]; n > most || name == "ping" && n < most/20 {
			t.Errorf("%s: %d KiB are taken in %d s, at most %d are to be", name, n>>10, seconds, most>>10)
		}
	}
}

// flood sends a packet as often as it can.
func (s *server) flood(from string, packet []byte, until time.Time) {
	pour(s.flooder(from), packet, until)
}

// flooder returns a client with a session, or nil.
func (s *server) flooder(from string) *rawssh.Client {
	c, err := s.rawClient(from)
	if err != nil {
		return nil
	}
	if c.Session() != nil || c.Send(rawssh.Request(0, "shell", false, nil)) != nil {
		reset(c)
		return nil
	}
	return c
}

// pour sends a packet as often as it can, and reads the answers.
func pour(c *rawssh.Client, packet []byte, until time.Time) {
	if c == nil {
		return
	}
	var answers sync.WaitGroup
	defer answers.Wait()
	defer reset(c)
	_ = c.SetDeadline(until)
	answers.Go(func() { _, _ = io.Copy(io.Discard, c.Conn) })
	var err error
	for err == nil {
		var b []byte
		for range 50 {
			b = c.Seal(b, packet)
		}
		_, err = c.Write(b)
	}
}

// People behind one address who type all the time, with a client that hides when,
// do not wait, though some drag with the mouse and some change the size of their
// window. Nobody is refused anything.
func TestManyWhoType(t *testing.T) {
	s := startServer(t, Defaults())
	const people, seconds = 35, 2
	pong := rawssh.Ping("PING!")
	pong[0]++ // the answer
	pty := gossh.Marshal(struct {
		Term                 string
		Cols, Rows, PxX, PxY uint32
		Modes                string
	}{"xterm", 80, 24, 0, 0, ""})
	var slowest atomic.Int64
	var all sync.WaitGroup
	for i := range people {
		var more []byte // 150 times a second
		switch i {
		case 0, 1:
			more = rawssh.Data(0, []byte("\x1b[<32;100;50M"))
		case 2:
			more = rawssh.Request(0, "window-change", false, make([]byte, 16))
		}
		all.Go(func() {
			c, err := s.rawClient("127.0.0.1")
			if err != nil {
				t.Error(err)
				return
			}
			defer c.Close()
			if err := c.Session(); err != nil {
				t.Error(err)
				return
			}
			_ = c.Send(rawssh.Request(0, "pty-req", false, pty), rawssh.Request(0, "shell", false, nil))
			if more != nil { // as if they had been there for a while
				_ = c.Send(rawssh.Ping(strings.Repeat("x", inFlight/2)), rawssh.Ping(strings.Repeat("x", inFlight/2)))
			}
			for range seconds * 50 {
				for range 3 {
					time.Sleep(20 * time.Millisecond / 3)
					if more != nil {
						_ = c.Send(more)
					}
				}
				begin := time.Now()
				if err := c.Send(rawssh.Data(0, []byte("j")), rawssh.Ping("PING!")); err != nil {
					t.Error(err)
					return
				}
				for answer := []byte(nil); string(answer) != string(pong); { // not to the first two
					if answer, err = c.Until(pong[0]); err != nil {
						t.Error(err)
						return
					}
				}
				if d := int64(time.Since(begin)); d > slowest.Load() {
					slowest.Store(d)
				}
			}
		})
	}
	all.Wait()
	if d := time.Duration(slowest.Load()); d > 500*time.Millisecond {
		t.Errorf("a key takes %s", d)
	}
	for why, n := range s.guard.Stats().Refused {
		if n > 0 {
			t.Errorf("%d refused: %s", n, why)
		}
	}
}

// A connection that has had a session pays for each further one as a new
// connection does.
func TestFurtherSessions(t *testing.T) {
	cfg := wide()
	cfg.RatePerSource, cfg.BurstPerSource = 0.001, 3
	s := startServer(t, cfg)
	c := s.mustClient(attacker)
	for i := range 5 {
		sess, err := c.NewSession()
		if (err == nil) != (i < 3) {
			t.Fatalf("session %d: %v", i, err)
		}
		if err == nil {
			_ = sess.Run("hi")
		}
	}
	if s.guard.Stats().Refused[Rate] == 0 {
		t.Error("it is not counted")
	}
}

// Connections that open no session do not use up the sentences of those who do.
func TestSilentRefusals(t *testing.T) {
	cfg := wide()
	cfg.MaxPerSource = 20
	s := startServer(t, cfg)
	for range cfg.MaxPerSource {
		s.mustClient("127.0.0.1")
	}
	for range toldBurst { // as ssh-keyscan does
		c, err := s.visitor("127.0.0.1")
		if err != nil {
			t.Fatal(err)
		}
		c.Close()
	}
	told := 0
	for range 15 {
		if c, err := s.visitor("127.0.0.1"); err == nil {
			if _, errs, _ := run(t, c, "hi"); errs == fmt.Sprintf("refused: %s\n", PerSource) {
				told++
			}
			c.Close()
		}
	}
	if told != 15 {
		t.Errorf("%d of 15 are told why", told)
	}
}

// A flood leaves nothing behind, though the most of it has not been read when its
// sender hangs up.
func TestFloodersWhoHangUp(t *testing.T) {
	cfg := wide()
	cfg.InputPerSource = Defaults().InputPerSource
	s := startServer(t, cfg)
	var all sync.WaitGroup
	end := time.Now().Add(2 * time.Second)
	for range 20 {
		all.Go(func() { s.flood(attacker, rawssh.Data(0, []byte("j")), end) })
	}
	all.Wait()
	begin := time.Now()
	s.empty()
	if d := time.Since(begin); d > 3*time.Second {
		t.Errorf("it stays for %s", d)
	}
}

// Nor does one whose packets nobody answers, though its sender's end comes after all
// that it has sent.
func TestFloodersWhoLeave(t *testing.T) {
	cfg := wide()
	cfg.InputPerSource = Defaults().InputPerSource
	s := startParallel(t, cfg)
	for range 5 {
		c, err := s.rawClient(attacker)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Session(); err != nil {
			t.Fatal(err)
		}
		_ = c.Send(rawssh.Request(0, "shell", false, nil))
		_ = c.SetDeadline(time.Now().Add(500 * time.Millisecond))
		for err == nil {
			err = c.Send([]byte{rawssh.MsgIgnore, 0, 0, 0, 0})
		}
		c.Close()
	}
	begin := time.Now()
	s.empty()
	if d := time.Since(begin); d > 3*probeEvery {
		t.Errorf("it stays for %s", d)
	}
}

// left returns how much a source has left of that of its budgets which has less, in
// bytes: a flood whose packets are answered may spend either first.
func (s *server) left(ip string) float64 {
	s.guard.mu.Lock()
	defer s.guard.mu.Unlock()
	source := s.guard.table.of(netip.MustParseAddr(ip))[0]
	return min(source.buckets[input].Tokens(), source.buckets[output].Tokens())
}

// A flood is slowed down and not closed, and neither its source nor a colleague
// behind the same address is refused.
func TestFloodIsSlowed(t *testing.T) {
	cfg := wide()
	cfg.InputPerSource = Defaults().InputPerSource
	s := startServer(t, cfg)
	end := time.Now().Add(30 * time.Second)
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() { s.flood(attacker, rawssh.Ping(""), end) })
	}
	s.eventually(func() bool { return s.left(attacker) < 0 }, "the burst is not spent: %v",
		func() []any { return []any{s.left(attacker)} })
	begin := time.Now()
	colleague := s.mustClient(attacker)
	if out, _, _ := run(t, colleague, "hi"); out == "" {
		t.Error("a colleague is not served")
	}
	if d := time.Since(begin); d > time.Second {
		t.Errorf("a colleague waits %s", d)
	}
	if n := s.guard.Stats().Sessions; n < 5 {
		t.Errorf("%d of 5 floods are still open", n)
	}
	s.hangUp()
	all.Wait()
	for why, n := range s.guard.Stats().Refused {
		if n > 0 {
			t.Errorf("%d refused: %s", n, why)
		}
	}
}

// Of a source that has spent half of its budget, little is read at once. A site has four
// times the budget of a household, and no budget is too large to be halved.
func TestReadsOfSpenders(t *testing.T) {
	for _, perSource := range []int{Defaults().InputPerSource, 1 << 30} {
		cfg := Defaults()
		cfg.InputPerSource = perSource
		g, err := New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		household, site := newSource(netip.Prefix{}, 1, &cfg), newSource(netip.Prefix{}, 4, &cfg)
		c := &conn{guard: g, sources: sources{household, site}}
		c.stage.Store(authenticated)
		read := func() int { return len(c.allowance(make([]byte, 2*mostRead))) }
		third := household.buckets[input].Burst() / 3
		for _, want := range []int{mostRead, mostRead, lowRead} {
			if got := read(); got != want {
				t.Errorf("of %d bytes a second: %d bytes are read at once, want %d", perSource, got, want)
			}
			household.buckets[input].spend(third)
		}
		household.buckets[input].spend(-household.buckets[input].Burst())
		for _, want := range []int{mostRead, lowRead} {
			if got := read(); got != want {
				t.Errorf("of a site, %d bytes a second: %d bytes are read at once, want %d", perSource, got, want)
			}
			site.buckets[input].spend(site.buckets[input].Burst()/2 + third)
		}
	}
}
