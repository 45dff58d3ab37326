package main

import (
	"errors"
	"strings"
	"testing"
)

// Libraries log by themselves; where visitors come from is not theirs to say.
func TestLibrariesLogNoAddress(t *testing.T) {
	var out strings.Builder
	log := libraryLogger(&out)
	log.Warn("ssh: failed to accept session channel", "err", errors.New("write tcp 192.0.2.1:22->198.51.100.7:54395: broken pipe"))
	if out.Len() > 0 {
		t.Errorf("somebody has hung up: %s", out.String())
	}
	log.Error("ssh: panic serving connection", "remote", "198.51.100.7:54395", "panic", "at the disco")
	if got := out.String(); !strings.Contains(got, "at the disco") || strings.Contains(got, "198.51.100") {
		t.Errorf("a fault: %s", got)
	}
}
