package guard

import (
	"encoding/binary"
	"net"
	"time"
)

// Read reads what the client has sent, and checks it as it comes. It waits before it reads
// from a client that sends too much, so that TCP slows the client down and nothing piles
// up in memory.
func (c *conn) Read(p []byte) (int, error) {
	if p = c.allowance(c.keying(p)); len(p) == 0 {
		return 0, net.ErrClosed
	}
	n, err := c.Conn.Read(p)
	c.pay(n, n == len(p))
	total := c.read.Add(int64(n))
	err = c.silence(err)
	if total > drainFrom && total-int64(n) <= drainFrom {
		c.guard.wake()
	}
	for i := 0; i < n && c.matched < len(identification); i++ {
		if p[i] != identification[c.matched] {
			c.garbage()
			return 0, errGarbage
		}
		c.matched++
	}
	if total > startupBytes && !c.begun.Load() && !c.starts() {
		return 0, errGarbage
	}
	if total/unreadEvery != (total-int64(n))/unreadEvery && !c.relieved(total) {
		c.end(Unread)
		return 0, net.ErrClosed
	}
	c.follow(p[:n])
	return n, err
}

// starts waits for the first session of a connection that has sent all that it may before
// it, and reports false if the connection is closed. A client whose input is a file sends
// it right behind the request for its session, which another goroutine handles.
func (c *conn) starts() bool {
	c.guard.mu.Lock()
	asked := len(c.sessions) > 0
	c.guard.mu.Unlock()
	if !asked {
		c.garbage()
		return false
	}
	for !c.begun.Load() {
		if !c.wait(unreadLook) { // the sweeper closes it after StartupTimeout
			return false
		}
	}
	return true
}

// wait waits, and reports false as soon as the connection is closed.
func (c *conn) wait(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-c.gone:
		return false
	}
}

// keying returns the part of p that may be read now: as long as the queue of x/crypto is
// not known, no more than fits into it. It is empty if the connection has been closed.
func (c *conn) keying(p []byte) []byte {
	if !c.kex.begun {
		return p
	}
	for !c.keyed.Load() {
		if left := unseenPackets - c.kex.sealed; left > 0 {
			return p[:min(len(p), left)]
		}
		if !c.wait(unreadLook) {
			return nil
		}
	}
	return p
}

// follow stops the clock of the connection while a person may be asked about the host key.
func (c *conn) follow(p []byte) {
	if c.kex.over {
		c.kex.sealed += len(p)
		return
	}
	asked, answered := c.kex.take(p)
	if !asked && !answered {
		return
	}
	c.guard.mu.Lock()
	defer c.guard.mu.Unlock()
	switch now := time.Now(); {
	case asked && c.asked.IsZero():
		c.asked = now
	case answered && !c.asked.IsZero():
		c.since = c.since.Add(now.Sub(c.asked))
		c.asked = time.Time{}
	}
}

// Numbers of messages (RFC 4250, section 4.1.2; RFC 5656, section 7.1).
const (
	msgNewKeys     = 21
	msgKeyExchange = 30 // of all methods that are offered here
)

// packetHead is the length of a packet, the length of its padding, and the number
// of its message (RFC 4253, section 6).
const packetHead = 4 + 1 + 1

// keyExchange follows what a client sends in clear, to tell when a person may be asked
// about an unknown host key: between the client's half of the key exchange and its new
// keys. It validates nothing; x/crypto does.
type keyExchange struct {
	greeted, over bool
	head          [packetHead]byte
	have          int    // bytes of head
	skip          uint32 // bytes left of the packet
	begun         bool   // the client has sent its half
	sealed        int    // bytes since its new keys, so encrypted ones
}

// take follows p. It reports whether the person may be asked from now on, and whether the
// answer has come.
func (k *keyExchange) take(p []byte) (asked, answered bool) {
	for i, b := range p {
		switch {
		case k.over:
			k.sealed += len(p) - i
			return asked, answered
		case !k.greeted: // the identification is a line
			k.greeted = b == '\n'
		case k.skip > 0:
			k.skip--
		default:
			k.head[k.have] = b
			if k.have++; k.have < packetHead {
				continue
			}
			k.have = 0
			length := binary.BigEndian.Uint32(k.head[:])
			k.over = length < 2
			k.skip = length - 2 // the length does not count itself
			switch k.head[packetHead-1] {
			case msgKeyExchange:
				asked, k.begun = true, true
			case msgNewKeys:
				asked, answered, k.over = false, true, true
			}
		}
	}
	return asked, answered
}
