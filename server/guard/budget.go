package guard

import (
	"slices"
	"time"
)

// A source has a budget for the bytes that its connections send after authentication,
// [Config.InputPerSource] per second. A packet costs the server more than its bytes, but
// the guard sees encrypted bytes, and any 32 may be a packet. Bytes that have come out of a
// channel as data cost 1 each. All others cost as much as the smallest packets, except at
// the rate of a person who types and drags the mouse: a client that hides the timing of
// keys sends 36 to 52 bytes every 20 ms, and a terminal reports each cell that the mouse
// enters.
//
// The guard slows down a source that has spent its budget, but does not close its
// connections: 35 people may share an address.
const (
	inputBurst  = 4           // seconds of input that may come at once
	typingRate  = 6 << 10     // bytes per second that cost 1 each
	inFlight    = 64 << 10    // bytes of data that may not have come out of a channel yet
	packetBytes = 32          // the shortest packet on the wire
	packetCost  = 256         // cost of a packet, in bytes
	lowRead     = 512         // bytes read at once from a source that has spent half
	mostRead    = 4 << 10     // bytes read at once from any source
	probeEvery  = time.Second // between probes of a client that waits
)

// budget counts the bytes that a connection has sent since authentication. The goroutine
// that reads the connection owns it.
type budget struct {
	sent   int64     // bytes
	dear   int64     // of them, those paid for as packets
	second time.Time // its beginning
	typed  int64     // bytes in that second counted as typing
	full   bool      // the last read filled its buffer, so more is waiting
	probed time.Time // when the client was last probed
	paid   time.Time // when the sources will have paid for all that has been read
}

// cost returns the cost of the next n bytes. So far, data bytes have come out of channels.
func (b *budget) cost(n int, data int64, now time.Time) int {
	b.sent += int64(n)
	packets := max(0, min(int64(n), b.sent-data-inFlight-b.dear))
	b.dear += packets
	if now.Sub(b.second) >= time.Second {
		b.second, b.typed = now, 0
	}
	typed := min(packets, typingRate-b.typed)
	if b.full { // nobody types faster than the server reads
		typed = 0
	}
	b.typed += typed
	return n + int(packets-typed)*(packetCost/packetBytes-1)
}

// allowance returns the part of p that may be read into now, or nothing if the connection
// has been closed. After authentication it waits until the sources have paid for the input
// so far; meanwhile TCP slows the client down.
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
			most = lowRead // other connections of the source then wait less
		}
	}
	return p[:min(len(p), most)]
}

// probe writes to a client that may be gone. The client's FIN follows all its input, which
// may take minutes to read. But its machine answers a write with a reset, so the next write
// fails. A client that is there and reads nothing is closed after StallTimeout.
func (c *conn) probe() {
	if sc := c.established(); sc != nil {
		_, _, _ = sc.SendRequest(keepalive, false, nil)
	}
}

// pay charges the sources for n bytes that have been read. full reports whether they filled
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

// CountRequest charges the sources of the session for a request in its data, such as one of
// SFTP. It costs as much as a packet.
func (s *Session) CountRequest() { s.conn.sources.spend(input, packetCost) }

// awaitReaders waits until no channel holds many unread packets. It reports false if it has
// closed the connection because that takes too long. While a write is under way, the time
// does not count: a session that reads may be waiting to tell the client so. While keys are
// exchanged, the client must be read: a session that writes waits for the keys, and reads
// nothing meanwhile. A client that asks for the keys can then send nothing to a channel; one
// that the server asks is bounded by [Config.StallTimeout] and its budget.
func (c *conn) awaitReaders(total int64) bool {
	for waited := time.Duration(0); c.unsent.Load() == 0 && c.holdsUnread(total); {
		if waited >= unreadWithin || !c.wait(look) {
			c.end(Unread)
			return false
		}
		if !c.sends.Load() {
			waited += look
		}
	}
	return true
}

// holdsUnread reports whether a channel may hold many unread packets: more than a few bytes
// of its data were unread all the time in which the client sent the last maxUnread bytes.
func (c *conn) holdsUnread(total int64) bool {
	c.guard.mu.Lock()
	defer c.guard.mu.Unlock()
	return slices.ContainsFunc(c.sessions, func(s *Session) bool {
		if unread(s.channel.NewChannel) <= fewUnread {
			s.read = total
		}
		return total-s.read > maxUnread
	})
}

// A source also has a budget for the output to its connections: a few bytes of SFTP request
// 32 KiB, which becomes thousands of packets if the client accepts only 9 bytes in each.
// Above a rate that no reader needs, the source also pays from a budget of all sources, so
// that many sources together cannot use up the machine.
const (
	outputShare   = 32      // times the input of the source
	outputBurst   = 2       // seconds of output that may come at once
	outputCost    = 2 << 10 // least cost of a packet, in bytes
	outputSources = 8       // sources that may receive that much at the same time
	outputLittle  = 32      // the output of a source divided by the rate that no reader exceeds
)

// payOutput waits until the sources have paid for a packet of n bytes, if the client has
// authenticated. It reports false if the connection has been closed.
func (c *conn) payOutput(n int) bool {
	if c.stage.Load() != authenticated {
		return true
	}
	cost := max(n, outputCost)
	owes := c.sources.spend(output, cost)
	if !c.sources.take(freeOutput, cost) {
		owes = max(owes, c.guard.output.spend(cost))
	}
	return owes == 0 || c.wait(owes)
}

// Work limits the work for the sources of one session. A source may use a share of a core,
// measured in wall time, so all get less on a busy machine.
type Work struct{ sources sources }

// Work returns the limit of the session's work. The session must have started.
func (s *Session) Work() Work { return Work{s.conn.sources} }

// Spend counts work that took d.
func (w Work) Spend(d time.Duration) { w.sources.spend(work, int(d.Microseconds())) }

// Spent returns the recent work of the source that is closest to its limit.
func (w Work) Spent() (most time.Duration) {
	for _, s := range w.sources {
		spent := float64(s.buckets[work].Burst()) - s.buckets[work].Tokens()
		most = max(most, time.Duration(spent)*time.Microsecond/time.Duration(s.scale))
	}
	return most
}

// Wait returns how long further work must wait, or 0.
func (w Work) Wait() time.Duration { return w.sources.spend(work, 0) }
