package server

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/server/editions"
)

// webServer starts a server with a web door.
func webServer(t testing.TB, cfg Config) (s *Server, url string, stop func() error) {
	t.Helper()
	cfg.HTTP = "127.0.0.1:0"
	s, stop = startServer(t, cfg)
	return s, "http://" + s.doors[1].listener.Addr().String(), stop
}

// head is a response without its body.
type head struct {
	StatusCode    int
	Status        string
	Header        http.Header
	ContentLength int64
}

// get sends a request like a browser, with more headers as names and values by turns. It
// does not follow redirects.
func get(t testing.TB, method, url string, headers ...string) (head, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("User-Agent", "Mozilla/5.0 (test)")
	for i := 0; i < len(headers); i += 2 {
		if r.Header.Set(headers[i], headers[i+1]); headers[i] == "Host" {
			r.Host = headers[i+1]
		}
	}
	answer, err := (&http.Transport{DisableKeepAlives: true, DisableCompression: true}).RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return head{answer.StatusCode, answer.Status, answer.Header, answer.ContentLength}, string(body)
}

// Every format is served by its file name, with the bytes of the export.
func TestWebFiles(t *testing.T) {
	s, url, _ := webServer(t, testConfig(t))
	tags := map[string]string{}
	for _, f := range export.Formats() {
		var want bytes.Buffer
		if err := f.Write(&want, s.editions.Load().First.CV, nil); err != nil {
			t.Fatal(err)
		}
		answer, body := get(t, "GET", url+"/"+f.File)
		if answer.StatusCode != http.StatusOK || body != want.String() {
			t.Errorf("%s: got %s, %d bytes, want the %d of the export", f.File, answer.Status, len(body), want.Len())
		}
		tag := answer.Header.Get("ETag")
		if tags[tag] != "" || len(tag) < 20 || tag[0] != '"' {
			t.Errorf("%s: got ETag %s, want one of its own, not that of %q", f.File, tag, tags[tag])
		}
		tags[tag] = f.File
		for name, want := range map[string]string{
			"Content-Type": f.MediaType, "Last-Modified": s.editions.Load().First.Date.UTC().Format(http.TimeFormat), "Cache-Control": "no-cache",
		} {
			if got := answer.Header.Get(name); got != want {
				t.Errorf("%s: got %s %q, want %q", f.File, name, got, want)
			}
		}
		if got, body := get(t, "HEAD", url+"/"+f.File); body != "" || got.Header.Get("ETag") != tag || got.ContentLength != int64(want.Len()) {
			t.Errorf("HEAD of %s: got %q, %v", f.File, body, got.Header)
		}
		for _, name := range append([]string{f.Name}, f.Aliases...) {
			if answer, _ := get(t, "GET", url+"/"+name); answer.StatusCode != http.StatusFound || answer.Header.Get("Location") != "/"+f.File {
				t.Errorf("/%s: got %s to %q, want 302 to /%s", name, answer.Status, answer.Header.Get("Location"), f.File)
			}
		}
	}
}

// A body that does not come keeps no connection open, or few clients would fill the web door.
func TestWebBodyIsNotAwaited(t *testing.T) {
	_, url, _ := webServer(t, testConfig(t))
	for _, body := range []string{"Content-Length: 10", "Transfer-Encoding: chunked"} {
		c, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		_ = c.SetDeadline(time.Now().Add(patience))
		_, _ = io.WriteString(c, "GET /cv.txt HTTP/1.1\r\nHost: x\r\n"+body+"\r\n\r\n")
		if answer, err := io.ReadAll(c); err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 200") || !strings.Contains(string(answer), "Olympics") {
			t.Errorf("%s: %.80q, %v", body, answer, err)
		}
		c.Close()
	}
}

