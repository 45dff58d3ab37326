package server

import (
	"errors"
	"io"
	"log/slog"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pkg/sftp"
	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/visits"
)

// everyWay visits the server in every way with a user name, and returns the output.
func everyWay(t *testing.T, s *Server, user string) string {
	t.Helper()
	cfg := gossh.ClientConfig{User: user, ClientVersion: "SSH-2.0-OpenSSH_9.9", Auth: []gossh.AuthMethod{gossh.Password("secret")}}
	var shown strings.Builder
	v := enter(t, s, cfg)
	v.types("3")
	v.sees("Transferability")
	v.types("s") // the page with the command lines
	v.sees("cv.pdf")
	v.types("q")
	_ = v.session.Wait()
	shown.WriteString(v.screen.String())

	c := dial(t, s, cfg)
	for _, line := range []string{"help", "pdf", "awards", "nonsense", "scp -f cv.txt", "scp -t x", "a b"} {
		session, err := c.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		stdin, _ := session.StdinPipe()
		out := &buffer{}
		session.Stdout, session.Stderr = out, out
		if err := session.Start(line); err != nil {
			t.Fatal(err)
		}
		_, _ = stdin.Write(make([]byte, 8)) // scp's answers
		_ = stdin.Close()
		_ = session.Wait()
		shown.WriteString(out.String())
	}
	if session, err := c.NewSession(); err == nil {
		_ = session.RequestSubsystem("netconf") // is refused
		session.Close()
	}
	files, err := sftp.NewClient(c)
	if err != nil {
		t.Fatal(err)
	}
	if f, err := files.Open("cv.vcf"); err == nil {
		_, _ = io.Copy(io.Discard, f)
		f.Close()
	}
	_ = files.Close()
	c.Close()
	return shown.String()
}

