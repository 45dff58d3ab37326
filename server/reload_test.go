package server

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
	"weak"

	"github.com/pkg/sftp"
	dto "github.com/prometheus/client_model/go"
	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/watch"
	"wenkaiyue.com/cv/server/editions"
)

// numbered returns a CV with its number in the name, the first entry and the last, and
// enough between them for several screens.
func numbered(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "basics:\n  name: Wen Kaiyue v%06d\n", n)
	fmt.Fprintf(&b, "education:\n- institution: v%06d begins\n", n)
	b.WriteString("awards:\n")
	for i := range 40 {
		fmt.Fprintf(&b, "- {title: Award %d, date: %d}\n", i, 1980+i)
	}
	fmt.Fprintf(&b, "references:\n- {name: v%06d ends, reference: Well said.}\n", n)
	return b.String()
}

// soon is a check interval for tests that replace files in one step.
const soon = 50 * time.Millisecond

// edited is a server whose CV is a file, numbered(0) at first.
type edited struct {
	*Server
	t      testing.TB
	path   string
	hangup chan os.Signal
	log    *buffer
}

// startEdited starts a server that checks its file at an interval.
func startEdited(t testing.TB, every time.Duration) *edited {
	t.Helper()
	e := &edited{t: t, path: filepath.Join(t.TempDir(), "cv.yaml"), hangup: make(chan os.Signal, 1), log: new(buffer)}
	e.put(numbered(0))
	cfg := testConfig(t)
	cfg.Editions, cfg.Reload, cfg.lookEvery = watch.NewEditions(e.path, nil), e.hangup, every
	if cfg.First = cfg.Editions.Load(); cfg.First.Err != nil {
		t.Fatal(cfg.First.Err)
	}
	cfg.Log = slog.New(slog.NewJSONHandler(e.log, nil))
	e.Server, _ = startServer(t, cfg)
	return e
}

// put replaces the file in one step.
func (e *edited) put(content string) {
	e.t.Helper()
	if err := os.WriteFile(e.path+".new", []byte(content), 0o600); err != nil {
		e.t.Fatal(err)
	}
	if err := os.Rename(e.path+".new", e.path); err != nil {
		e.t.Fatal(err)
	}
}

// reread has the server read the file, and waits until it has.
func (e *edited) reread() {
	e.t.Helper()
	ok, failed := e.reloaded()
	e.hangup <- syscall.SIGHUP
	e.waits("the file is not read again", func() bool {
		nowOK, nowFailed := e.reloaded()
		return nowOK+nowFailed > ok+failed
	})
}

// reloaded returns the values of cv_reloads_total.
func (e *edited) reloaded() (ok, failed int) {
	e.t.Helper()
	value := func(result string) int {
		var m dto.Metric
		if err := e.counts.reloads.WithLabelValues(result).Write(&m); err != nil {
			e.t.Fatal(err)
		}
		return int(m.GetCounter().GetValue())
	}
	return value(reloadOK), value(reloadFailed)
}

