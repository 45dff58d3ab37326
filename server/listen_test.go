package server

import (
	"net"
	"testing"
)

// 0.0.0.0 is IPv4 alone; no host and [::] are both.
func TestFamilies(t *testing.T) {
	if l, err := net.Listen("tcp6", "[::1]:0"); err != nil {
		t.Skip(err)
	} else {
		_ = l.Close()
	}
	for address, want := range map[string]bool{"0.0.0.0:0": false, ":0": true, "[::]:0": true} {
		l, err := listen(address)
		if err != nil {
			t.Fatal(err)
		}
		_, port, _ := net.SplitHostPort(l.Addr().String())
		for host, want := range map[string]bool{"127.0.0.1": true, "::1": want} {
			c, err := net.Dial("tcp", net.JoinHostPort(host, port))
			if (err == nil) != want {
				t.Errorf("%s at %s: %v", address, host, err)
			}
			if err == nil {
				_ = c.Close()
			}
		}
		_ = l.Close()
	}
}
