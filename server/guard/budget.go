package guard

import (
	"slices"
	"time"
)

// A source has a budget for what its connections send after authentication,
// [Config.InputPerSource] bytes a second. A packet costs the server more than its bytes,
// and the guard sees encrypted bytes, of which any 32 may be a packet. Bytes that have
// come out of a channel as data cost their number. All others cost as much as the
// smallest packets would, except at the rate of a person who types and drags with the
// mouse: a client that hides the timing of keys sends 36 to 52 bytes every 20 ms, and a
// terminal reports each cell that the mouse enters.
//
// The guard reads slowly from a source that has spent its budget, and never closes it for
// that: 35 people may share an address.
const (
	inputBurst  = 4           // seconds of input that may come at once
	typingRate  = 6 << 10     // bytes a second that cost what they are
	inFlight    = 64 << 10    // bytes that may be data which has not come out of a channel yet
	packetBytes = 32          // the shortest packet on the wire
	packetCost  = 256         // what a packet costs, in bytes
	lowRead     = 512         // bytes read at once from a source that has spent half
	mostRead    = 4 << 10     // bytes read at once from any source
	probeEvery  = time.Second // of waiting, the client is written to
)

// budget counts what a connection has sent since authentication. The goroutine that
// reads the connection owns it.
type budget struct {
	sent   int64     // bytes
	dear   int64     // of them, those paid for as packets
	second int64     // of Unix time
	typed  int64     // bytes in that second that were taken for typing
	full   bool      // the last read filled its buffer, so more is waiting
	probed time.Time // when the client was last written to, to see whether it is there
	paid   time.Time // when the sources will have paid for all that has been read
}

// cost returns the cost of the next n bytes. In all, data bytes have come out of channels.
func (b *budget) cost(n int, data int64, now time.Time) int {
	b.sent += int64(n)
	packets := max(0, min(int64(n), b.sent-data-inFlight-b.dear))
	b.dear += packets
	if second := now.Unix(); second != b.second {
		b.second, b.typed = second, 0
	}
	typed := min(packets, typingRate-b.typed)
	if b.full { // nobody types faster than the server reads
		typed = 0
	}
	b.typed += typed
	return n + int(packets-typed)*(packetCost/packetBytes-1)
}

// allowance returns the part of p that may be read now, which is empty if the connection
// has been closed. After authentication it waits until the sources have paid for what the
// connection has sent; meanwhile TCP slows the client down.
func (c *conn) allowance(p []byte) []byte {
	for c.stage.Load() == signed { // the queue of x/crypto is not known yet
		c.flush()
		if left := unseenPackets - c.unseen; left > 0 {
			return p[:min(len(p), left)]
		}
		if !c.wait(look) {
			return nil
		}
	}
	if c.stage.Load() != authenticated {
		return p
	}
	for owes := time.Until(c.budget.paid); owes > 0; owes = time.Until(c.budget.paid) {
		if time.Since(c.budget.probed) > probeEvery {
			c.budget.probed = time.Now()
			go c.probe()
		}
		if !c.wait(min(owes, probeEvery)) {
			return nil
		}
	}
	most := mostRead
	for _, s := range c.sources {
		if b := s.buckets[input]; b.Tokens() < float64(b.Burst()/2) {
			most = lowRead // so that others of the source do not wait long
		}
	}
	return p[:min(len(p), most)]
}

// probe writes to the client. The end of a client comes after all that it has sent,
// which may take minutes to read; its machine answers a write with a reset at once, so
// that the next one fails. One that does not read either is closed after StallTimeout.
func (c *conn) probe() {
	if sc := c.established(); sc != nil {
		_, _, _ = sc.SendRequest(keepalive, false, nil)
	}
}

// pay charges the sources for n bytes that have been read; full says that they filled
// their buffer.
func (c *conn) pay(n int, full bool) {
	switch c.stage.Load() {
	case signed:
		c.unseen += n
	case authenticated:
		c.budget.full = full
		now := time.Now()
		c.budget.paid = now.Add(c.sources.spend(input, c.budget.cost(n, c.data.Load(), now)))
	}
}

// CountRequest charges the sources of the session for a request within its data, such as
// one of SFTP, as for a packet.
func (s *Session) CountRequest() { s.conn.sources.spend(input, packetCost) }

// hoards reports whether one of the channels may hold many packets that nobody reads: of
// its data much is unread, and was all the time while the client has sent so much.
func (c *conn) hoards(total int64) bool {
	c.guard.mu.Lock()
	defer c.guard.mu.Unlock()
	return slices.ContainsFunc(c.sessions, func(s *Session) bool {
		if unread(s.channel.NewChannel) <= maxUnread/packetBytes {
			s.read = total
		}
		return total-s.read > maxUnread
	})
}

// A source also has a budget for what its connections are sent: a few bytes of SFTP ask
// for 32 KiB, which becomes thousands of packets if the client takes no more than 9 bytes
// in each. Above a rate that a reader never needs, the source pays from a budget of all
// sources as well, so that many of them together do not take all of the machine.
const (
	outputShare   = 32      // times what the source may send
	outputBurst   = 2       // seconds of output that may come at once
	outputCost    = 2 << 10 // bytes that a packet costs at least
	outputSources = 8       // sources that may be sent as much at the same time
	outputLittle  = 32      // that rate is the output of a source divided by this
)

// afford waits until the sources have paid for a packet of n bytes, if the client has
// authenticated. It reports false if the connection has been closed.
func (c *conn) afford(n int) bool {
	if c.stage.Load() != authenticated {
		return true
	}
	cost := max(n, outputCost)
	owes := c.sources.spend(output, cost)
	if !c.sources.take(little, cost) {
		owes = max(owes, c.guard.output.spend(cost))
	}
	return owes == 0 || c.wait(owes)
}

// Work limits the work that is done for the sources of one session: a source may use a
// share of a core, in wall time, so that all get less on a busy machine.
type Work struct{ sources sources }

// Work returns the limit of the work for the session, which has to have started.
func (s *Session) Work() Work { return Work{s.conn.sources} }

// Spend counts work that took d.
func (w Work) Spend(d time.Duration) { w.sources.spend(work, int(d.Microseconds())) }

// Spent returns the recent work.
func (w Work) Spent() (most time.Duration) {
	for _, s := range w.sources {
		spent := float64(s.buckets[work].Burst()) - s.buckets[work].Tokens()
		most = max(most, time.Duration(spent)*time.Microsecond/time.Duration(s.scale))
	}
	return most
}

// Wait returns how long more work has to wait; 0 if it has not.
func (w Work) Wait() time.Duration { return w.sources.spend(work, 0) }
