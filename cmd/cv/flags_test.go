package main

import (
	"strings"
	"testing"
)

// Every field of the server's configuration that may be wrong has a flag.
func TestFlagOfField(t *testing.T) {
	flags := serveCommand().Flags()
	for _, field := range []string{
		"Listen", "HTTP", "CV", "HostKey", "NextHostKey", "StateDir", "PublicAddress", "Tags", "ProxyFrom", "Metrics", "LogAddress",
		"MaxConnections", "MaxPending", "MaxPerSource", "RatePerSource", "BurstPerSource", "StartupTimeout", "IdleTimeout", "SessionTimeout",
	} {
		name, ok := strings.CutPrefix(flagOf(field), "--")
		if !ok || flags.Lookup(name) == nil {
			t.Errorf("%s: got --%s, want a flag of cv serve", field, name)
		}
	}
}
