package server

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	gossh "golang.org/x/crypto/ssh"
)

// editEvery is the time between edits, of which there are 1,000 a minute. The server's check
// interval is no multiple of it; otherwise checks would always meet the same kinds of edit.
const editEvery = 59 * time.Millisecond

// TestReloadStorm edits the CV 1,000 times a minute, in place and by renaming, well and
// badly, while 100 visitors read. Each must get one whole version, no older than the one
// before. At the end the last version is shown, and nothing of the others is left. The test
// lasts as long as CV_SOAK says, or three seconds with fewer visitors and a shorter interval.
func TestReloadStorm(t *testing.T) {
	length, err := time.ParseDuration(os.Getenv(soak))
	every, stay := defaultLookEvery, 100
	if err != nil {
		length, every, stay = 3*time.Second, 250*time.Millisecond, 20
	}
	e := startEdited(t, every)
	for _, n := range []int{0, 3} { // warm up
		if err := new(stormVisitor).visits(e.Server, n); err != nil {
			t.Fatal(err)
		}
	}
	goroutines, heap := settled()

	var stop atomic.Bool
	errs := make(chan error, 100)
	all := make([]stormVisitor, 100)
	if err != nil {
		all = all[:30]
	}
	var crowd sync.WaitGroup
	for i := range all {
		crowd.Go(func() {
			for n := i; !stop.Load(); n++ {
				if err := all[i].visits(e.Server, n); err != nil {
					errs <- fmt.Errorf("visitor %d: %w", i, err)
					return
				}
			}
		})
	}
	last, pause := e.storm(length, stay)
	stop.Store(true)
	crowd.Wait()
	close(errs)
	for err := range errs {
		if pause < every {
			t.Error(err)
		} else { // only on a busy machine may half a file look complete
			t.Logf("a file was half written for %s: %v", pause, err)
		}
	}

	e.waits("the last version is not shown", func() bool { return strings.Contains(e.text(), number(last)+" ends") })
	seen, reads, commands := map[int]bool{}, 0, 0
	for i := range all {
		reads, commands = reads+all[i].reads, commands+all[i].commands
		for n := range all[i].seen {
			seen[n] = true
		}
	}
	var goroutinesAfter int
	var heapAfter uint64
	e.waits("goroutines are left", func() bool {
		goroutinesAfter, heapAfter = settled()
		return goroutinesAfter <= goroutines
	})
	ok, failed := e.reloaded()
	t.Logf("%d edits in %s, half written for at most %s: %d reloads, %d refused; %d versions seen in %d readings and %d commands; goroutines %d, then %d; heap %d KiB, then %d KiB",
		last, length, pause.Round(time.Millisecond), ok, failed, len(seen), reads, commands, goroutines, goroutinesAfter, heap>>10, heapAfter>>10)
	if len(seen) < 2 || reads == 0 || commands == 0 {
		t.Errorf("got %d versions in %d readings and %d commands, want at least 2 versions", len(seen), reads, commands)
	}
	if failed == 0 {
		t.Error("got no failed reloads, want some")
	}
	// The cache of screen updates may fill up to its 8 MiB.
	if heapAfter > heap+10<<20 {
		t.Errorf("the heap grew from %d KiB to %d KiB, want at most 10 MiB more", heap>>10, heapAfter>>10)
	}
}

