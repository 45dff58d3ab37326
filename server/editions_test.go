package server

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pkg/sftp"
	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/data/watch"
)

// multilingual is a server whose CV has further editions.
type multilingual struct {
	*Server
	t      *testing.T
	dir    string
	hangup chan os.Signal
	log    *buffer
	stop   func() error
}

// sample returns a CV that names its edition.
func sample(name, language string) string {
	return fmt.Sprintf(`basics: {name: "Reader of %s", label: Engineer, email: a@example.org}
awards: [{title: "Award in %[1]s", date: 2021-07}]
work: [{name: "Work in %[1]s", startDate: 2020-01}]
meta: {language: "%[2]s"}
`, name, language)
}

// startEditions starts a server with cv.yaml in English and an edition for each name.
func startEditions(t *testing.T, tags []string, names ...string) *multilingual {
	t.Helper()
	return startEditionsEvery(t, soon, tags, names...)
}

// startEditionsEvery is startEditions with the interval at which the server checks the files.
func startEditionsEvery(t *testing.T, every time.Duration, tags []string, names ...string) *multilingual {
	t.Helper()
	m := &multilingual{t: t, dir: t.TempDir(), hangup: make(chan os.Signal, 1), log: new(buffer)}
	m.put("cv.yaml", sample("first", "en"))
	for _, n := range names {
		m.put("cv."+n+".yaml", sample(n, ""))
	}
	cfg := testConfig(t)
	cfg.Tags, cfg.Reload, cfg.lookEvery, cfg.Metrics = tags, m.hangup, every, "127.0.0.1:0"
	cfg.Editions = watch.NewEditions(filepath.Join(m.dir, "cv.yaml"), tags)
	if cfg.First = cfg.Editions.Load(); cfg.First.Err != nil {
		t.Fatal(cfg.First.Err)
	}
	cfg.Log = slog.New(slog.NewJSONHandler(m.log, nil))
	m.Server, m.stop = startServer(t, cfg)
	return m
}

// put replaces a file in one step.
func (m *multilingual) put(name, content string) {
	m.t.Helper()
	path := filepath.Join(m.dir, name)
	if err := os.WriteFile(path+".new", []byte(content), 0o600); err != nil {
		m.t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		m.t.Fatal(err)
	}
}

// asks runs a command, or a shell if line is "", as a user whose client sends an environment.
func (m *multilingual) asks(user, line string, environ ...string) (stdout, stderr string, status int) {
	m.t.Helper()
	c := dial(m.t, m.Server, gossh.ClientConfig{User: user})
	defer c.Close()
	sess, err := c.NewSession()
	if err != nil {
		m.t.Fatal(err)
	}
	for _, kv := range environ {
		k, v, _ := strings.Cut(kv, "=")
		if err := sess.Setenv(k, v); err != nil {
			m.t.Fatal(err)
		}
	}
	var out, errs strings.Builder
	sess.Stdout, sess.Stderr = &out, &errs
	if line == "" {
		err = sess.Shell()
		if err == nil {
			err = sess.Wait()
		}
	} else {
		err = sess.Run(line)
	}
	var exit *gossh.ExitError
	if errors.As(err, &exit) {
		status = exit.ExitStatus()
	} else if err != nil {
		m.t.Fatal(err)
	}
	return out.String(), errs.String(), status
}