// Who has it is not sent it again, and may have a part of it; but only the bytes
// tell that it is the same.
func TestWebConditions(t *testing.T) {
	_, url, _ := webServer(t, testConfig(t))
	url += "/cv.txt"
	whole, text := get(t, "GET", url)
	tag, date := whole.Header.Get("ETag"), whole.Header.Get("Last-Modified")
	for _, c := range []struct {
		headers []string
		status  int
		body    string
	}{
		{[]string{"If-None-Match", tag}, http.StatusNotModified, ""},
		{[]string{"If-None-Match", `"other", W/` + tag}, http.StatusNotModified, ""},
		{[]string{"If-None-Match", `"other"`}, http.StatusOK, text},
		{[]string{"If-None-Match", `"other"`, "If-Modified-Since", date}, http.StatusOK, text},
		{[]string{"If-Modified-Since", date}, http.StatusOK, text},
		{[]string{"If-Match", `"other"`}, http.StatusPreconditionFailed, ""},
		{[]string{"Range", "bytes=4-8"}, http.StatusPartialContent, text[4:9]},
		{[]string{"Range", "bytes=-5"}, http.StatusPartialContent, text[len(text)-5:]},
		{[]string{"Range", "bytes=4-8", "If-Range", tag}, http.StatusPartialContent, text[4:9]},
		{[]string{"Range", "bytes=4-8", "If-Range", `"other"`}, http.StatusOK, text},
		{[]string{"Range", "bytes=4-8", "If-Range", date}, http.StatusOK, text},
		{[]string{"Range", "bytes=999999-"}, http.StatusRequestedRangeNotSatisfiable, "invalid range: failed to overlap\n"},
		{[]string{"Range", "bytes=" + strings.Repeat("0-,", 1000) + "0-"}, http.StatusOK, text},
		{[]string{"Range", "bytes=" + strings.Repeat("0-0,", 1000) + "2-2"}, http.StatusOK, text},
	} {
		if answer, body := get(t, "GET", url, c.headers...); answer.StatusCode != c.status || body != c.body {
			t.Errorf("%.80q: got %s %.80q, want %d %.80q", c.headers, answer.Status, body, c.status, c.body)
		}
	}
}

