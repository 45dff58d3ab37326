package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/problem"
)

// watched is a watched file and the reported versions of it.
type watched struct {
	t        *testing.T
	path     string
	now      chan os.Signal
	versions chan Version
}

// watch watches path, which must exist, until the test ends.
func watch(t *testing.T, path string) *watched {
	t.Helper()
	leaks := goleak.IgnoreCurrent()
	w := &watched{t, path, make(chan os.Signal), make(chan Version, 1000)}
	f := NewFile(path)
	if err := f.Load().Err; err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var done sync.WaitGroup
	done.Go(func() {
		f.Watch(ctx, 20*time.Millisecond, w.now, func(v Version) { w.versions <- v }, nil)
	})
	t.Cleanup(func() {
		cancel()
		done.Wait()
		goleak.VerifyNone(t, leaks)
	})
	return w
}

// next returns the next version that is reported.
func (w *watched) next() Version {
	w.t.Helper()
	select {
	case v := <-w.versions:
		return v
	case <-time.After(time.Minute):
		w.t.Fatal("got no report, want a change")
	}
	return Version{}
}

// becomes waits for a report of a CV of that name. It skips others, as on a busy machine
// a file may be empty or gone for longer than the short interval of these tests.
func (w *watched) becomes(name string) {
	w.t.Helper()
	for {
		if v := w.next(); v.Err == nil && v.CV.Basics.Name == name {
			return
		}
	}
}

// quiet fails on a report within several intervals.
func (w *watched) quiet() {
	w.t.Helper()
	select {
	case v := <-w.versions:
		w.t.Fatalf("got a report without a change: %+v", v)
	case <-time.After(100 * time.Millisecond):
	}
}

func cvOf(name string) string { return "basics:\n  name: " + name + "\n" }

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// put replaces a file in one step.
func put(t *testing.T, path, content string) {
	t.Helper()
	write(t, path+".new", content)
	must(t, os.Rename(path+".new", path))
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// Every way in which editors and deployments replace a file is reported, once.
func TestWatchSeesEveryWayOfReplacing(t *testing.T) {
	ways := map[string]func(t *testing.T, path, content string){
		"written in place":        write,
		"another renamed over it": put, // VS Code, sed -i
		"moved away and written anew": func(t *testing.T, path, content string) { // vim
			must(t, os.Rename(path, path+"~"))
			write(t, path, content)
		},
		"removed and written anew": func(t *testing.T, path, content string) {
			must(t, os.Remove(path))
			write(t, path, content)
		},
		"same size, same time, in place": func(t *testing.T, path, content string) {
			info, err := os.Stat(path)
			must(t, err)
			write(t, path, content)
			must(t, os.Chtimes(path, info.ModTime(), info.ModTime()))
		},
		"same size, older time, renamed": func(t *testing.T, path, content string) { // cp -p, rsync -t
			write(t, path+".new", content)
			old := time.Now().Add(-time.Hour)
			must(t, os.Chtimes(path+".new", old, old), os.Rename(path+".new", path))
		},
		"a link that leads elsewhere": func(t *testing.T, path, content string) {
			to := filepath.Join(t.TempDir(), "cv.yaml")
			write(t, to, content)
			_ = os.Remove(path + ".link")
			must(t, os.Symlink(to, path+".link"), os.Rename(path+".link", path))
		},
		"the directory renamed, another in its place": func(t *testing.T, path, content string) {
			dir := filepath.Dir(path)
			must(t, os.Mkdir(dir+".new", 0o700))
			write(t, filepath.Join(dir+".new", filepath.Base(path)), content)
			must(t, os.RemoveAll(dir+".old"), os.Rename(dir, dir+".old"), os.Rename(dir+".new", dir))
		},
	}
	for name, replace := range ways {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "d", "cv.yaml")
			must(t, os.Mkdir(filepath.Dir(path), 0o700))
			write(t, path, cvOf("v000"))
			w := watch(t, path)
			for i := 1; i <= 3; i++ {
				want := fmt.Sprintf("v%03d", i)
				replace(t, path, cvOf(want))
				w.becomes(want)
			}
			w.quiet()
		})
	}
}

