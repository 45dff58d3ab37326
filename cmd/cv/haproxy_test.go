//go:build linux

package main

import (
	"encoding/json"
	"fmt"
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

// TestHAProxy runs deploy/haproxy.cfg before three servers with one key. One is killed
// and one is stopped under readers: newcomers are served all the same, readers are cut
// or told, and the checks are no visits.
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
	// As in deploy, but for the addresses, the user, which only root can take, and the
	// time in which a server is found to be down.
	cfg := strings.NewReplacer("inter 1s", "inter 100ms", "bind :::22 v4v6", "bind fd@3", "\tuser haproxy\n", "", "\tgroup haproxy\n", "").Replace(readFile(t, "../../deploy/haproxy.cfg"))
	var servers [3]*exec.Cmd
	var logs [3]string
	for i := range servers {
		logs[i] = fmt.Sprintf("%s/%d.log", dir, i)
		var address string
		servers[i], address = startReplica(t, logs[i], dir+"/key")
		cfg = strings.ReplaceAll(cfg, fmt.Sprintf("192.0.2.1%d:2222", i+1), address)
	}
	if regexp.MustCompile(`\tserver \w+ 192`).MatchString(cfg) {
		t.Fatal("deploy/haproxy.cfg has other servers:\n", cfg)
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
					t.Errorf("newcomer %d gets %q: %v", i, out, err)
				}
			})
		}
		all.Wait()
	}
	// ended returns the readers whose session has ended; each server had about a third.
	ended := func() (gone []*reader) {
		time.Sleep(time.Second)
		for r := range reading {
			select {
			case <-r.ended:
				gone = append(gone, r)
				delete(reading, r)
			default:
			}
		}
		if n := len(gone); n < readers/5 || n > readers/2 {
			t.Errorf("one of three servers had %d of %d readers", n, readers)
		}
		return gone
	}

	// Newcomers whose handshake is under way are lost with a server; these come after.
	_ = servers[0].Process.Kill()
	_ = servers[0].Wait()
	arrive()
	cut := ended()
	for i, server := range servers[1:] {
		_ = server.Process.Signal(syscall.SIGTERM)
		if i == 0 {
			said(t, logs[1], `"stopping"`)
			time.Sleep(100 * time.Millisecond) // and its socket is closed
			arrive()
		}
		if err := server.Wait(); err != nil {
			t.Error(err)
		}
		for _, r := range ended() {
			if text := r.screen.String(); !strings.Contains(text, "restart") {
				t.Errorf("a reader was not told why: %q", text[max(0, len(text)-300):])
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
	// The killed server has logged nothing of its readers.
	want := uint64(2*newcomers + readers - len(cut))
	if n := report.People + report.Programs; n != want || report.Connections != want {
		t.Errorf("%d visits in %d connections, want %d without a check", n, report.Connections, want)
	}
	t.Logf("%d of %d readers cut, the others told; %d newcomers served", len(cut), readers, 2*newcomers)
}

// startReplica starts a server behind a proxy and returns its address and the port of
// its checks, as HAProxy has them.
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

// said waits for what a server logs and returns its parts.
func said(t *testing.T, log, what string) []string {
	t.Helper()
	pattern := regexp.MustCompile(what)
	for range 1000 {
		if m := pattern.FindStringSubmatch(readFile(t, log)); m != nil {
			return m
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("no %s in the log:\n%s", what, readFile(t, log))
	return nil
}

// startHAProxy starts HAProxy on a socket that it is handed, and returns its address.
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
