package guard

import (
	"fmt"
	"io"
	"math"
	"net/netip"
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
	for _, c := range []struct {
		what  string
		n     int
		data  int64
		after time.Duration
		want  int
	}{
		{"bytes in flight", inFlight, 0, 0, inFlight},
		{"typing", typingRate, 0, 0, typingRate},
		{"a packet", packetBytes, 0, 0, packetCost},
		{"data", 100 << 10, 101 << 10, 0, 100 << 10},
		{"typing a second later", typingRate, 0, time.Second, typingRate},
	} {
		if got := b.cost(c.n, c.data, now.Add(c.after)); got != c.want {
			t.Errorf("%s: got cost %d, want %d", c.what, got, c.want)
		}
	}
}

// floods returns packets that cost a client nothing and reach no program: x/crypto or
// the request loop of a channel handles them.
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

// A source's small packets are limited, however many connections it has.
func TestCheapPackets(t *testing.T) {
	cfg := wide()
	cfg.InputPerSource = Defaults().InputPerSource
	s := startServer(t, cfg)
	const connections, seconds = 20, 2
	end := time.Now().Add(10 * patience)
	kinds := floods()
	var connect, all sync.WaitGroup
	connected := make(chan struct{}) // closed when the floods begin
	var flooders atomic.Int32
	next := 2
	addresses := map[string]string{}
	for name, packet := range kinds {
		from := fmt.Sprintf("127.0.0.%d", next)
		addresses[from], next = name, next+1
		for range connections {
			connect.Add(1)
			all.Go(func() {
				c := s.flooder(from)
				if c != nil {
					flooders.Add(1)
				}
				connect.Done()
				<-connected
				pour(c, packet, end)
			})
		}
	}
	connect.Wait()
	if n := int(flooders.Load()); n < connections*len(kinds) {
		t.Fatalf("%d of %d flooders have a session", n, connections*len(kinds))
	}
	begun := time.Now()
	close(connected)
	taken := map[string]int64{}
	s.eventually(func() bool {
		clear(taken)
		s.guard.mu.Lock()
		defer s.guard.mu.Unlock()
		for c := range s.guard.conns {
			taken[addresses[Address(c.RemoteAddr()).String()]] += c.read.Load()
		}
		return time.Since(begun) > seconds*time.Second && taken["ping"] > int64(cfg.InputPerSource)/3
	}, "too few pings are read: %v", func() []any { return []any{taken} })
	took := time.Since(begun).Seconds()
	s.hangUp()
	all.Wait()
	// The burst, and the key exchanges.
	most := int64(float64(cfg.InputPerSource)*(inputBurst+took)) + connections*8<<10
	for name := range kinds {
		if n := taken[name]; n > most {
			t.Errorf("%s: read %d KiB in %.1f s, want at most %d", name, n>>10, took, most>>10)
		}
	}
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

// atMost stores n in highest if it is higher.
func atMost(highest *atomic.Int64, n int64) {
	for old := highest.Load(); n > old && !highest.CompareAndSwap(old, n); old = highest.Load() {
	}
}

// People behind one address who type all the time, with clients that hide their keystroke
// timing, are not delayed or refused, though some drag the mouse and some resize their window.
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
	var owed, slowest atomic.Int64
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
			if more != nil { // spend what may be in flight
				ignored := append([]byte{rawssh.MsgIgnore}, make([]byte, inFlight/2)...)
				_ = c.Send(ignored, ignored)
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
				for answer := []byte(nil); string(answer) != string(pong); { // skip the answers to the two long pings
					if answer, err = c.Until(pong[0]); err != nil {
						t.Error(err)
						return
					}
				}
				atMost(&slowest, int64(time.Since(begin)))
				atMost(&owed, int64(s.owes("127.0.0.1")))
			}
		})
	}
	all.Wait()
	// The guard delays who owes. All other delays are of the machine.
	if d := time.Duration(owed.Load()); d > 0 {
		t.Errorf("those who type have to wait for %s, want 0", d)
	}
	if d := time.Duration(slowest.Load()); d > patience/2 {
		t.Errorf("the slowest key takes %s, want at most %s", d, patience/2)
	}
	for why, n := range s.guard.Stats().Refused {
		if n > 0 {
			t.Errorf("got %d refused as %s, want 0", n, why)
		}
	}
}

// Each further session of a connection costs as much rate as a new connection.
func TestFurtherSessions(t *testing.T) {
	cfg := wide()
	cfg.RatePerSource, cfg.BurstPerSource = 0.001, 3
	s := startServer(t, cfg)
	c := s.mustClient(attacker)
	for i := range 5 {
		sess, err := c.NewSession()
		if (err == nil) != (i < 3) {
			t.Fatalf("session %d: got error %v, want 3 sessions granted", i, err)
		}
		if err == nil {
			_ = sess.Run("hi")
		}
	}
	if s.guard.Stats().Refused[Rate] == 0 {
		t.Error("got no refusals by rate, want some")
	}
}