// settled returns the number of goroutines and the bytes in use on the heap.
func settled() (goroutines int, heap uint64) {
	for range 3 { // unique and weak pointers need a second one
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return runtime.NumGoroutine(), m.HeapAlloc
}

// number returns the text that marks version n of [numbered].
func number(n int) string { return fmt.Sprintf("v%06d", n) }

// storm edits the file for a time. It returns the number of the last version and the longest
// time that a file was half written. Most edits are good. In every stay edits, a bad and a
// good one stay until the server has read them; the next ones make up for the delay.
func (e *edited) storm(length time.Duration, stay int) (n int, pause time.Duration) {
	looked := func(before int, count func() int) {
		e.waits("the server does not read a version that stays", func() bool { return count() > before })
	}
	good := func() int { ok, _ := e.reloaded(); return ok }
	bad := func() int { _, failed := e.reloaded(); return failed }
	start := time.Now()
	for n < int(length/editEvery) {
		n++
		time.Sleep(time.Until(start.Add(time.Duration(n) * editEvery)))
		switch content := numbered(n); {
		case n%20 == 7: // no YAML
			before := bad()
			e.put(content + "\tbroken: \"")
			if n%stay == 7 {
				looked(before, bad)
			}
		case n%20 == 13: // for a moment there is no file
			_ = os.Remove(e.path)
			time.Sleep(time.Millisecond)
			e.put(content)
		case n%20 == 17:
			e.put("")
		case n%20 == 19 && len(e.hangup) == 0:
			e.put(content)
			e.hangup <- syscall.SIGHUP
		case n%2 == 0: // in two pieces, the first of which is YAML too
			pause = max(pause, e.piecemeal(content))
		default:
			before := good()
			e.put(content)
			if n%stay == 1 {
				looked(before, good)
			}
		}
	}
	n++
	return n, max(pause, e.piecemeal(numbered(n)))
}

// piecemeal writes in place, in two pieces, and returns how long it took.
func (e *edited) piecemeal(content string) time.Duration {
	start := time.Now()
	f, err := os.Create(e.path)
	if err != nil {
		e.t.Error(err)
		return 0
	}
	defer f.Close()
	half := strings.Index(content, "references:")
	_, _ = f.WriteString(content[:half])
	time.Sleep(2 * time.Millisecond)
	_, _ = f.WriteString(content[half:])
	return time.Since(start)
}

// stormVisitor is a visitor who comes again and again.
type stormVisitor struct {
	last            int // version
	seen            map[int]bool
	reads, commands int
}

// visits reads the CV on a screen, or by a few commands.
func (v *stormVisitor) visits(s *Server, n int) error {
	c, err := gossh.Dial("tcp", s.Addr().String(), &gossh.ClientConfig{
		HostKeyCallback: gossh.FixedHostKey(s.key.PublicKey()), Timeout: patience,
	})
	if err != nil {
		return err
	}
	defer c.Close()
	if n%5 < 3 {
		return v.looks(c)
	}
	for _, what := range []string{"text", "json", "text"} {
		session, err := c.NewSession()
		if err != nil {
			return err
		}
		out, err := session.Output(what)
		if err != nil {
			return err
		}
		if err := v.whole(string(out), 3); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		v.commands++
		time.Sleep(rand.N(400 * time.Millisecond))
	}
	return nil
}

// looks reads the CV on a screen, from its first line to its last and back.
func (v *stormVisitor) looks(c *gossh.Client) error {
	session, err := c.NewSession()
	if err != nil {
		return err
	}
	screen := newTerminal()
	defer screen.close()
	session.Stdout = screen
	in, err := session.StdinPipe()
	if err != nil {
		return err
	}
	if err := errors.Join(session.RequestPty("xterm-256color", 24, 80, nil), session.Shell()); err != nil {
		return err
	}
	var shown strings.Builder
	for _, step := range []struct{ key, shows string }{{"", "Award 0 "}, {"G", " ends"}, {"g", "Award 0 "}} {
		_, _ = io.WriteString(in, step.key)
		text, err := screen.shows(step.shows)
		if err != nil {
			return err
		}
		shown.WriteString(text)
		time.Sleep(rand.N(700 * time.Millisecond))
	}
	v.reads++
	_, _ = io.WriteString(in, "q")
	if err := session.Wait(); err != nil {
		return err
	}
	return v.whole(shown.String(), 9) // the name, the headline and another, three times
}

var numbers = regexp.MustCompile(`v\d{6}`)

// whole returns an error unless text is one version, want times, and no older than the last.
func (v *stormVisitor) whole(text string, want int) error {
	found := numbers.FindAllString(text, -1)
	if len(found) != want || len(slices.Compact(slices.Clone(found))) != 1 {
		return fmt.Errorf("got %v, want one version %d times, in %d bytes", found, want, len(text))
	}
	var n int
	_, _ = fmt.Sscanf(found[0], "v%d", &n)
	if n < v.last {
		return fmt.Errorf("got version %d after %d", n, v.last)
	}
	if v.last = n; v.seen == nil {
		v.seen = map[int]bool{}
	}
	v.seen[n] = true
	return nil
}

// terminal is a screen of 80 by 24.
type terminal struct {
	mu      sync.Mutex
	vt      *vt.Emulator
	changed chan struct{}
}

func newTerminal() *terminal {
	s := &terminal{vt: vt.NewEmulator(80, 24), changed: make(chan struct{}, 1)}
	go func() { _, _ = io.Copy(io.Discard, s.vt) }() // discard its answers
	return s
}

// close ends the reading of answers; Emulator.Close would race with it.
func (s *terminal) close() {
	if p, ok := s.vt.InputPipe().(io.Closer); ok {
		p.Close()
	}
}

func (s *terminal) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case s.changed <- struct{}{}:
	default:
	}
	return s.vt.Write(p)
}

// shows waits until the screen contains text, and returns the whole screen.
func (s *terminal) shows(text string) (string, error) {
	deadline := time.After(patience)
	for {
		s.mu.Lock()
		screen := s.vt.String()
		s.mu.Unlock()
		if strings.Contains(screen, text) {
			return screen, nil
		}
		select {
		case <-s.changed:
		case <-deadline:
			return "", fmt.Errorf("the screen never shows %q", text)
		}
	}
}
