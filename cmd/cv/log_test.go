package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// The text log is styled on a terminal and slog's own anywhere else.
func TestTextLog(t *testing.T) {
	t.Setenv("TERM", "xterm-256color")
	t.Setenv("NO_COLOR", "")
	c := serveFlags{logFormat: "text", logLevel: "warn"}
	var file strings.Builder
	c.logger(&file).Info("less important")
	c.logger(&file).Warn("two words", "key", "value")
	if got := file.String(); strings.Count(got, "\n") != 1 || !strings.HasSuffix(got, ` level=WARN msg="two words" key=value`+"\n") {
		t.Errorf("in a file: %q", got)
	}
	terminal, tty, err := pty.Open()
	if err != nil {
		t.Skip(err)
	}
	defer terminal.Close()
	defer tty.Close()
	c.logger(tty).Warn("two words", "key", "value", "forged", `x\" ended=left`)
	line := make([]byte, 1000)
	n, err := terminal.Read(line)
	if got := string(line[:n]); err != nil || !strings.Contains(got, "\x1b[") || !strings.Contains(got, "two words") || !strings.Contains(got, `x\\\" ended=left`) {
		t.Errorf("on a terminal: %q, %v", got, err)
	}
}

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
