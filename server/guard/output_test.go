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
	perSecond := int64(outputShare * cfg.InputPerSource / outputCost)
	begun := time.Now()
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
			err = startMuch(c, 9)
			for ; err == nil; packets.Add(1) {
				_, err = c.Receive()
			}
		})
	}
	s.good()
	s.eventually(func() bool {
		return time.Since(begun) > seconds*time.Second && packets.Load() > perSecond*outputBurst
	}, "got %d packets, want %d", func() []any { return []any{packets.Load(), perSecond * outputBurst} })
	n := packets.Load()
	took := time.Since(begun).Seconds()
	if most := int64(float64(perSecond)*(outputBurst+took)) + 200*connections; n > most {
		t.Errorf("got %d packets in %.1f s, want at most %d", n, took, most)
	}
	s.good()
	s.hangUp()
	all.Wait()
	s.empty()
}

// The packets sent to many sources at once are limited too.
func TestSmallPacketsToMany(t *testing.T) {
	cfg := wide()
	cfg.InputPerSource = 8 << 10
	s := startServer(t, cfg)
	const sources = 50
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
			for err = startMuch(c, 9); err == nil; packets.Add(1) {
				_, err = c.Receive()
			}
		})
	}
	ready.Wait()
	perSource := outputShare * cfg.InputPerSource / outputCost // a second
	most := func(seconds float64) int {
		return int(float64(perSource)*(outputBurst+outputSources*seconds)) + sources*(int(float64(perSource)*(outputBurst+seconds)/outputLittle)+10)
	}
	begun := time.Now()
	close(begin)
	s.good()
	s.eventually(func() bool {
		return time.Since(begun) > time.Second && int(packets.Load()) > most(1)/4
	}, "got %d packets, want %d", func() []any { return []any{packets.Load(), most(1) / 4} })
	n := int(packets.Load())
	if took := time.Since(begun).Seconds(); n > most(took) {
		t.Errorf("got %d packets in %.1f s, want at most %d", n, took, most(took))
	}
	s.hangUp()
	all.Wait()
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
	s.eventually(func() bool {
		owes := s.owes(attacker) > 0
		s.guard.mu.Lock()
		defer s.guard.mu.Unlock()
		for c := range s.guard.conns {
			for _, v := range c.sessions {
				if v.busy.Load() > 0 && owes {
					return true
				}
			}
		}
		return false
	}, "nothing is sent", func() []any { return nil })
	reset(c)
	s.eventually(func() bool { return s.guard.Stats().Connections <= 1 }, "got %d connections, want at most 1", func() []any { return []any{s.guard.Stats().Connections} })
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
