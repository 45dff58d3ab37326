//go:build unix

package main

import (
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A server whose log nobody reads serves its visitors, and ends.
func TestUnreadLog(t *testing.T) {
	t.Parallel()
	address, socket := listeningSocket(t)
	_, port, _ := net.SplitHostPort(address)
	reader, stderr, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	defer stderr.Close()
	start := func(args string) *exec.Cmd {
		cmd := exec.CommandContext(t.Context(), "sh", "-c", "LISTEN_PID=$$ exec cv serve "+args)
		// The first line of the log, a warning of this variable, does not fit the pipe.
		cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir(), "CV_"+strings.Repeat("X", 100_000)+"=1")
		cmd.Stderr = stderr
		return cmd
	}
	ends := func(cmd *exec.Cmd) error {
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		select {
		case err := <-ended:
			return err
		case <-time.After(patience):
			_ = cmd.Process.Kill()
			return errors.New("it hangs")
		}
	}

	server := start("--listen=127.0.0.1:1")
	server.Env, server.ExtraFiles = append(server.Env, "LISTEN_FDS=1"), []*os.File{socket}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if out, err := exec.CommandContext(ctx, "visit", port, "help").CombinedOutput(); err != nil {
		t.Errorf("a visit: %v\n%s", err, out)
	}
	_ = server.Process.Signal(syscall.SIGTERM)
	if err := ends(server); err != nil {
		t.Errorf("after SIGTERM: got %v, want exit status 0", err)
	}

	failing := start("--listen=" + address)
	if err := failing.Start(); err != nil {
		t.Fatal(err)
	}
	if err := ends(failing); failing.ProcessState.ExitCode() != exitUsage {
		t.Errorf("with an address that is in use: got %v, want exit status %d", err, exitUsage)
	}
}
