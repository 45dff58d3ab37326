package watch

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// Kubernetes replaces all files of a ConfigMap at once, by a symbolic link. Files may be
// added and removed.
func TestEditionsOfAConfigMap(t *testing.T) {
	leaks := goleak.IgnoreCurrent()
	dir := t.TempDir()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	mount := func(version string, names ...string) {
		t.Helper()
		must(os.Mkdir(filepath.Join(dir, version), 0o700))
		for _, name := range names {
			must(os.WriteFile(filepath.Join(dir, version, name), []byte(`{"basics": {"name": "`+name+" "+version+`"}}`), 0o600))
		}
		must(os.Symlink(version, filepath.Join(dir, "..data.new")))
		must(os.Rename(filepath.Join(dir, "..data.new"), filepath.Join(dir, "..data")))
		for _, name := range names {
			if err := os.Symlink(filepath.Join("..data", name), filepath.Join(dir, name)); err != nil && !os.IsExist(err) {
				t.Fatal(err)
			}
		}
	}
	mount("..1", "cv.yaml", "cv.zh.yaml", "cv.acme.yaml")
	e := NewEditions(filepath.Join(dir, "cv.yaml"), []string{"acme"})
	must(e.Load().Err)
	if loaded, problems := loadOthers(e); len(loaded) != 2 || len(problems) > 0 {
		t.Fatalf("got %d editions and %v, want 2 and no problems", len(loaded), problems)
	}
	ctx, stop := context.WithCancel(t.Context())
	changes := make(chan Version, 100)
	now := make(chan os.Signal)
	var watching sync.WaitGroup
	watching.Go(func() {
		e.Watch(ctx, 20*time.Millisecond, now, func(c Version) { changes <- c }, func(err error) { t.Error(err) })
	})
	expect := func(want map[string]string) { // the CV's name, or "" if it is gone, by edition
		t.Helper()
		for len(want) > 0 {
			select {
			case c := <-changes:
				got := ""
				if c.Err == nil {
					got = c.CV.Basics.Name
				}
				if name, ok := want[c.Name]; !ok || name != got || c.Gone != (name == "") {
					t.Fatalf("edition %q: got %q, gone %v, error %v; want one of %q", c.Name, got, c.Gone, c.Err, want)
				}
				delete(want, c.Name)
			case <-time.After(time.Minute):
				t.Fatalf("got no report of %q", want)
			}
		}
	}
	mount("..2", "cv.yaml", "cv.zh.yaml", "cv.acme.yaml", "cv.de.json")
	expect(map[string]string{"": "cv.yaml ..2", "zh": "cv.zh.yaml ..2", "acme": "cv.acme.yaml ..2", "de": "cv.de.json ..2"})
	must(os.Remove(filepath.Join(dir, "cv.zh.yaml")))
	expect(map[string]string{"zh": ""})
	must(os.WriteFile(filepath.Join(dir, "cv.zh.yaml"), []byte("basics: {name: again}"), 0o600))
	expect(map[string]string{"zh": "again"})
	now <- os.Interrupt
	expect(map[string]string{"": "cv.yaml ..2", "zh": "again", "acme": "cv.acme.yaml ..2", "de": "cv.de.json ..2"})
	select {
	case c := <-changes:
		t.Errorf("got another report of %q: %v, want none", c.Name, c.Err)
	case <-time.After(100 * time.Millisecond):
	}
	stop()
	watching.Wait()
	goleak.VerifyNone(t, leaks)
}