// The command selects the edition, then the tag, then the locale, then the order.
func TestWhichEdition(t *testing.T) {
	m := startEditions(t, []string{"acme-7f3k", "ms"}, "zh", "zh-Hant", "de", "pt", "acme-7f3k", "ms")
	for _, c := range []struct {
		user, line string
		environ    []string
		want       string
	}{
		{"", "", nil, "first"},
		{"", "", []string{"LANG=zh_CN.UTF-8"}, "zh"},
		{"", "", []string{"LANG=zh_TW.UTF-8"}, "zh-Hant"},
		{"", "", []string{"LANG=zh_HK.UTF-8"}, "zh-Hant"},
		{"", "", []string{"LANG=zh_SG"}, "zh"},
		{"", "", []string{"LANG=pt_BR.UTF-8"}, "pt"},
		{"", "", []string{"LANG=de_AT@euro"}, "de"},
		{"", "", []string{"LANG=gsw_CH.UTF-8"}, "de"},
		{"", "", []string{"LANG=en_GB.UTF-8"}, "first"},
		{"", "", []string{"LANG=uk_UA.UTF-8"}, "first"},
		{"", "", []string{"LANG=ms_MY.UTF-8"}, "first"},
		{"", "", []string{"LANG=C.UTF-8"}, "first"},
		{"", "", []string{"LANG=" + strings.Repeat("z", 100)}, "first"},
		{"", "", []string{"LANG=zh_CN.UTF-8", "LC_ALL=de_DE.UTF-8"}, "de"},
		{"", "", []string{"LANG=zh_CN.UTF-8", "LC_MESSAGES=pt_PT.UTF-8", "LC_ALL="}, "pt"},
		{"", "", []string{"LANG=zh_CN.UTF-8", "LC_ALL=C"}, "first"},
		{"", "de", []string{"LANG=zh_CN.UTF-8"}, "de"},
		{"", "DE text", nil, "de"},
		{"", "zh-TW markdown", nil, "zh-Hant"},
		{"", "zh_Hant json", nil, "zh-Hant"},
		{"", "en", []string{"LANG=zh_CN.UTF-8"}, "first"},
		{"", "zh awards", nil, "zh"},
		{"", "zh 获奖情况", nil, "zh"},
		{"", "获奖情况", []string{"LANG=zh_CN.UTF-8"}, "zh"},
		{"", "cv.zh-hant.md", nil, "zh-Hant"},
		{"", "cv.en.txt", []string{"LANG=de"}, "first"},
		{"acme-7f3k", "", []string{"LANG=zh_CN.UTF-8"}, "acme-7f3k"},
		{"ACME-7f3k", "awards", nil, "acme-7f3k"},
		{"acme-7f3k", "zh", nil, "zh"},
		{"ms", "", nil, "ms"},
	} {
		out, errs, status := m.asks(c.user, c.line, c.environ...)
		if !regexp.MustCompile(" in "+c.want+`[^a-z0-9-]`).MatchString(out) || status != 0 {
			t.Errorf("%s@ %q %q: got status %d, %s%s\nwant the edition %s", c.user, c.line, c.environ, status, out, errs, c.want)
		}
	}
	if out, _, _ := m.asks("", "zh awards"); !strings.Contains(out, "2021年7月") {
		t.Errorf("zh awards: got %s, want the date 2021年7月", out)
	}
}

// Nothing reveals that a tag has an edition.
func TestTagEditionIsHidden(t *testing.T) {
	m := startEditions(t, []string{"acme-7f3k", "zh"}, "de", "acme-7f3k", "zh")
	for _, name := range []string{"acme-7f3k", "zh"} {
		for _, line := range []string{name, name + " pdf", "cv." + name + ".pdf", "help", "acme-7f3", "zz"} {
			out, errs, _ := m.asks("", line, "LANG=zh_CN.UTF-8")
			said := strings.ReplaceAll(out+errs, fmt.Sprintf("unknown command %q", line), "")
			if strings.Contains(said, name) {
				t.Errorf("%s reveals %s: %s", line, name, said)
			}
		}
		_, errs, status := m.asks("", name)
		_, other, otherStatus := m.asks("", "qqqqq")
		if got := strings.Replace(errs, name, "qqqqq", 1); got != other || status != otherStatus {
			t.Errorf("%s: got status %d: %s\nwant, as for an unknown word, %d: %s", name, status, errs, otherStatus, other)
		}
		names := m.lists("")
		if slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, name) }) {
			t.Errorf("the files reveal %s: %q", name, names)
		}
	}
	if !m.log.contains(`"msg":"a tag is also a language; an edition of that name is the tag's alone","tag":"zh"`) {
		t.Error("the log does not warn that zh is a language")
	}
}

// lists returns the names of the files that a user sees over SFTP.
func (m *multilingual) lists(user string) (names []string) {
	m.t.Helper()
	c := dial(m.t, m.Server, gossh.ClientConfig{User: user})
	defer c.Close()
	files, err := sftp.NewClient(c)
	if err != nil {
		m.t.Fatal(err)
	}
	defer files.Close()
	infos, err := files.ReadDir(".")
	if err != nil {
		m.t.Fatal(err)
	}
	for _, i := range infos {
		names = append(names, i.Name())
		f, err := files.Open(i.Name())
		if err != nil {
			m.t.Fatal(err)
		}
		if b, err := io.ReadAll(f); err != nil || int64(len(b)) != i.Size() {
			m.t.Errorf("%s: got %d bytes, want the %d listed: %v", i.Name(), len(b), i.Size(), err)
		}
		f.Close()
	}
	return names
}

