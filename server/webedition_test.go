package server

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"wenkaiyue.com/cv/data/watch"
)

// The path selects the edition, then the browser's languages, then the order; a tag's
// edition is hidden.
func TestWebEditions(t *testing.T) {
	m := &multilingual{t: t, dir: t.TempDir()}
	m.put("cv.yaml", sample("first", "en"))
	for _, name := range []string{"zh", "pt-BR", "acme"} {
		m.put("cv."+name+".yaml", sample(name, ""))
	}
	cfg := testConfig(t)
	cfg.Tags, cfg.PublicAddress = []string{"acme"}, "cv.example.org"
	cfg.Editions = watch.NewEditions(filepath.Join(m.dir, "cv.yaml"), cfg.Tags)
	if cfg.First = cfg.Editions.Load(); cfg.First.Err != nil {
		t.Fatal(cfg.First.Err)
	}
	_, url, _ := webServer(t, cfg)
	for _, c := range []struct{ path, accept, want, vary string }{
		{"/", "", "first", "Accept-Language"},
		{"/", "zh-CN,zh;q=0.9,en;q=0.8", "zh", "Accept-Language"},
		{"/", "fr, pt;q=0.5", "pt-BR", "Accept-Language"},
		{"/", "fr, zh;q=0", "first", "Accept-Language"},
		{"/", "*", "first", "Accept-Language"},
		{"/", strings.Repeat("zh,", 1000), "first", "Accept-Language"},
		{"/cv.txt", "zh", "zh", "Accept-Language"},
		{"/cv.zh.txt", "en", "zh", ""},
		{"/cv.en.md", "zh", "first", ""},
		{"/zh/", "en", "zh", ""},
		{"/ZH/", "en", "zh", ""},
		{"/en/", "zh", "first", ""},
		{"/pt-BR/cv.txt", "zh", "pt-BR", ""},
		{"/zh/cv.pt-BR.json", "zh", "pt-BR", ""},
	} {
		answer, body := get(t, "GET", url+c.path, "Accept-Language", c.accept)
		if answer.StatusCode != http.StatusOK || !strings.Contains(body, "Reader of "+c.want) {
			t.Errorf("%s %.20q: got %s, want the edition %s", c.path, c.accept, answer.Status, c.want)
		}
		if got := strings.Contains(strings.Join(answer.Header.Values("Vary"), ","), "Accept-Language"); got != (c.vary != "") {
			t.Errorf("%s: got Vary %q", c.path, answer.Header.Values("Vary"))
		}
		if strings.Contains(body, "acme") {
			t.Errorf("%s reveals acme", c.path)
		}
	}
	_, page := get(t, "GET", url+"/zh/")
	for _, want := range []string{
		`<link rel="alternate" hreflang="en" href="/en/">`, `<link rel="alternate" hreflang="pt-BR" href="/pt-BR/">`,
		`<link rel="alternate" hreflang="x-default" href="/">`, `<a href="/en/" lang="en" hreflang="en"><bdi>English</bdi></a>`,
		`<li lang="zh" aria-current="page"><bdi>中文</bdi></li>`, `<dt>PDF</dt><dd><a href="cv.zh.pdf">cv.zh.pdf</a></dd>`,
		`<code>ssh -t cv.example.org zh</code>`, `<html lang="zh">`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("got no %s in the page", want)
		}
	}
	for path, to := range map[string]string{"/zh": "/zh/", "/zh/pdf": "/zh/cv.pdf", "/pdf": "/cv.pdf"} {
		if answer, _ := get(t, "GET", url+path); answer.StatusCode != http.StatusFound || answer.Header.Get("Location") != to {
			t.Errorf("%s: got %s to %s, want 302 to %s", path, answer.Status, answer.Header.Get("Location"), to)
		}
	}
	for _, path := range []string{"/acme/", "/acme", "/cv.acme.pdf", "/de/", "/zh/zh/"} {
		answer, body := get(t, "GET", url+path)
		if answer.StatusCode != http.StatusNotFound || strings.Contains(strings.Replace(body, path, "", 1), "acme") {
			t.Errorf("%s: got %s %s, want 404 without acme", path, answer.Status, body)
		}
	}
	if _, body := get(t, "GET", url+"/zh/nothing"); !strings.HasPrefix(body, "这里没有 /zh/nothing；") {
		t.Errorf("a missing file: got %s", body)
	}
	if answer, _ := get(t, "GET", url+"/zh/cv.txt"); answer.Header.Get("Content-Language") != "zh" {
		t.Errorf("got Content-Language %q, want zh", answer.Header.Get("Content-Language"))
	}
}