// A file of a ConfigMap is a link through ..data, which Kubernetes replaces.
func TestWatchSeesAConfigMap(t *testing.T) {
	dir := t.TempDir()
	swap := func(version string) {
		must(t, os.Mkdir(filepath.Join(dir, version), 0o700))
		write(t, filepath.Join(dir, version, "cv.yaml"), cvOf(version))
		must(t, os.Symlink(version, filepath.Join(dir, "..data_tmp")),
			os.Rename(filepath.Join(dir, "..data_tmp"), filepath.Join(dir, "..data")))
	}
	swap("first")
	must(t, os.Symlink(filepath.Join("..data", "cv.yaml"), filepath.Join(dir, "cv.yaml")))
	w := watch(t, filepath.Join(dir, "cv.yaml"))
	swap("second")
	must(t, os.RemoveAll(filepath.Join(dir, "first")))
	w.becomes("second")
	swap("third")
	must(t, os.RemoveAll(filepath.Join(dir, "second")))
	w.becomes("third")
	w.quiet()
}

// A broken version and a missing file are each reported once. Then a good version is
// reported again.
func TestWatchReportsWhatIsWrongOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cv.yaml")
	write(t, path, cvOf("good"))
	w := watch(t, path)

	put(t, path, "basics:\n  name: \"good\n  label: x\n")
	var syntax *problem.Problem
	if v := w.next(); !errors.As(v.Err, &syntax) || syntax.File != path || syntax.Line == 0 {
		t.Errorf("got error %v, want a Problem with file and line", v.Err)
	}
	w.quiet()
	must(t, os.Chtimes(path, time.Now(), time.Now().Add(time.Minute)))
	w.quiet()
	must(t, os.Remove(path))
	if v := w.next(); !errors.Is(v.Err, os.ErrNotExist) {
		t.Errorf("got error %v, want os.ErrNotExist", v.Err)
	}
	w.quiet()
	must(t, os.Mkdir(path, 0o700))
	if v := w.next(); v.Err == nil || !strings.Contains(v.Err.Error(), "is a directory") {
		t.Errorf("got error %v, want that it is a directory", v.Err)
	}
	must(t, os.Remove(path))
	w.next()
	put(t, path, cvOf("mended"))
	w.becomes("mended")
	put(t, path, strings.Repeat("# too much\n", decode.MaxBytes/10))
	if v := w.next(); !errors.As(v.Err, &syntax) || !strings.Contains(syntax.Message, "larger") {
		t.Errorf("got error %v, want a Problem with the size", v.Err)
	}
	w.quiet()
}

// A signal is answered with a report even if nothing has changed.
func TestWatchAnswersWhenAsked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cv.yaml")
	put(t, path, cvOf("same"))
	w := watch(t, path)
	for range 2 {
		w.now <- syscall.SIGHUP
		w.becomes("same")
	}
	w.quiet()
	put(t, path, "- no CV\n")
	w.next()
	w.now <- syscall.SIGHUP
	if v := w.next(); v.Err == nil {
		t.Error("got no error after SIGHUP, want the one that remains")
	}
}

// A file that is written piece by piece is not reported before it is complete, even if
// its first half is a CV too.
func TestWatchWaitsForTheWholeFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cv.yaml")
	write(t, path, cvOf("before"))
	f := NewFile(path)
	if err := f.Load().Err; err != nil {
		t.Fatal(err)
	}
	write(t, path, cvOf("half"))
	if v, ok := f.files[""].look(0, false); ok {
		t.Fatalf("got a report at the first look: %+v, want none", v)
	}
	write(t, path, cvOf("whole"))
	if v, ok := f.files[""].look(0, false); ok {
		t.Fatalf("got a report of a file that has changed: %+v, want none", v)
	}
	if v, ok := f.files[""].look(0, false); !ok || v.Err != nil || v.CV.Basics.Name != "whole" {
		t.Errorf("got %v, %+v, want a report of the whole file", ok, v)
	}
}

// A file that was renamed into place is complete, so it is reported even if the next one
// replaces it at once.
func TestWatchKeepsUpWithReplacements(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cv.yaml")
	write(t, path, cvOf("v0"))
	w := watch(t, path)
	var stop atomic.Bool
	var last atomic.Int64
	var writer sync.WaitGroup
	writer.Go(func() {
		for i := 1; !stop.Load(); i++ {
			put(t, path, cvOf(fmt.Sprintf("v%d", i)))
			last.Store(int64(i))
			time.Sleep(time.Millisecond)
		}
	})
	at := 0
	for range 5 {
		var n int
		v := w.next()
		if v.Err != nil {
			t.Fatal(v.Err)
		}
		if _, err := fmt.Sscanf(v.CV.Basics.Name, "v%d", &n); err != nil || n <= at {
			t.Errorf("after v%d: got %q, want a later version", at, v.CV.Basics.Name)
		}
		at = n
	}
	stop.Store(true)
	writer.Wait()
	if end := int(last.Load()); end > at { // on a busy machine, the last report may be of it
		w.becomes(fmt.Sprintf("v%d", end))
	}
	w.quiet()
}
