package guard

import (
	"testing"
	"time"
	"unsafe"
)

// stepped returns the time t, read from a clock of the machine that was set forward by d.
func stepped(t *testing.T, at time.Time, d time.Duration) time.Time {
	t.Helper()
	set := at
	*(*uint64)(unsafe.Pointer(&set)) += uint64(d/time.Second) << 30 // see type Time of package time
	if set.Sub(at) != 0 || set.Unix()-at.Unix() != int64(d/time.Second) {
		t.Skipf("package time is another: %s became %s", at, set)
	}
	return set
}

// Who sets the clock of the machine ends no session, and gives nobody more input.
func TestClockIsSet(t *testing.T) {
	cfg := Defaults()
	g, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	v := begin(g)
	defer v.conn.Close()
	v.OnEnd(nil, func(Reason) {})
	now := time.Now()
	set := stepped(t, now, cfg.SessionTimeout)
	g.mu.Lock()
	before, after := v.due(now), v.due(set)
	why := v.why
	g.mu.Unlock()
	if after != before || why != None {
		t.Errorf("a session ends in %s, as %s, when the clock is set; want %s", after, why, before)
	}

	var b budget
	b.cost(inFlight, 0, now)
	b.cost(typingRate, 0, now)
	if got := b.cost(packetBytes, 0, stepped(t, now, time.Hour)); got != packetCost {
		t.Errorf("a packet after the clock is set: got cost %d, want %d", got, packetCost)
	}
}