// The page is HTML or text, by the Accept header and the client.
func TestWebNegotiation(t *testing.T) {
	cfg := testConfig(t)
	cfg.PublicAddress = "cv.example.org:2222"
	s, url, _ := webServer(t, cfg)
	var text bytes.Buffer
	if err := export.Text(&text, s.editions.Load().First.CV, textWidth); err != nil {
		t.Fatal(err)
	}
	text.WriteString("\nTerminal: ssh -p 2222 cv.example.org\n")
	for _, c := range []struct {
		agent, accept string
		text          bool
	}{
		{"Mozilla/5.0", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", false},
		{"Mozilla/5.0", "*/*", false},
		{"Mozilla/5.0", "", false},
		{"", "", false},
		{"curl/8.11.0", "*/*", true},
		{"curl/8.11.0", "text/html", false},
		{"curl/8.11.0", "text/html, text/plain", false},
		{"Wget/1.24.5", "*/*", true},
		{"HTTPie/3.2.4", "*/*", true},
		{"curlew/1.0", "*/*", false},
		{"x", "text/plain", true},
		{"x", "text/plain, */*;q=0.1", true},
		{"x", "text/plain;q=0.5, text/html", false},
		{"x", "text/plain, text/html;q=0.5", true},
		{"x", "text/plain;q=0", false},
		{"x", "text/plain;q=nan, text/html;q=0.9", true},
		{"x", ";;;,,,text/plain;;q=", false},
	} {
		answer, body := get(t, "GET", url+"/", "User-Agent", c.agent, "Accept", c.accept)
		if answer.Header.Get("Vary") != "Accept, User-Agent" {
			t.Errorf("%v: got Vary %q", c, answer.Header.Get("Vary"))
		}
		if got := answer.Header.Get("Content-Type") == "text/plain; charset=utf-8"; got != c.text {
			t.Errorf("%v: got Content-Type %s", c, answer.Header.Get("Content-Type"))
		}
		switch {
		case c.text && body != text.String():
			t.Errorf("%v: got text %q", c, body)
		case !c.text && !strings.Contains(body, "<code>ssh -p 2222 cv.example.org</code>"):
			t.Errorf("%v: got no ssh command in the page", c)
		}
	}
}

// Without a public address the command line has the name in the Host header, but only if
// that is a valid name.
func TestWebHost(t *testing.T) {
	s, url, _ := webServer(t, testConfig(t))
	_, port, _ := net.SplitHostPort(s.Addr().String())
	for host, want := range map[string]string{
		"cv.example.org":         "cv.example.org",
		"cv.example.org:8080":    "cv.example.org",
		"[2001:db8::1]:8080":     "2001:db8::1",
		"192.0.2.1":              "192.0.2.1",
		"-oProxyCommand=id":      "127.0.0.1",
		"a;id":                   "127.0.0.1",
		"$(id)":                  "127.0.0.1",
		"a:99999":                "127.0.0.1",
		"'onload='alert(1)":      "127.0.0.1",
		strings.Repeat("a", 300): "127.0.0.1",
	} {
		_, body := get(t, "GET", url+"/", "Host", host, "Accept", "text/plain")
		if line := "\nTerminal: ssh -p " + port + " " + want + "\n"; !strings.HasSuffix(body, line) {
			t.Errorf("%q: got %q, want %q", host, body[len(body)-80:], line)
		}
		if _, page := get(t, "GET", url+"/", "Host", host); !strings.Contains(page, "<code>ssh -p "+port+" "+want+"</code>") {
			t.Errorf("%q: got no command with %s in the page", host, want)
		}
	}
	answer := exchange(t, strings.TrimPrefix(url, "http://"), "GET / HTTP/1.1\r\nHost: [fe80::1%25$(id)]\r\nAccept: text/plain\r\n\r\n")
	if !strings.HasSuffix(answer, "ssh -p "+port+" 127.0.0.1\n") {
		t.Errorf("a zone: got %q, want 127.0.0.1", answer)
	}
}

// Other paths and methods are refused, and every response has a strict policy.
func TestWebElsewhere(t *testing.T) {
	_, url, _ := webServer(t, testConfig(t))
	for _, c := range []struct {
		method, path string
		status       int
		body         string
	}{
		{"GET", "/", http.StatusOK, "<!DOCTYPE html>"},
		{"GET", "/cv.html", http.StatusOK, "<!DOCTYPE html>"},
		{"GET", "/?secret=1", http.StatusOK, "<!DOCTYPE html>"},
		{"GET", "/healthz", http.StatusOK, "ok\n"},
		{"GET", "/robots.txt", http.StatusOK, "User-agent: *\n"},
		{"GET", "/favicon.ico", http.StatusOK, "<svg "},
		{"GET", "/wp-login.php", http.StatusNotFound, "there is no /wp-login.php; the files are: /cv.pdf /cv.txt "},
		{"GET", "/cv.pdf/", http.StatusNotFound, "there is no /cv.pdf/; the files are: "},
		{"GET", "/CV.PDF", http.StatusNotFound, "there is no /CV.PDF; the files are: "},
		{"GET", "/metrics", http.StatusNotFound, "there is no /metrics; the files are: "},
		{"HEAD", "/nothing", http.StatusNotFound, ""},
		{"POST", "/", http.StatusMethodNotAllowed, "the CV can only be read\n"},
		{"DELETE", "/cv.pdf", http.StatusMethodNotAllowed, "the CV can only be read\n"},
		{"OPTIONS", "/", http.StatusMethodNotAllowed, "the CV can only be read\n"},
		{"TRACE", "/", http.StatusMethodNotAllowed, "the CV can only be read\n"},
	} {
		answer, body := get(t, c.method, url+c.path)
		if answer.StatusCode != c.status || !strings.HasPrefix(body, c.body) {
			t.Errorf("%s %s: got %s %.80q, want %d %q", c.method, c.path, answer.Status, body, c.status, c.body)
		}
		if c.status == http.StatusMethodNotAllowed && answer.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s %s: got Allow %q, want GET, HEAD", c.method, c.path, answer.Header.Get("Allow"))
		}
		if policy := answer.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") ||
			strings.Contains(policy, "unsafe") || !strings.HasSuffix(policy, "base-uri 'none'; form-action 'none'; frame-ancestors 'none'") {
			t.Errorf("%s %s: got policy %q", c.method, c.path, policy)
		}
		for _, name := range []string{"X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Resource-Policy"} {
			if answer.Header.Get(name) == "" {
				t.Errorf("%s %s: got no %s", c.method, c.path, name)
			}
		}
		for _, name := range []string{"Set-Cookie", "Server", "X-Powered-By"} {
			if v := answer.Header.Get(name); v != "" {
				t.Errorf("%s %s: got %s %q, want none", c.method, c.path, name, v)
			}
		}
	}
}

// exchange sends a raw request and returns the whole answer.
func exchange(t testing.TB, addr, request string) string {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(patience))
	go func() { _, _ = io.WriteString(c, request) }()
	answer, err := io.ReadAll(c)
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		t.Error("the connection stays open")
	}
	return string(answer)
}

