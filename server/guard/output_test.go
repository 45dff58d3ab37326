package guard

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wenkaiyue.com/cv/server/internal/rawssh"
)

// The packets sent to a source are limited, however many connections it has and however
// short its packets are; another source is not affected.
func TestSmallPacketsOut(t *testing.T) {
	cfg := wide()
	cfg.InputPerSource = Defaults().InputPerSource
	s := startServer(t, cfg)
	const connections, seconds = 4, 2
	end := time.Now().Add(seconds * time.Second)
	var all sync.WaitGroup
	var packets atomic.Int64
	for range connections {
		all.Go(func() {
			c, err := s.rawClient(attacker)
			if err != nil {
				t.Error(err)
				return
			}
			defer reset(c)
			_ = c.SetDeadline(end)
			err = startMuch(c, 9)
			for ; err == nil; packets.Add(1) {
				_, err = c.Receive()
			}
		})
	}
	s.good()
	all.Wait()
	s.good()
	perSecond := int64(outputShare * cfg.InputPerSource / outputCost)
	if n, most := packets.Load(), perSecond*(outputBurst+seconds)+200*connections; n > most || n < perSecond {
		t.Errorf("got %d packets in %d s, want %d to %d", n, seconds, perSecond, most)
	}
	s.empty()
}

// The packets sent to many sources at once are limited too.
func TestSmallPacketsToMany(t *testing.T) {
	cfg := wide()
	cfg.InputPerSource = 8 << 10
	s := startServer(t, cfg)
	const sources, seconds = 50, 1
	var all sync.WaitGroup
	var packets atomic.Int64
	begin := make(chan struct{})
	var ready sync.WaitGroup
	for i := range sources {
		ready.Add(1)
		all.Go(func() {
			c, err := s.rawClient(fmt.Sprintf("127.0.2.%d", i+1))
			ready.Done()
			if err != nil {
				t.Error(err)
				return
			}
			defer reset(c)
			<-begin
			_ = c.SetDeadline(time.Now().Add(seconds * time.Second))
			for err = startMuch(c, 9); err == nil; packets.Add(1) {
				_, err = c.Receive()
			}
		})
	}
	ready.Wait()
	close(begin)
	s.good()
	all.Wait()
	perSource := outputShare * cfg.InputPerSource / outputCost // a second
	most := perSource*(outputBurst+outputSources*seconds) + sources*(perSource*(outputBurst+seconds)/outputLittle+10)
	if n := int(packets.Load()); n > most || n < most/4 {
		t.Errorf("got %d packets in %d s, want %d to %d", n, seconds, most/4, most)
	}
	s.empty()
}

// A spent budget loses no output, and does not hold the connection of a client that hangs up.
func TestSpentOutput(t *testing.T) {
	cfg := wide()
	cfg.InputPerSource = 1 << 10 // 32 KiB a second
	s := startParallel(t, cfg)
	if out, _, _ := run(t, s.mustClient(attacker), "file"); len(out) != 128<<10 {
		t.Errorf("got %d bytes, want %d", len(out), 128<<10)
	}
	c, err := s.rawClient(attacker)
	if err != nil {
		t.Fatal(err)
	}
	if err := startMuch(c, 1<<15); err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
	reset(c)
	begin := time.Now()
	s.eventually(func() bool { return s.guard.Stats().Connections <= 1 }, "got %d connections, want at most 1", func() []any { return []any{s.guard.Stats().Connections} })
	if d := time.Since(begin); d > time.Second {
		t.Errorf("the connection stays for %s, want at most 1s", d)
	}
}

// startMuch starts a session that sends much, in packets of at most maxPacket bytes.
func startMuch(c *rawssh.Client, maxPacket uint32) error {
	if err := c.Send(rawssh.Open("session", maxPacket)); err != nil {
		return err
	}
	if _, err := c.Until(91); err != nil { // SSH_MSG_CHANNEL_OPEN_CONFIRMATION
		return err
	}
	return c.Send(rawssh.Request(0, "exec", false, rawssh.Text("much")))
}