// Each language has its files, and cv.pdf is of the visitor's edition.
func TestFilesOfEditions(t *testing.T) {
	m := startEditions(t, []string{"acme"}, "de", "zh-Hant", "acme")
	names := m.lists("acme")
	for _, want := range []string{"cv.txt", "cv.pdf", "cv.en.pdf", "cv.de.txt", "cv.zh-Hant.md", "cv.de.csl.json"} {
		if !slices.Contains(names, want) {
			t.Errorf("got no %s in %q", want, names)
		}
	}
	c := dial(t, m.Server, gossh.ClientConfig{User: "acme"})
	files, err := sftp.NewClient(c)
	if err != nil {
		t.Fatal(err)
	}
	defer files.Close()
	for name, want := range map[string]string{"cv.txt": "acme", "cv.de.txt": "de", "cv.en.txt": "first"} {
		f, err := files.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		if b, _ := io.ReadAll(f); !strings.Contains(string(b), "Reader of "+want) {
			t.Errorf("%s: got another edition than %s: %s", name, want, b)
		}
	}
	out, _, _ := replying(t, c, "scp -f 'cv.*.txt'", strings.Repeat("\x00", 20))
	for _, want := range []string{"cv.en.txt", "cv.de.txt", "cv.zh-Hant.txt"} {
		if !strings.Contains(out, want) {
			t.Errorf("got no %s by a pattern: %q", want, out)
		}
	}
}

// The server notices editions that are added, changed, broken and removed.
func TestEditionsAreWatched(t *testing.T) {
	t.Parallel()
	m := startEditions(t, []string{"acme"}, "de", "bak")
	m.becomes("", "de", "Reader of de")
	if !m.log.contains("cv.bak.yaml is shown to nobody") {
		t.Error("the log does not warn of cv.bak.yaml")
	}
	m.put("cv.ja.yaml", sample("Japan", ""))
	m.becomes("", "ja", "Reader of Japan")
	m.put("cv.acme.yaml", sample("Acme", ""))
	m.becomes("acme", "", "Reader of Acme")
	m.put("cv.de.yaml", sample("Germany", ""))
	m.becomes("", "de", "Reader of Germany")
	m.put("cv.de.yaml", "basics: [")
	m.waits(`"msg":"not reloaded; visitors see the CV from before"`)
	m.becomes("", "de", "Reader of Germany")
	m.isValid(`edition="de"`, 0)
	m.put("cv.de.yaml", sample("Germany", ""))
	m.isValid(`edition="de"`, 1)
	m.put("cv.yaml", sample("the new first", "en"))
	m.becomes("", "", "Reader of the new first")
	m.put("cv.eng.yaml", sample("nobody", ""))
	m.waits("cv.eng.yaml is shown to nobody")
	m.put("cv.zh.json", `{"basics": {"name": "Reader of China"}}`)
	m.becomes("", "zh", "Reader of China")
	m.put("cv.zh.yaml", sample("more of China", ""))
	m.becomes("", "zh", "Reader of more of China")
	if err := os.Remove(filepath.Join(m.dir, "cv.ja.yaml")); err != nil {
		t.Fatal(err)
	}
	m.waits(`"msg":"an edition is gone"`)
	if _, ok := scrape(t, m.Server)[`cv_cv_valid{edition="ja"}`]; ok {
		t.Error("cv_cv_valid has a removed edition")
	}
	if _, errs, status := m.asks("", "ja"); status != exitUnknown {
		t.Errorf("a removed edition: got status %d, %s", status, errs)
	}
	before := strings.Count(m.log.String(), "cv.bak.yaml")
	m.hangup <- syscall.SIGHUP
	(&edited{Server: m.Server, t: t}).waits("a reload does not warn of cv.bak.yaml again", func() bool {
		return strings.Count(m.log.String(), "cv.bak.yaml") > before
	})
	(&edited{Server: m.Server, t: t}).waits("the visits in German are not counted", func() bool {
		_, body := look(t, m.Server, "/metrics")
		return strings.Contains(body, `cv_edition_visits_total{edition="de"}`)
	})
	if !m.log.contains(`"edition":"ja"`) {
		t.Errorf("the log does not name editions: %s", m.log)
	}
}

