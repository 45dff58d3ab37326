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

// editEvery is the time from one edit to the next: 1,000 a minute. It shares no beat with
// the server's looks, which else would fall on the same kinds of edit again and again.
const editEvery = 59 * time.Millisecond

// TestReloadStorm edits the CV 1,000 times a minute, in place and by renaming,
// well and badly, while 100 visitors read. Whatever they get has to be one
// version, whole and no older than what they got before; at the end it is the
// last one, and nothing of the others is left. It does so for as long as CV_SOAK
// says; without, for three seconds with fewer visitors and a shorter interval.
func TestReloadStorm(t *testing.T) {
	length, err := time.ParseDuration(os.Getenv(soak))
	every, stay := defaultLookEvery, 100
	if err != nil {
		length, every, stay = 3*time.Second, 250*time.Millisecond, 20
	}
	e := startEdited(t, every)
	for _, n := range []int{0, 3} { // what the first visitors leave behind stays
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
		} else { // a busy machine: only then may half a file look whole
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
		t.Error("nobody has seen anything change")
	}
	if failed == 0 {
		t.Error("no bad version has been looked at")
	}
	// The cache of screen updates may fill up to its 8 MiB.
	if heapAfter > heap+10<<20 {
		t.Errorf("the heap has grown from %d KiB to %d KiB", heap>>10, heapAfter>>10)
	}
}

// settled is how many goroutines there are and how much memory is in use.
func settled() (goroutines int, heap uint64) {
	for range 3 { // unique and weak pointers take a second one
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return runtime.NumGoroutine(), m.HeapAlloc
}

// number is how a version of [numbered] is found in what is shown.
func number(n int) string { return fmt.Sprintf("v%06d", n) }

// storm edits the file for a time. It returns the number of the last version, and
// for how long at most a file was half written. Most edits are good. Of stay edits, a
// bad and a good one stay until the server has taken or refused them, and the next ones
// come all the faster.
func (e *edited) storm(length time.Duration, stay int) (n int, pause time.Duration) {
	looked := func(before int, count func() int) {
		e.waits("a version that stays is not looked at", func() bool { return count() > before })
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
		case n%2 == 0: // in two pieces, of which the first is YAML too
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

// stormVisitor is somebody who comes again and again.
type stormVisitor struct {
	last            int // version
	seen            map[int]bool
	reads, commands int
}

// visits reads the CV on a screen, or asks for it a few times.
func (v *stormVisitor) visits(s *Server, n int) error {
	c, err := gossh.Dial("tcp", s.Addr().String(), &gossh.ClientConfig{
		HostKeyCallback: gossh.FixedHostKey(s.key.PublicKey()), Timeout: 20 * time.Second,
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

// whole reports whether text is all of one version, and no older than the last.
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
	go func() { _, _ = io.Copy(io.Discard, s.vt) }() // its answers
	return s
}

// close ends the answers; Emulator.Close would race with them.
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

// shows waits until the screen has some text, and returns all of it.
func (s *terminal) shows(text string) (string, error) {
	deadline := time.After(30 * time.Second)
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
