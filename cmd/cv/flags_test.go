package main

import (
	"strings"
	"testing"
)

// Every field that a server may find fault with has its flag.
func TestFlagOfField(t *testing.T) {
	flags := serveCommand().Flags()
	for _, field := range []string{
		"Listen", "HTTP", "CV", "HostKey", "NextHostKey", "StateDir", "PublicAddress", "Tags", "ProxyFrom", "Metrics", "LogAddress",
		"MaxConnections", "MaxPending", "MaxPerSource", "RatePerSource", "BurstPerSource", "StartupTimeout", "IdleTimeout", "SessionTimeout",
	} {
		name, ok := strings.CutPrefix(flagOf(field), "--")
		if !ok || flags.Lookup(name) == nil {
			t.Errorf("%s is said to be set by --%s", field, name)
		}
	}
}