// Requests that no browser sends get one short answer, and disturb nobody.
func TestWebHostileRequests(t *testing.T) {
	t.Parallel()
	var log buffer
	cfg := testConfig(t)
	cfg.Limits.StartupTimeout = time.Second
	cfg.Log = slog.New(slog.NewJSONHandler(&log, nil))
	_, impatient, _ := webServer(t, cfg)
	cfg.Limits.StartupTimeout = patience
	s, url, _ := webServer(t, cfg)
	end := " HTTP/1.1\r\nHost: x\r\n\r\n"
	requests := map[string]struct{ request, answer string }{
		"silence":          {"", ""},
		"slow header":      {"GET / HTTP/1.1\r\nHost: x\r\nX: ", ""},
		"huge header":      {"GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 20<<10) + "\r\n\r\n", "HTTP/1.1 431 "},
		"many headers":     {"GET / HTTP/1.1\r\nHost: x\r\n" + strings.Repeat("X: y\r\n", 4<<10) + "\r\n", "HTTP/1.1 431 "},
		"long path":        {"GET /" + strings.Repeat("a", 20<<10) + end, "HTTP/1.1 431 "},
		"long method":      {strings.Repeat("A", 20<<10) + " /" + end, "HTTP/1.1 431 "},
		"parent":           {"GET /../../etc/passwd" + end, "HTTP/1.1 404 "},
		"coded parent":     {"GET /%2e%2e/%2e%2e/etc/passwd" + end, "HTTP/1.1 404 "},
		"coded slash":      {"GET /..%2fcv.pdf" + end, "HTTP/1.1 404 "},
		"two slashes":      {"GET //cv.pdf" + end, "HTTP/1.1 404 "},
		"other host":       {"GET //example.org/%2e%2e" + end, "HTTP/1.1 404 "},
		"backslash":        {`GET /\cv.pdf` + end, "HTTP/1.1 404 "},
		"NUL":              {"GET /cv.pdf%00.html" + end, "HTTP/1.1 404 "},
		"raw NUL":          {"GET /cv.pdf\x00" + end, "HTTP/1.1 400 "},
		"bad escape":       {"GET /%zz" + end, "HTTP/1.1 400 "},
		"line break":       {"GET /%0d%0aSet-Cookie:x" + end, "HTTP/1.1 404 "},
		"absolute":         {"GET http://example.org/cv.vcf" + end, "HTTP/1.1 200 "},
		"connect":          {"CONNECT example.org:443" + end, "HTTP/1.1 405 "},
		"asterisk":         {"OPTIONS *" + end, "HTTP/1.1 405 "},
		"own method":       {"BREW /" + end, "HTTP/1.1 405 "},
		"no host":          {"GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 "},
		"two hosts":        {"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "HTTP/1.1 400 "},
		"bad host":         {"GET / HTTP/1.1\r\nHost: <x>\r\n\r\n", "HTTP/1.1 400 "},
		"HTTP/1.0":         {"GET /cv.vcf HTTP/1.0\r\n\r\n", "HTTP/1.0 200 "},
		"HTTP/2":           {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/1.1 "},
		"TLS":              {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", "HTTP/1.1 400 "},
		"SSH":              {"SSH-2.0-x\r\n\r\n", "HTTP/1.1 400 "},
		"upgrade":          {"GET /cv.vcf HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n", "HTTP/1.1 200 "},
		"smuggled request": {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /cv.vcf" + end, "HTTP/1.1 405 "},
		"pipeline":         {"GET /cv.vcf" + end + "GET /cv.pdf" + end, "HTTP/1.1 200 "},
		"endless body":     {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n" + strings.Repeat("x", 100<<10), "HTTP/1.1 405 "},
	}
	t.Run("at once", func(t *testing.T) {
		for name, c := range requests {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				door := url
				if c.answer == "" { // the request never ends
					door = impatient
				}
				answer := exchange(t, strings.TrimPrefix(door, "http://"), c.request)
				if c.answer == "" && answer != "" || !strings.HasPrefix(answer, c.answer) {
					t.Errorf("got %.200q, want %q", answer, c.answer)
				}
				if n := strings.Count(answer, "HTTP/1.1 "); n > 1 {
					t.Errorf("got %d answers, want 1", n)
				}
			})
		}
	})
	goodVisitor(t, s)
	for line := range strings.Lines(log.String()) {
		if strings.Contains(line, `"level":"ERROR"`) || strings.Contains(line, `"level":"WARN"`) {
			t.Errorf("got an error or a warning in the log: %s", line)
		}
	}
}

// A visit has one line in the log, without its path or query. Other requests are only
// counted.
func TestWebVisitIsLogged(t *testing.T) {
	var log buffer
	cfg := testConfig(t)
	cfg.Log = slog.New(slog.NewJSONHandler(&log, nil))
	_, url, stop := webServer(t, cfg)
	get(t, "GET", url+"/?secret=1", "Cookie", "secret=2", "Referer", "http://secret.example/", "User-Agent", "Mozilla/5.0 \t[31m"+strings.Repeat("x", 300))
	get(t, "GET", url+"/cv.pdf?secret")
	for _, path := range []string{"/healthz", "/secret", "/robots.txt", "/pdf"} {
		get(t, "GET", url+path)
	}
	get(t, "HEAD", url+"/")
	get(t, "POST", url+"/")
	get(t, "GET", url+"/cv.pdf", "Range", "bytes=0-9")
	if err := stop(); err != nil {
		t.Error(err)
	}
	lines := log.String()
	for _, want := range []string{
		`"msg":"web door","address":"127.0.0.1:`,
		`"msg":"visit","door":"web","from":"127.0.0.0/24","client":"Mozilla/5.0 ?[31mxx`,
		`x...","took":"html","ended":"done"}`,
		`"msg":"visit","door":"web","from":"127.0.0.0/24","client":"Mozilla/5.0 (test)","took":"pdf","ended":"done"}`,
		`"msg":"traffic","connections":9,"visits":2,"asides":7}`,
	} {
		if !strings.Contains(lines, want) {
			t.Errorf("got no %s in the log", want)
		}
	}
	if n := strings.Count(lines, `"msg":"visit"`); n != 2 {
		t.Errorf("got %d visits, want 2", n)
	}
	if strings.Contains(lines, "secret") {
		t.Errorf("the log has a secret")
	}
	if t.Failed() {
		t.Log(lines)
	}
}

// New visitors see a new edition.
func TestWebShowsTheEditionOfNow(t *testing.T) {
	cfg := testConfig(t)
	cfg.PublicAddress = "cv.example.org"
	s, url, _ := webServer(t, cfg)
	before, _ := get(t, "GET", url+"/")
	cv, err := data.Load("a.json", strings.NewReader(`{"basics": {"name": "Somebody Else"}}`))
	if err != nil {
		t.Fatal(err)
	}
	s.editions.Store(editions.NewSet(map[string]*editions.Edition{"": editions.New(cv, nil)}))
	for _, path := range []string{"/", "/cv.html", "/cv.txt", "/cv.json"} {
		if _, body := get(t, "GET", url+path); !strings.Contains(body, "Somebody Else") {
			t.Errorf("%s: got the old edition", path)
		}
	}
	if answer, _ := get(t, "GET", url+"/", "If-None-Match", before.Header.Get("ETag")); answer.StatusCode != http.StatusOK {
		t.Errorf("a visitor with the old page: got %s, want 200", answer.Status)
	}
}

// A refused visitor is told so on the web as well.
func TestWebRefusal(t *testing.T) {
	cfg := testConfig(t)
	cfg.Limits.RatePerSource, cfg.Limits.BurstPerSource = 0.001, 1
	s, url, _ := webServer(t, cfg)
	get(t, "GET", url+"/")
	if _, _, status := command(t, dial(t, s, gossh.ClientConfig{}), "help"); status != 0 {
		t.Errorf("by SSH, which has a rate of its own: got status %d, want 0", status)
	}
	answer, body := get(t, "GET", url+"/cv.pdf")
	if answer.StatusCode != http.StatusTooManyRequests || answer.Header.Get("Retry-After") == "" ||
		body != "Too many visits from your network; please try again in a minute.\n" {
		t.Errorf("got %s %v %q, want 429 with Retry-After", answer.Status, answer.Header, body)
	}
}

// The server ends in time and leaves nothing, whatever is open on the web.
func TestWebShutdown(t *testing.T) {
	before := goleak.IgnoreCurrent()
	_, url, stop := webServer(t, testConfig(t))
	addr := strings.TrimPrefix(url, "http://")
	var open []net.Conn
	for _, request := range []string{
		"", "GET / HTTP/1.1\r\nX: ", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nx", strings.Repeat("GET /cv.pdf HTTP/1.1\r\nHost: x\r\n\r\n", 100),
	} {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		_, _ = io.WriteString(c, request)
		open = append(open, c)
	}
	if _, err := bufio.NewReader(open[3]).ReadByte(); err != nil {
		t.Fatal(err) // the last one must be being answered
	}
	stopsIn(t, stop, shutdownTimeout+time.Second)
	if c, err := net.Dial("tcp", addr); err == nil {
		c.Close()
		t.Error("the server still listens")
	}
	goleak.VerifyNone(t, before)
}

// A web door that fails ends the server.
func TestWebFailure(t *testing.T) {
	cfg := testConfig(t)
	cfg.HTTP = "127.0.0.1:0"
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	_ = s.doors[1].listener.Close()
	if err := s.Run(t.Context()); err == nil || !strings.HasPrefix(err.Error(), "web door: ") {
		t.Errorf("got %v, want an error of the web door", err)
	}
}