func (e *edited) waits(otherwise string, until func() bool) {
	e.t.Helper()
	for range 3000 {
		if until() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	e.t.Fatal(otherwise)
}

// text returns the CV as a new visitor gets it.
func (e *edited) text() string {
	e.t.Helper()
	c := dial(e.t, e.Server, gossh.ClientConfig{})
	defer c.Close()
	out, _, _ := command(e.t, c, "text")
	return out
}

// The server notices a change of the file, and shows it to new visitors.
func TestReloadOnChange(t *testing.T) {
	e := startEdited(t, soon)
	e.put(numbered(1))
	e.waits("the change is not shown", func() bool { return strings.Contains(e.text(), "v000001 ends") })
	if !e.log.contains(`"msg":"reloaded","cv":"` + e.path + `","sections":3,"entries":42`) {
		t.Errorf("got log %s, want the reload", e.log)
	}
}

// Sessions keep their edition: the interactive one for parts that it has not shown yet,
// and SFTP for files that are not open yet.
func TestSessionsKeepTheirEdition(t *testing.T) {
	t.Parallel()
	e := startEdited(t, soon)
	reader := enter(t, e.Server, gossh.ClientConfig{})
	reader.sees("v000000 begins")
	client := dial(t, e.Server, gossh.ClientConfig{})
	files, err := sftp.NewClient(client)
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()

	e.put("basics: {name: Somebody Else}\nskills: [{name: all of it}]\n")
	e.reread()
	if text := e.text(); !strings.Contains(text, "Somebody Else") {
		t.Errorf("a new visitor gets %q, want the new CV", text)
	}
	if _, stderr, status := command(t, client, "awards"); status != exitUnknown {
		t.Errorf("a new session on an old connection asks for an old section: got status %d, %s", status, stderr)
	}
	reader.types("G")
	reader.sees("v000000 ends")
	reader.types("c")
	reader.sees("CONTACT")
	for name, want := range map[string]string{"cv.txt": "v000000 ends", "cv.json": "v000000 begins"} {
		f, err := files.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(f); err != nil || !strings.Contains(string(b), want) {
			t.Errorf("%s of the old session: got %d bytes, %v, want the old CV", name, len(b), err)
		}
		f.Close()
	}
	reader.types("q")
	_ = reader.session.Wait()
}

// A bad edit does not change the CV, and is logged and counted once.
func TestBadEditKeepsTheCV(t *testing.T) {
	e := startEdited(t, soon)
	for _, c := range []struct{ content, err string }{
		{"basics:\n  name: \"Wen\n  label: x\n", e.path + ":"},
		{"", e.path + ":1:1: a CV file starts with keys"},
		{"basics: {}\n", "basics.name is missing"},
		{"# " + strings.Repeat("x", decode.MaxBytes), "larger than"},
	} {
		_, before := e.reloaded()
		e.put(c.content)
		e.waits("the bad edit is not noticed", func() bool { _, n := e.reloaded(); return n > before })
		if _, n := e.reloaded(); n != before+1 {
			t.Errorf("%.20q: counted %d times, want once", c.content, n-before)
		}
		if !e.log.contains(c.err) {
			t.Errorf("got no %q in log %s", c.err, e.log)
		}
		if !strings.Contains(e.text(), "v000000 ends") {
			t.Errorf("%.20q: the CV is no longer shown", c.content)
		}
	}
	if n := strings.Count(e.log.String(), `"level":"WARN"`); n != 4 {
		t.Errorf("got %d warnings, want 4: %s", n, e.log)
	}
	if err := os.Remove(e.path); err != nil {
		t.Fatal(err)
	}
	e.reread()
	e.put(numbered(0))
	e.reread()
	if !e.log.contains(`"msg":"reloaded"`) {
		t.Errorf("got no reload in log %s", e.log)
	}
	if ok, failed := e.reloaded(); ok == 0 || failed != 5 {
		t.Errorf("got %d good and %d bad reloads, want some and 5", ok, failed)
	}
}

func TestNothingToReload(t *testing.T) {
	var log buffer
	hangup := make(chan os.Signal, 1)
	cfg := testConfig(t)
	cfg.Reload, cfg.Log = hangup, slog.New(slog.NewJSONHandler(&log, nil))
	startServer(t, cfg)
	hangup <- syscall.SIGHUP
	if !log.contains("nothing to reload: the CV is built in") {
		t.Errorf("got log %s, want a line that nothing is reloaded", log.String())
	}
}

// An edition without readers is garbage.
func TestOldEditionsAreFreed(t *testing.T) {
	e := startEdited(t, soon)
	var old []weak.Pointer[editions.Edition]
	for i := range 5 {
		old = append(old, weak.Make(e.editions.Load().First))
		v := enter(t, e.Server, gossh.ClientConfig{}) // has layouts, frames and exports made
		v.types("c")
		v.sees("CONTACT")
		command(t, v.client, "html")
		v.types("q")
		_ = v.session.Wait()
		v.client.Close()
		e.put(numbered(i + 1))
		e.reread()
	}
	e.waits("old editions are not collected", func() bool {
		runtime.GC()
		for _, p := range old {
			if p.Value() != nil {
				return false
			}
		}
		return true
	})
}