// A tag is counted, and shown to its visitor. Any other user name is neither in the log nor
// in the output.
func TestOnlyTagsAreKnown(t *testing.T) {
	const stranger = "kowalski-7"
	cfg := testConfig(t)
	cfg.Tags = []string{"Acme", " globex"}
	cfg.PublicAddress = "cv.example.org"
	cfg.Limits.BurstPerSource, cfg.Limits.RatePerSource = 22, 0.001 // the last ones are refused
	var log buffer
	cfg.Log = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s, stop := startServer(t, cfg)

	if shown := everyWay(t, s, stranger); strings.Contains(shown, stranger) || !strings.Contains(shown, "scp cv.example.org:cv.pdf .") {
		t.Errorf("a stranger: got %q, want command lines without a user", shown)
	}
	if shown := everyWay(t, s, "ACME"); !strings.Contains(shown, "scp acme@cv.example.org:cv.pdf .") {
		t.Errorf("a tagged visitor: got %q, want command lines with the tag", shown)
	}
	command(t, dial(t, s, gossh.ClientConfig{User: strings.Repeat("acme", 1500)}), "help")
	command(t, dial(t, s, gossh.ClientConfig{User: "acme@" + stranger}), "help")
	if _, _, status := command(t, dial(t, s, gossh.ClientConfig{User: stranger}), "help"); status != exitFailed {
		t.Errorf("beyond the burst: got status %d, want %d", status, exitFailed)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if strings.Contains(strings.ToLower(log.String()), stranger) || strings.Contains(log.String(), "acmeacme") || strings.Contains(log.String(), "ACME") || strings.Contains(log.String(), "secret") {
		t.Errorf("the log has a user name or password:\n%s", log.String())
	}

	took := map[string][]string{}
	n := map[string]int{}
	read := visits.NewSummary()
	read.Each = func(v *visits.Record, _ bool) error {
		n[v.Tag]++
		took[v.Tag] = append(took[v.Tag], strings.Fields(v.Took)...)
		return nil
	}
	if err := read.Read(strings.NewReader(log.String())); err != nil {
		t.Fatal(err)
	}
	if n["acme"] != 9 || n[""] != 11 || len(n) != 2 {
		t.Errorf("got visits by tag %v, want 9 of acme and 11 without", n)
	}
	for tag, got := range took {
		if slices.Sort(got); strings.Join(got, " ") != "pdf text vcard" {
			t.Errorf("tag %q: got formats %q, want pdf text vcard", tag, got)
		}
	}
	if !strings.Contains(log.String(), `"ended":"refused: `) {
		t.Error("got no refused visit in the log")
	}
}

func TestTagsAreChecked(t *testing.T) {
	many := make([]string, maxTags+1)
	for i := range many {
		many[i] = "t" + strings.Repeat("x", i%20) + string(rune('a'+i/20))
	}
	for _, tags := range [][]string{{""}, {"-oProxyCommand"}, {"a b"}, {"a;b"}, {"é"}, {"a@b"}, {strings.Repeat("x", maxTag+1)}, {"acme", "ACME"}, many} {
		cfg := testConfig(t)
		cfg.Tags = tags
		var wrong *ConfigError
		if _, err := New(cfg); !errors.As(err, &wrong) || wrong.Field != "Tags" {
			t.Errorf("%.40q: got %v, want a ConfigError of Tags", tags, err)
		}
	}
	if set, err := parseTags(many[:maxTags]); err != nil || len(set) != maxTags {
		t.Errorf("%d tags: got %v, want them accepted", maxTags, err)
	}
}

// Package visits can read the server's log.
func TestLogIsRead(t *testing.T) {
	t.Parallel()
	cfg := testConfig(t)
	cfg.Tags = []string{"acme"}
	var log buffer
	cfg.Log = slog.New(slog.NewJSONHandler(&log, nil))
	s, stop := startServer(t, cfg)
	v := enter(t, s, gossh.ClientConfig{User: "acme", ClientVersion: "SSH-2.0-OpenSSH_9.9"})
	time.Sleep(1100 * time.Millisecond)
	v.types("3")
	v.sees("Transferability")
	v.types("q")
	_ = v.session.Wait()
	c := dial(t, s, gossh.ClientConfig{ClientVersion: "SSH-2.0-PuTTY_Release_0.81"})
	command(t, c, "pdf")
	command(t, c, "uname")
	c.Close()
	command(t, dial(t, s, gossh.ClientConfig{}), "uname -a")
	command(t, dial(t, s, gossh.ClientConfig{ClientVersion: "SSH-2.0-" + healthcheck}), "text") // counts for nothing
	if err := stop(); err != nil {
		t.Error(err)
	}
	summary := visits.NewSummary()
	if err := summary.Read(strings.NewReader(log.String())); err != nil {
		t.Fatal(err)
	}
	r := summary.Report()
	if r.People != 2 || r.Programs != 2 || r.Connections != 3 || r.Sources != 1 || len(r.Days) == 0 || r.Median < 1 {
		t.Errorf("got %+v from\n%s", r, log.String())
	}
	if len(r.Took) != 1 || r.Took[0] != (visits.Count{Name: "pdf", Times: 1}) || len(r.Ended) != 2 || len(r.Clients) != 3 {
		t.Errorf("got %+v, want one PDF, two endings and three clients", r)
	}
	if len(r.Read) != 2 || r.Read[0].Name != "education" || r.Read[0].Total < 1 || r.Read[1].Name != "publications" {
		t.Errorf("got read %+v, want education and publications", r.Read)
	}
	if len(r.Tags) != 2 || r.Tags[1].Name != "acme" || r.Tags[1].Visits != 1 {
		t.Errorf("got tags %+v, want one visit of acme", r.Tags)
	}
	if !strings.Contains(log.String(), `"visits":4}`) {
		t.Errorf("got not 4 visits, or a health check counts as one: %s", log.String())
	}
}

// A visitor elsewhere with the name of the health check is logged.
func TestHealthCheckFromElsewhere(t *testing.T) {
	cfg := testConfig(t)
	cfg.ProxyFrom = []string{"127.0.0.1"}
	next := logged(t, &cfg)
	s, _ := startServer(t, cfg)
	conn, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(conn, "PROXY TCP4 192.0.2.7 127.0.0.1 50000 22\r\n")
	c, channels, requests, err := gossh.NewClientConn(conn, "", &gossh.ClientConfig{
		ClientVersion: "SSH-2.0-" + healthcheck, HostKeyCallback: gossh.FixedHostKey(s.key.PublicKey()), Timeout: patience,
	})
	if err != nil {
		t.Fatal(err)
	}
	client := gossh.NewClient(c, channels, requests)
	defer client.Close()
	command(t, client, "help")
	if r := next(); r.Client != healthcheck || r.From != "192.0.2.0/24" {
		t.Errorf("got %+v, want the client's name and network", r)
	}
}
