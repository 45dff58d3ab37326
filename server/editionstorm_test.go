package server

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// TestEditionStorm edits one language 1,000 times a minute while visitors read it and others.
// Its readers get one whole version; readers of the others always get the same. It lasts as
// long as CV_SOAK says, or a second.
func TestEditionStorm(t *testing.T) {
	length, err := time.ParseDuration(os.Getenv(soak))
	every := defaultLookEvery
	if err != nil {
		length, every = time.Second, 250*time.Millisecond
	}
	m := startEditionsEvery(t, every, nil, "de", "zh", "ja", "ru")
	m.put("cv.de.yaml", numbered(0))
	m.becomes("", "de text", number(0))
	e := &edited{Server: m.Server, t: t, path: filepath.Join(m.dir, "cv.de.yaml"), hangup: m.hangup}
	quiet := map[string]string{}
	for _, l := range []string{"en", "zh", "ja", "ru"} {
		quiet[l], _, _ = m.asks("", l+" text")
	}
	var stop atomic.Bool
	var crowd sync.WaitGroup
	var reads, looks atomic.Int64
	mixed := make(chan error, 4)
	for range 4 {
		crowd.Go(func() {
			v := new(stormVisitor)
			for !stop.Load() {
				out, errs, _ := m.asks("", "de text")
				if err := v.whole(out, 3); err != nil {
					mixed <- fmt.Errorf("%w %s", err, errs)
					return
				}
				looks.Add(1)
				time.Sleep(20 * time.Millisecond)
			}
		})
	}
	for l, want := range quiet {
		crowd.Go(func() {
			for !stop.Load() {
				if out, errs, _ := m.asks("", l+" text"); out != want {
					t.Errorf("%s: got another text than before: %s%s", l, out, errs)
					return
				}
				reads.Add(1)
				time.Sleep(20 * time.Millisecond)
			}
		})
		crowd.Go(func() { // on a screen that stays open
			v := open(t, m.Server, gossh.ClientConfig{}, l)
			v.sees("Reader of ")
			for !stop.Load() {
				v.types("Gg")
				time.Sleep(50 * time.Millisecond)
			}
			v.types("q")
			if err := v.session.Wait(); err != nil {
				t.Errorf("%s: %v", l, err)
			}
		})
	}
	start := time.Now()
	last, pause := e.storm(length, 100)
	t.Logf("%d edits in %v, half written for %v at most; %d reads of it, %d of others",
		last, time.Since(start), pause, looks.Load(), reads.Load())
	m.becomes("", "de text", number(last))
	stop.Store(true)
	crowd.Wait()
	close(mixed)
	for err := range mixed {
		if pause < every {
			t.Error(err)
		} else { // only on a busy machine may half a file look complete
			t.Log(err)
		}
	}
	if reads.Load() == 0 || looks.Load() == 0 {
		t.Errorf("got %d reads of the edited language and %d of others, want some of each", looks.Load(), reads.Load())
	}
}
