package guard

import (
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// probe is a check of a load balancer: it connects, sends says, reads a little if waits is
// true, and hangs up or resets the connection.
func probe(t *testing.T, addr, says string, waits, resets bool) {
	t.Helper()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(attacker)}}
	c, err := d.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_, _ = io.WriteString(c, says)
	if waits {
		_, _ = c.Read(make([]byte, 5))
	}
	if resets {
		_ = c.(*net.TCPConn).SetLinger(0)
	}
}

// The headers of proxies that speak for themselves.
const (
	localV1 = "PROXY UNKNOWN\r\n"
	localV2 = "\r\n\r\n\x00\r\nQUIT\n\x20\x00\x00\x00"
)

// Checks of load balancers are no visits: they spend no rate, are not refused or punished,
// and are counted as silent.
func TestChecksOfBalancers(t *testing.T) {
	for name, check := range map[string]struct {
		says           string
		proxy          bool
		web            bool
		waits, resets  bool
		visitorThrough string
	}{
		"connects": {}, "reads the version": {waits: true}, "resets": {resets: true}, "reads and resets": {waits: true, resets: true},
		"web": {web: true}, "web, resets": {web: true, resets: true},
		"proxy without a header": {proxy: true, visitorThrough: localV2}, "proxy without a header, resets": {proxy: true, resets: true, visitorThrough: localV2},
		"local v1": {says: localV1, proxy: true, waits: true, visitorThrough: localV1}, "local v2": {says: localV2, proxy: true, waits: true, resets: true, visitorThrough: localV2},
		"local v2, at once":    {says: localV2, proxy: true, visitorThrough: localV2},
		"local v2, web":        {says: localV2, proxy: true, web: true, visitorThrough: localV2},
		"local with a version": {says: localV2 + "SSH-2.0-check\r\n", proxy: true, waits: true, visitorThrough: localV2},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := wide()
			cfg.RatePerSource, cfg.BurstPerSource = 1e-6, 3
			if check.proxy {
				cfg.ProxyFrom = []netip.Prefix{netip.MustParsePrefix(attacker + "/32")}
			}
			s := startParallel(t, cfg)
			addr := s.addr
			if check.web {
				addr = s.startWeb()
			}
			for i := range uint64(10) {
				probe(t, addr, check.says, check.waits, check.resets)
				s.eventually(func() bool { return s.guard.Stats().Silent == i+1 }, "got after %d checks: %+v, want as many silent", func() []any { return []any{i + 1, s.guard.Stats()} })
			}
			st := s.guard.Stats()
			for why, n := range st.Refused {
				if n > 0 {
					t.Errorf("got %d refused as %s, want 0", n, why)
				}
			}
			for kind, n := range st.Failed {
				if n > 0 && name != "local with a version" {
					t.Errorf("got %d failed as %s, want 0", n, kind)
				}
			}
			for range cfg.BurstPerSource { // the whole burst is left
				c := s.raw(attacker)
				_, _ = io.WriteString(c, check.visitorThrough+"SSH-2.0-x\r\n")
				b := make([]byte, 5)
				if _, err := io.ReadFull(c, b); err != nil || string(b) != "SSH-2" {
					t.Errorf("got %q, %v, want SSH-2", b, err)
				}
			}
		})
	}
}

// A source that connects and hangs up all the time is refused in the end.
func TestFloodOfChecks(t *testing.T) {
	cfg := wide()
	cfg.RatePerSource, cfg.BurstPerSource = 1e-6, 3
	s := startParallel(t, cfg)
	for begun, st := time.Now(), s.guard.Stats(); st.Refused[Rate] < silentBurst/4; st = s.guard.Stats() {
		probe(t, s.addr, "", false, false) // it may not have been admitted yet
		s.empty()
		if most := 2*silentBurst + silentRate*int(time.Since(begun)/time.Second+1); st.Admitted > uint64(most) {
			t.Fatalf("got %d refused by rate beside %d admitted, want %d", st.Refused[Rate], st.Admitted, silentBurst/4)
		}
	}
	s.good()
}

// A proxy says UNKNOWN for strangers too. Their garbage does not make it rest, because it
// would then be refused with its checks.
func TestGarbageThroughAProxy(t *testing.T) {
	for name, garbage := range map[string]string{
		"no SSH":      "GET / HTTP/1.0\r\n\r\n",
		"wrong order": "SSH-2.0-x\r\n\x00\x00\x00\x0c\x0a\x5a" + strings.Repeat("\x00", 10),
	} {
		t.Run(name, func(t *testing.T) {
			cfg := wide()
			cfg.ProxyFrom = []netip.Prefix{netip.MustParsePrefix(attacker + "/32")}
			s := startParallel(t, cfg)
			c := s.raw(attacker)
			_, _ = io.WriteString(c, localV1+garbage)
			closed(t, c)
			s.refused(Garbage, 1)
			c = s.raw(attacker)
			_, _ = io.WriteString(c, localV2+"SSH-2.0-x\r\n")
			b := make([]byte, 5)
			if _, err := io.ReadFull(c, b); err != nil || string(b) != "SSH-2" {
				t.Errorf("got %q, %v, want SSH-2", b, err)
			}
			if n := s.guard.Stats().Refused[Resting]; n > 0 {
				t.Errorf("got %d refused as %s, want 0", n, Resting)
			}
		})
	}
}
