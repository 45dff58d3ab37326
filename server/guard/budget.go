package guard

import (
	"time"

	"golang.org/x/time/rate"
)

// What the connections of a source send after authentication is paid from one
// budget, [Config.InputPerSource] bytes a second. A packet costs the server more
// than its bytes, but what is read here is encrypted: any 32 bytes may be a packet.
// Those that have come out of a channel as data were not; the rest costs as much as
// the packets that it may have been, but for what a person who types sends, and
// what a client adds to hide the times of the keys: OpenSSH sends a packet of 36 to
// 52 bytes every 20 ms.
const (
	inputBurst  = 4        // seconds of input that may come at once
	typingRate  = 3 << 10  // bytes a second that cost what they are
	inFlight    = 64 << 10 // bytes that may be data which nobody has read yet
	packetBytes = 32       // the shortest packet on the wire
	packetCost  = 256      // bytes that a packet costs as much as
	lowRead     = 512      // bytes that are read at once from a source that has spent half
	hungUpEvery = 500 * time.Millisecond
	floodBytes  = 2 << 10 // bytes paid for as packets, beyond typing, that make a flood
	bulkBytes   = 1 << 20 // bytes beyond what is typed
	mostRead    = 4 << 10 // bytes that are read at once from any
)

// budget is what a connection has paid. It belongs to the goroutine that reads.
type budget struct {
	sent   int64     // bytes, since authentication
	dear   int64     // of them, those paid for as packets
	second int64     // of Unix time
	typed  int64     // bytes in it that have cost what they are
	pasted int64     // bytes in it, of all kinds
	flood  int64     // bytes that have cost as much as packets
	bulk   int64     // bytes of all kinds beyond what is typed
	paid   time.Time // when the sources will have paid for all that has been read
}

// cost is what the next n bytes cost, when data bytes have come out of channels.
func (b *budget) cost(n int, data int64, now time.Time) int {
	b.sent += int64(n)
	packets := max(0, min(int64(n), b.sent-data-inFlight-b.dear))
	b.dear += packets
	if second := now.Unix(); second != b.second {
		b.second, b.typed, b.pasted = second, 0, 0
	}
	typed := min(packets, typingRate-b.typed)
	b.typed += typed
	b.flood += packets - typed
	b.bulk += max(0, int64(n)-max(0, typingRate-b.pasted))
	b.pasted += int64(n)
	return n + int(packets-typed)*(packetCost/packetBytes-1)
}

// allowance waits until the connection has paid for what it has sent, so that TCP
// slows the client down. It returns as much of p as may be read now, nothing if the
// connection has gone.
func (c *conn) allowance(p []byte) []byte {
	if !c.authenticated.Load() {
		return p
	}
	now := time.Now()
	if c.budget.paid.After(now) && c.floods() {
		return nil
	}
	for owes := c.budget.paid.Sub(now); owes > 0; owes = c.budget.paid.Sub(now) {
		// Whoever has hung up does not come back for what is left to read.
		if hungUp(c.raw) || !c.wait(min(owes, hungUpEvery)) {
			return nil
		}
		now = time.Now()
	}
	limit := mostRead
	for _, s := range c.sources {
		if s.input.TokensAt(now) < float64(s.input.Burst()/2) {
			limit = lowRead // or the others of the source would wait long
		}
	}
	return p[:min(len(p), limit)]
}

// floods reports whether a connection whose source has spent its budget has done
// so by a flood, and ends it then: its client may have gone, which does not show
// before all has been read.
func (c *conn) floods() bool {
	switch {
	case c.budget.flood > floodBytes:
		c.guard.punish(c)
	case c.budget.bulk < bulkBytes:
		return false
	}
	c.end(Requests)
	return true
}

// pay has the sources pay for n bytes that have been read.
func (c *conn) pay(n int) {
	if n > 0 && c.authenticated.Load() {
		now := time.Now()
		c.budget.paid = c.charge(c.budget.cost(n, c.data.Load(), now), now)
	}
}

// charge has the sources pay a cost, and returns when they will have paid for it.
func (c *conn) charge(cost int, now time.Time) time.Time {
	paid := now
	for _, s := range c.sources {
		if t := now.Add(s.input.ReserveN(now, min(cost, s.input.Burst())).DelayFrom(now)); t.After(paid) {
			paid = t
		}
	}
	return paid
}

// limiter returns a token bucket that is full.
func limiter(perSecond float64, burst int) *rate.Limiter {
	return rate.NewLimiter(rate.Limit(perSecond), burst)
}