// isValid waits until cv_cv_valid has a value for an edition.
func (m *multilingual) isValid(label string, want float64) {
	m.t.Helper()
	(&edited{Server: m.Server, t: m.t}).waits(fmt.Sprintf("cv_cv_valid of %s is not %v", label, want), func() bool {
		got, ok := scrape(m.t, m.Server)["cv_cv_valid{"+label+"}"]
		return ok && got == want
	})
}

// becomes waits until the output of a command contains want.
func (m *multilingual) becomes(user, line, want string) {
	m.t.Helper()
	(&edited{Server: m.Server, t: m.t}).waits(fmt.Sprintf("%q: got no %q; log:\n%s", line, want, m.log), func() bool {
		out, _, _ := m.asks(user, line)
		return strings.Contains(out, want)
	})
}

// waits waits until the log contains want.
func (m *multilingual) waits(want string) {
	m.t.Helper()
	(&edited{Server: m.Server, t: m.t}).waits("got no line in the log with "+want, func() bool { return m.log.contains(want) })
}

// L turns to the next language. The farewell names its file, and the log both editions.
func TestTurnOnScreen(t *testing.T) {
	m := startEditions(t, []string{"acme"}, "de", "zh", "acme")
	v := open(t, m.Server, gossh.ClientConfig{}, "de awards")
	v.sees("Award in de")
	v.types("L")
	v.sees("Award in zh")
	v.types("s")
	v.sees("cv.zh.pdf")
	v.types("q")
	if err := v.session.Wait(); err != nil {
		t.Fatal(err)
	}
	v.sees("localhost:cv.zh.pdf .")
	m.waits(`"edition":"de zh"`)
	if text := v.screen.String(); strings.Contains(strings.ToLower(text), "acme") {
		t.Error("the screen reveals acme")
	}
	v = open(t, m.Server, gossh.ClientConfig{User: "acme"}, "")
	v.sees("Reader of acme")
	v.types("L")
	v.sees("Reader of de")
	v.types("q")
	if err := v.session.Wait(); err != nil {
		t.Fatal(err)
	}
}

// A terminal without UTF-8 gets an edition that it can show.
func TestEditionWithoutUTF8(t *testing.T) {
	m := startEditions(t, nil, "de", "zh")
	for locale, want := range map[string]string{"zh_CN.GBK": "first", "zh_CN.UTF-8": "zh", "de_DE.ISO-8859-1": "de"} {
		if out, _, _ := m.asks("", "", "LANG="+locale); !strings.Contains(out, "Reader of "+want) {
			t.Errorf("%s: got %s, want the edition %s", locale, out, want)
		}
	}
	all := m.editions.Load()
	for locale, want := range map[string]int{"C": 2, "C.UTF-8": 3} {
		if got := all.Turns(all.First, []string{"LANG=" + locale}); len(got) != want {
			t.Errorf("%s: L goes through %d languages, want %d", locale, len(got), want)
		}
	}
}

// Messages that end a visit or refuse a command are in the edition's language.
func TestRefusalsOfAnEdition(t *testing.T) {
	t.Parallel()
	m := startEditions(t, nil, "de", "zh")
	for line, want := range map[string]string{
		"de rm -rf":    "cv: hier gibt es keine Shell; ein Befehl ist ein Wort\n",
		"zh /bin/bash": "cv: 未知命令“/bin/bash”; 这里没有 shell\n",
		"/bin/bash":    "cv: unknown command \"/bin/bash\"; there is no shell here\n",
	} {
		if _, errs, status := m.asks("", line); !strings.HasPrefix(errs, want) || status == 0 {
			t.Errorf("%s: got status %d, %q, want %q", line, status, errs, want)
		}
	}
	german, english := open(t, m.Server, gossh.ClientConfig{}, "de"), open(t, m.Server, gossh.ClientConfig{}, "")
	german.sees("Reader of de")
	english.sees("Reader of first")
	stopped := make(chan error, 1)
	go func() { stopped <- m.stop() }()
	german.sees("Der Server startet neu")
	english.sees("The server is restarting")
	for _, v := range []*guest{german, english} {
		_ = v.client.Close()
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}