// Each further session that a connection has at once counts as a connection, for its source
// and in total, until it ends.
func TestFurtherSessionsAtOnce(t *testing.T) {
	for why, limit := range map[Reason]func(*Config){
		PerSource: func(cfg *Config) { cfg.MaxPerSource = 4 },
		Total:     func(cfg *Config) { cfg.MaxConnections, cfg.MaxPerSource, cfg.MaxPending = 4, 4, 4 },
	} {
		cfg := wide()
		limit(&cfg)
		s := startServer(t, cfg)
		first, second := s.mustClient(attacker), s.mustClient(attacker)
		if why == Total { // of another source, which is below its own limit
			second.Close()
			second = s.mustClient("127.0.0.3")
		}
		s.shell(first)
		s.shell(second)
		var more []*gossh.Session
		for range 3 {
			if sess, err := first.NewSession(); err == nil {
				more = append(more, sess)
			}
		}
		if n := s.guard.Stats().Refused[why]; len(more) != 2 || n != 1 {
			t.Errorf("%s: got %d further sessions and %d refused, want 2 and 1", why, len(more), n)
		}
		if _, err := second.NewSession(); err == nil {
			t.Errorf("%s: another connection has a further session, want it refused", why)
		}
		for _, sess := range more {
			sess.Close()
		}
		s.eventually(func() bool {
			sess, err := second.NewSession()
			return err == nil && sess.Close() == nil
		}, "%s: no further session after others have ended", func() []any { return []any{why} })
		first.Close()
		second.Close()
		s.empty()
		if s.guard.further != 0 {
			t.Errorf("%s: %d further sessions are left", why, s.guard.further)
		}
	}
}

// A client that leaves does not stay until its output, which must wait, could be sent.
func TestLeavingBeforeOutput(t *testing.T) {
	s := startParallel(t, wide())
	c := s.mustClient(attacker)
	sess, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := sess.Start("file later"); err != nil {
		t.Fatal(err)
	}
	s.guard.mu.Lock()
	for _, from := range s.guard.table.of(netip.MustParseAddr(attacker)) {
		for range 100 {
			from.buckets[output].spend(math.MaxInt)
		}
	}
	s.guard.mu.Unlock()
	time.Sleep(1500 * time.Millisecond) // the output waits
	begun := time.Now()
	c.Close()
	s.empty()
	if d, most := time.Since(begun), s.guard.cfg.StallTimeout/2; d > most {
		t.Errorf("the connection stays for %s, want less than %s", d, most)
	}
}

// Connections that open no session do not use up the refusals that are answered.
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
		t.Errorf("got %d refusals with the reason, want 15", told)
	}
}

// A flood leaves nothing behind, though most of it is unread when its sender hangs up.
func TestFloodersWhoHangUp(t *testing.T) {
	cfg := wide()
	cfg.InputPerSource = Defaults().InputPerSource
	s := startServer(t, cfg)
	var all sync.WaitGroup
	end := time.Now().Add(2 * time.Second)
	for range 20 {
		c := s.flooder(attacker)
		if c == nil {
			t.Fatal("a flooder has no session")
		}
		all.Go(func() { pour(c, rawssh.Data(0, []byte("j")), end) })
	}
	all.Wait()
	s.empty() // else the server would read for minutes
}

// Nor does a flood of unanswered packets, though the end of its sender comes after all
// of them.
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
	s.empty()
}

// owes returns how long a source must wait until it has paid for its input and its output,
// or 0. A flood whose packets are answered may spend either budget first.
func (s *server) owes(ip string) (most time.Duration) {
	s.guard.mu.Lock()
	defer s.guard.mu.Unlock()
	source := s.guard.table.of(netip.MustParseAddr(ip))[0]
	for _, l := range []limit{input, output} {
		b := source.buckets[l]
		most = max(most, time.Duration(-b.Tokens()/float64(b.Limit())*float64(time.Second)))
	}
	return most
}

// A flood is slowed down and not closed, and neither its source nor a colleague
// behind the same address is refused.
func TestFloodIsSlowed(t *testing.T) {
	cfg := wide()
	cfg.InputPerSource = Defaults().InputPerSource
	s := startServer(t, cfg)
	end := time.Now().Add(10 * patience)
	var all sync.WaitGroup
	for range 5 {
		c := s.flooder(attacker)
		if c == nil {
			t.Fatal("a flooder has no session")
		}
		all.Go(func() { pour(c, rawssh.Ping(""), end) })
	}
	s.eventually(func() bool { return s.owes(attacker) > 0 }, "the burst is not spent", func() []any { return nil })
	visited := make(chan struct{})
	go func(visited chan<- struct{}) {
		defer close(visited)
		c, err := s.client(attacker)
		if err != nil {
			t.Error(err)
			return
		}
		if out, _, _ := run(t, c, "hi"); out == "" {
			t.Error("a colleague gets no output")
		}
	}(visited)
	// He waits for what the source owes, a few times.
	var owed atomic.Int64
	for begun, visiting := time.Now(), true; visiting || time.Since(begun) < time.Second; {
		atMost(&owed, int64(s.owes(attacker)))
		select {
		case <-visited:
			visiting, visited = false, nil
		case <-time.After(time.Millisecond):
		}
	}
	t.Logf("a colleague has to wait for %s at a time", time.Duration(owed.Load()))
	most := 6 * 512 * packetCost / packetBytes // what six connections read at once
	if d := time.Duration(owed.Load()); d.Seconds() > 1.25*float64(most)/float64(cfg.InputPerSource) {
		t.Errorf("a colleague has to wait for %s at a time, want what %d bytes cost", d, most)
	}
	if n := s.guard.Stats().Sessions; n < 5 {
		t.Errorf("got %d sessions, want the 5 floods still open", n)
	}
	s.hangUp()
	all.Wait()
	for why, n := range s.guard.Stats().Refused {
		if n > 0 {
			t.Errorf("got %d refused as %s, want 0", n, why)
		}
	}
}

// Reads are short for a source that has spent half its budget, even the largest one. A site
// has four times the budget of a household.
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
				t.Errorf("household, %d bytes a second: reads of %d bytes, want %d", perSource, got, want)
			}
			household.buckets[input].spend(third)
		}
		household.buckets[input].spend(-household.buckets[input].Burst())
		for _, want := range []int{mostRead, lowRead} {
			if got := read(); got != want {
				t.Errorf("site, %d bytes a second: reads of %d bytes, want %d", perSource, got, want)
			}
			site.buckets[input].spend(site.buckets[input].Burst()/2 + third)
		}
	}
}
