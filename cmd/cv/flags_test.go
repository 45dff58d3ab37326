package main

import (
	"strings"
	"testing"
)

// flagOf returns a flag of cv serve for each of these fields of the configuration.
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
