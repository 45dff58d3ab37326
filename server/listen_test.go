package server

import (
	"net"
	"testing"
)

// 0.0.0.0 stands for IPv4 only, no host and [::] for both families.
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
				t.Errorf("dialling %s at %s: got error %v, want success: %v", address, host, err, want)
			}
			if err == nil {
				_ = c.Close()
			}
		}
		_ = l.Close()
	}
}
