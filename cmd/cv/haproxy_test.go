//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"wenkaiyue.com/cv/server/visits"
)

// TestHAProxy runs deploy/haproxy.cfg before three servers with one key. One is killed and
// the others are stopped while they have readers. Newcomers must be served, readers of
// stopped servers told why, and health checks not counted as visits.
func TestHAProxy(t *testing.T) {
	if _, err := exec.LookPath("haproxy"); err != nil {
		t.Skip("haproxy is not installed")
	}
	t.Parallel()
	const readers, newcomers = 50, 20
	dir := t.TempDir()
	if out, err := exec.CommandContext(t.Context(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", dir+"/key").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	// As in deploy, except for the addresses, the user, to which only root can switch, and
	// the interval of checks.
	cfg := strings.NewReplacer("inter 1s", "inter 100ms", "bind :::22 v4v6", "bind fd@3", "\tuser haproxy\n", "", "\tgroup haproxy\n", "").Replace(readFile(t, "../../deploy/haproxy.cfg"))
	var servers [3]*exec.Cmd
	var logs, addresses [3]string
	for i := range servers {
		logs[i] = fmt.Sprintf("%s/%d.log", dir, i)
		var address string
		servers[i], address = startReplica(t, logs[i], dir+"/key")
		addresses[i], _, _ = strings.Cut(address, " ")
		cfg = strings.ReplaceAll(cfg, fmt.Sprintf("192.0.2.1%d:2222", i+1), address)
	}
	if regexp.MustCompile(`\tserver \w+ 192`).MatchString(cfg) {
		t.Fatalf("got other servers than three in deploy/haproxy.cfg:\n%s", cfg)
	}
	address := startHAProxy(t, dir, cfg)

	reading := map[*reader]bool{}
	for i := range readers {
		reading[newReader(t, address, i+1)] = true
	}
	arrive := func() {
		var all sync.WaitGroup
		for i := range newcomers {
			all.Go(func() {
				client := dial(t, address, 100+i)
				if client == nil {
					return
				}
				defer client.Close()
				session, err := client.NewSession()
				if err != nil {
					t.Error(err)
					return
				}
				if out, err := session.Output("text"); err != nil || len(out) < 1000 {
					t.Errorf("newcomer %d: got %q, %v, want the CV", i, out, err)
				}
			})
		}
		all.Wait()
	}
	// ended returns the readers whose session has ended; each server had about a third.
	ended := func() (gone []*reader) {
		for before, begun := -1, time.Now(); before < len(gone) || len(gone) < readers/5 && time.Since(begun) < patience; {
			before = len(gone)
			time.Sleep(time.Second)
			for r := range reading {
				select {
				case <-r.ended:
					gone = append(gone, r)
					delete(reading, r)
				default:
				}
			}
		}
		if n := len(gone); n < readers/5 || n > readers/2 {
			t.Errorf("one of three servers: got %d of %d readers, want about a third", n, readers)
		}
		return gone
	}

	// These newcomers come after the kill, which breaks handshakes that are under way.
	_ = servers[0].Process.Kill()
	_ = servers[0].Wait()
	arrive()
	cut := ended()
	for i, server := range servers[1:] {
		_ = server.Process.Signal(syscall.SIGTERM)
		if i == 0 {
			said(t, logs[1], `"stopping"`)
			for { // until its socket is closed
				c, err := net.Dial("tcp", addresses[1])
				if err != nil {
					break
				}
				c.Close()
				time.Sleep(10 * time.Millisecond)
			}
			arrive()
		}
		if err := server.Wait(); err != nil {
			t.Error(err)
		}
		for _, r := range ended() {
			if text := r.screen.String(); !strings.Contains(text, "restart") {
				t.Errorf("a reader of a stopped server: got %q, want a word about the restart", text[max(0, len(text)-300):])
			}
		}
	}

	out, err := exec.CommandContext(t.Context(), "cv", append([]string{"visits", "--json"}, logs[:]...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	var report visits.Report
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatal(err)
	}
	// The killed server has not logged its readers.
	want := uint64(2*newcomers + readers - len(cut))
	if n := report.People + report.Programs; n != want || report.Connections != want {
		t.Errorf("got %d visits in %d connections, want %d of each, without checks", n, report.Connections, want)
	}
	t.Logf("%d of %d readers cut, the others told; %d newcomers served", len(cut), readers, 2*newcomers)
}

// startReplica starts a server behind a proxy and returns its address and the port for
// checks, in the syntax of HAProxy.
func startReplica(t *testing.T, log, key string) (cmd *exec.Cmd, address string) {
	t.Helper()
	file, err := os.Create(log)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	cmd = exec.CommandContext(t.Context(), "cv", "serve", "--listen=127.0.0.1:0", "--metrics=127.0.0.1:0", "--proxy-from=127.0.0.1", "--host-key="+key, "--log-format=json", "--log-address=full")
	cmd.Stderr = file
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	m := said(t, log, `(?s)"metrics","address":"127.0.0.1:(\d+)".*"listening","address":"([^"]+)"`)
	return cmd, m[2] + " port " + m[1]
}

// said waits for a match in the log of a server and returns its submatches.
func said(t *testing.T, log, what string) []string {
	t.Helper()
	pattern := regexp.MustCompile(what)
	for range 1000 {
		if m := pattern.FindStringSubmatch(readFile(t, log)); m != nil {
			return m
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("got no %s in the log:\n%s", what, readFile(t, log))
	return nil
}

// startHAProxy starts HAProxy with a listening socket, and returns the socket's address.
func startHAProxy(t *testing.T, dir, cfg string) string {
	t.Helper()
	if err := os.WriteFile(dir+"/haproxy.cfg", []byte(cfg), 0o600); err != nil {
		t.Fatal(err)
	}
	address, socket := listeningSocket(t)
	log := dir + "/haproxy.log"
	file, err := os.Create(log)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	cmd := exec.CommandContext(t.Context(), "haproxy", "-db", "-f", dir+"/haproxy.cfg")
	cmd.ExtraFiles, cmd.Stdout, cmd.Stderr = []*os.File{socket}, file, file
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Log(readFile(t, log))
		}
	})
	return address
}
