package server

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/pkg/sftp"
	gossh "golang.org/x/crypto/ssh"
)

// record is a visit in the JSON log.
type record struct {
	Msg, From, Client, Term, Size, Command, Subsystem, Took, Ended string

	Status  int
	Read    map[string]float64
	Seconds float64
}

// logged has cfg log to a buffer, and returns a function that waits for its next visit.
func logged(t *testing.T, cfg *Config) (next func() record) {
	t.Helper()
	var log buffer
	cfg.Log = slog.New(slog.NewJSONHandler(&log, nil))
	seen := 0
	return func() record {
		t.Helper()
		for range 6000 {
			var visits []string
			for line := range strings.Lines(log.String()) {
				if strings.Contains(line, `"msg":"visit"`) {
					visits = append(visits, line)
				}
			}
			if len(visits) > seen {
				var r record
				if err := json.Unmarshal([]byte(visits[seen]), &r); err != nil {
					t.Fatal(err)
				}
				seen++
				return r
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Fatalf("got no visit in log %s", log.String())
		return record{}
	}
}

// The log has what a visitor read, for how long, and why the visit ended.
func TestVisitIsLogged(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	next := logged(t, &cfg)
	s, stop := startServer(t, cfg)

	v := enter(t, s, gossh.ClientConfig{ClientVersion: "SSH-2.0-OpenSSH_9.9"})
	time.Sleep(300 * time.Millisecond)
	v.types("3")
	v.sees("Transferability")
	v.types("c")
	v.sees("Press a number to send")
	time.Sleep(200 * time.Millisecond)
	v.types("q")
	_ = v.session.Wait()
	r := next()
	if r.From != "127.0.0.0/24" || r.Client != "OpenSSH_9.9" || r.Term != "xterm-256color" || r.Size != "80x24" || r.Ended != "left" || r.Seconds < 0.5 {
		t.Errorf("an interactive visit: got %+v", r)
	}
	if len(r.Read) != 3 || r.Read["education"] < 0.3 || r.Read["contact"] < 0.2 {
		t.Errorf("got read %v, want three places", r.Read)
	}

	v = enter(t, s, gossh.ClientConfig{})
	v.client.Close()
	if r := next(); r.Ended != "gone" {
		t.Errorf("a lost connection: got %+v", r)
	}

	c := dial(t, s, gossh.ClientConfig{})
	command(t, c, "pdf")
	if r := next(); r.Took != "pdf" || r.Command != "pdf" || r.Ended != "done" || r.Status != 0 || r.Read != nil {
		t.Errorf("a command: got %+v", r)
	}
	command(t, c, "awards")
	if r := next(); r.Took != "" || r.Read == nil || r.Ended != "done" {
		t.Errorf("a section: got %+v", r)
	}
	command(t, c, "nonsense")
	if r := next(); r.Took != "" || r.Status != exitUnknown || r.Ended != "done" {
		t.Errorf("an unknown command: got %+v", r)
	}

	files, err := sftp.NewClient(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"cv.pdf", "cv.vcf", "cv.pdf", "none"} {
		f, err := files.Open(name)
		if err != nil {
			if !errors.Is(err, os.ErrNotExist) {
				t.Error(err)
			}
			continue
		}
		_, _ = io.Copy(io.Discard, f)
		_ = f.Close()
	}
	_ = files.Close()
	if r := next(); r.Took != "pdf vcard" || r.Subsystem != "sftp" || r.Ended != "done" {
		t.Errorf("files: got %+v", r)
	}

	_ = enter(t, s, gossh.ClientConfig{})
	if err := stop(); err != nil {
		t.Error(err)
	}
	if r := next(); r.Ended != "restart" {
		t.Errorf("a restart: got %+v", r)
	}
}

func TestIdleVisitIsLogged(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	cfg.Limits.IdleTimeout = 2 * time.Second
	next := logged(t, &cfg)
	s, _ := startServer(t, cfg)
	v := enter(t, s, gossh.ClientConfig{})
	_ = v.session.Wait()
	if r := next(); r.Ended != "idle" {
		t.Errorf("got %+v, want it ended by idle", r)
	}
}

// LogAddress sets how the log names sources.
func TestLogAddress(t *testing.T) {
	of := map[string]string{}
	for _, how := range []string{"", addressTruncate, addressHash, addressFull} {
		cfg := testConfig(t)
		cfg.LogAddress = how
		next := logged(t, &cfg)
		s, _ := startServer(t, cfg)
		command(t, dial(t, s, gossh.ClientConfig{}), "help")
		of[how] = next().From
		if how == addressHash {
			command(t, dial(t, s, gossh.ClientConfig{}), "help")
			if again := next().From; again != of[how] {
				t.Errorf("one source: got %s, then %s, want the same", of[how], again)
			}
			other := cfg
			other.StateDir = t.TempDir()
			s, _ := startServer(t, other)
			command(t, dial(t, s, gossh.ClientConfig{}), "help")
			if next().From == of[how] {
				t.Error("another key gives the same hash")
			}
		}
	}
	if of[""] != "127.0.0.0/24" || of[addressTruncate] != of[""] || of[addressFull] != "127.0.0.1" || len(of[addressHash]) != 16 {
		t.Errorf("got sources %q", of)
	}
	cfg := testConfig(t)
	cfg.LogAddress = "none"
	var wrong *ConfigError
	if _, err := New(cfg); !errors.As(err, &wrong) || wrong.Field != "LogAddress" {
		t.Errorf("got %v, want a ConfigError of LogAddress", err)
	}
}

// Clients without a common algorithm are counted in the traffic line.
func TestStrangersAreCounted(t *testing.T) {
	var log buffer
	cfg := testConfig(t)
	cfg.Log = slog.New(slog.NewJSONHandler(&log, nil))
	s, stop := startServer(t, cfg)
	old := &gossh.ClientConfig{HostKeyCallback: gossh.InsecureIgnoreHostKey()}
	old.Ciphers = []string{gossh.InsecureCipherAES128CBC}
	if _, err := gossh.Dial("tcp", s.Addr().String(), old); err == nil {
		t.Fatal("a client with CBC only is served")
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if !log.contains(`"msg":"traffic","connections":1,"visits":0,"refused":{"algorithms":1}`) {
		t.Errorf("got log %s, want one refused by algorithms", log.String())
	}
}

// Scanners are counted in one line an hour.
func TestScannersAreCounted(t *testing.T) {
	var log buffer
	cfg := testConfig(t)
	cfg.Log = slog.New(slog.NewJSONHandler(&log, nil))
	s, stop := startServer(t, cfg)
	for range 6 { // the source rests after the first
		c, err := net.Dial("tcp", s.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(c, "GET / HTTP/1.0\r\n\r\n")
		_, _ = io.Copy(io.Discard, c)
		c.Close()
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.logTallies(ctx, 50*time.Millisecond)
	}()
	if !log.contains(`"msg":"traffic","connections":6,"visits":0,"refused":{"garbage":6,"resting":5}`) {
		t.Errorf("got log %s, want 6 refused as garbage, 5 as resting", log.String())
	}
	time.Sleep(200 * time.Millisecond)
	cancel()
	<-done
	if n := strings.Count(log.String(), `"traffic"`); n != 1 {
		t.Errorf("got %d lines for one interval with visitors, want 1: %s", n, log.String())
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if n := strings.Count(log.String(), `"traffic"`); n != 2 {
		t.Errorf("got %d lines after the end, want 2: %s", n, log.String())
	}
}
