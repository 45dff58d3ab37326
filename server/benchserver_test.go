package server

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/watch"
	"wenkaiyue.com/cv/server/guard"
)

// Benchmarks measure servers in processes of their own, whose memory and CPU are the
// server's alone. Each is this binary with benchServer set to "cv" or to a number of bytes.
// The latter is the baseline: x/crypto/ssh alone, with one prepared frame of that size for
// each session.
const benchServer = "CV_BENCH_SERVER"

func TestMain(m *testing.M) {
	switch kind := os.Getenv(benchServer); kind {
	case "":
		_ = flag.Set("test.parallel", "4") // tests mostly wait; -parallel on the command line still counts
		os.Exit(m.Run())
	case "cv":
		os.Exit(report(serveCV()))
	default:
		os.Exit(report(serveBare(kind)))
	}
}

func report(err error) int {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// child is a server in a process of its own.
type child struct {
	addr   string
	pid    int
	stdin  io.WriteCloser
	stdout *bufio.Scanner
}

// stats are the numbers of a server after a garbage collection.
type stats struct {
	Goroutines int
	Heap       uint64 // bytes in use
}

func startChild(b *testing.B, kind string) *child {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), benchServer+"="+kind, "XDG_STATE_HOME="+b.TempDir())
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	c := &child{pid: cmd.Process.Pid, stdin: stdin, stdout: bufio.NewScanner(stdout)}
	b.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	if !c.stdout.Scan() {
		b.Fatal("the server does not start")
	}
	c.addr = c.stdout.Text()
	return c
}

// stats asks the server for its numbers.
func (c *child) stats(b *testing.B) (s stats) {
	b.Helper()
	if _, err := io.WriteString(c.stdin, "stats\n"); err != nil || !c.stdout.Scan() {
		b.Fatal("the server does not answer")
	}
	if err := json.Unmarshal(c.stdout.Bytes(), &s); err != nil {
		b.Fatal(err)
	}
	return s
}

// answerStats answers stats in the server's process, and returns at the end of its input.
func answerStats(addr net.Addr) {
	fmt.Println(addr)
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		runtime.GC()
		debug.FreeOSMemory()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		out, _ := json.Marshal(stats{runtime.NumGoroutine(), m.HeapAlloc})
		fmt.Println(string(out))
	}
}

// rss returns the resident memory of the server in KiB (proc(5), /proc/PID/statm).
func (c *child) rss(b *testing.B) float64 {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", c.pid))
	if err != nil {
		b.Skip("needs /proc: ", err)
	}
	pages, _ := strconv.Atoi(strings.Fields(string(text))[1])
	return float64(pages*os.Getpagesize()) / 1024
}

// cpu returns the CPU time of the server, in steps of 10 ms (proc(5), /proc/PID/stat).
func (c *child) cpu(b *testing.B) time.Duration {
	b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.pid))
	if err != nil {
		b.Skip("needs /proc: ", err)
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

func serveCV() error {
	cv, err := data.Embedded()
	if err != nil {
		return err
	}
	limits := guard.Defaults()
	limits.StartupTimeout, limits.IdleTimeout, limits.SessionTimeout = time.Minute, time.Hour, time.Hour
	limits.MaxConnections, limits.MaxPending, limits.MaxPerSource = 1e6, 1e6, 1e6
	limits.RatePerSource, limits.BurstPerSource = 1e6, 1e6
	limits.InputPerSource, limits.WorkPerSource = 1e9, 1e6
	log, err := os.OpenFile(filepath.Join(os.Getenv("XDG_STATE_HOME"), "log"), os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	// The format that cv serve writes to a file by default.
	s, err := New(Config{Listen: []string{"127.0.0.1:0"}, First: watch.Version{CV: cv}, Limits: limits, Log: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		return err
	}
	go func() { _ = s.Run(context.Background()) }()
	answerStats(s.Addr())
	return nil
}

// serveBare answers every shell with a frame of size bytes.
func serveBare(size string) error {
	n, err := strconv.Atoi(size)
	if err != nil {
		return err
	}
	frame := append(bytes.Repeat([]byte("x"), n-len(lastWord)), lastWord...)
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	signer, err := gossh.NewSignerFromKey(key)
	if err != nil {
		return err
	}
	config := &gossh.ServerConfig{NoClientAuth: true}
	config.AddHostKey(signer)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go func() {
		for {
			c, err := l.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			go bareConn(c, config, frame)
		}
	}()
	answerStats(l.Addr())
	return nil
}

func bareConn(c net.Conn, config *gossh.ServerConfig, frame []byte) {
	defer c.Close()
	_, chans, reqs, err := gossh.NewServerConn(c, config)
	if err != nil {
		return
	}
	go gossh.DiscardRequests(reqs)
	for nc := range chans {
		ch, reqs, err := nc.Accept()
		if err != nil {
			return
		}
		go func() {
			for r := range reqs {
				_ = r.Reply(true, nil)
				if r.Type == "shell" {
					_, _ = ch.Write(frame)
				}
			}
		}()
	}
}
