package server

import (
	"strings"
	"testing"

	"wenkaiyue.com/cv/data"
)

// A browser shows the page correctly, in light and dark, on a phone and on paper, without
// complaints, even about the policy.
func TestBrowser(t *testing.T) {
	b := startBrowser(t)
	cfg := testConfig(t)
	cfg.HTTP, cfg.PublicAddress = "127.0.0.1:0", "cv.example.org"
	s, _ := startServer(t, cfg)
	url := "http://" + s.doors[1].listener.Addr().String()

	background := map[string]string{}
	for _, look := range []struct {
		name          string
		width         int
		media, scheme string
	}{
		{"light", 1000, "screen", "light"},
		{"dark", 1000, "screen", "dark"},
		{"phone", 375, "screen", "light"},
		{"small", 320, "screen", "dark"},
		{"print", 720, "print", "light"},
	} {
		b.looks(look.width, look.media, look.scheme)
		b.visit(url + "/")
		if c := b.complaints(); len(c) > 0 {
			t.Errorf("%s: the browser complains:\n%s", look.name, strings.Join(c, "\n"))
		}
		var page struct {
			Background, Code string
			Width            int
			Links            []string
			Footer           bool
		}
		b.eval(`({
			background: getComputedStyle(document.body).backgroundColor,
			code: document.querySelector("code").innerText,
			width: document.documentElement.scrollWidth,
			links: [...document.querySelectorAll("footer a")].map(a => a.href),
			footer: document.querySelector("footer nav").offsetHeight > 0,
		})`, &page)
		background[look.name] = page.Background
		if page.Code != "ssh cv.example.org" {
			t.Errorf("%s: got line %q, want ssh cv.example.org", look.name, page.Code)
		}
		if page.Width > look.width {
			t.Errorf("%s: got a page of %d pixels, want at most %d", look.name, page.Width, look.width)
		}
		if len(page.Links) == 0 || page.Links[0] != url+"/cv.pdf" {
			t.Errorf("%s: got links %q, want cv.pdf first", look.name, page.Links)
		}
		if page.Footer != (look.media == "screen") {
			t.Errorf("%s: got links in the footer shown: %t", look.name, page.Footer)
		}
		b.picture(look.name)
	}
	if background["light"] == background["dark"] || background["light"] == "rgba(0, 0, 0, 0)" {
		t.Errorf("the style sheet is not applied: got backgrounds %v", background)
	}
	for _, path := range []string{"/cv.html", "/cv.txt", "/cv.json", "/favicon.ico", "/robots.txt"} {
		b.visit(url + path)
		if c := b.complaints(); len(c) > 0 {
			t.Errorf("%s: the browser complains:\n%s", path, strings.Join(c, "\n"))
		}
	}
}

// On a phone, contacts with long labels have room for their addresses, and texts in Latin
// letters stand below their labels in a right-to-left page, too.
func TestBrowserColumns(t *testing.T) {
	b := startBrowser(t)
	cfg := testConfig(t)
	src := "basics: {name: N, profiles: [{network: A network with a rather long name, url: https://example.org/n}]}\nskills: [{name: لغات, keywords: [Go]}]\nmeta: {language: ar}"
	cv, err := data.Load("a.yaml", strings.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	cfg.HTTP, cfg.First.CV = "127.0.0.1:0", cv
	s, _ := startServer(t, cfg)
	b.looks(360, "screen", "light")
	b.visit("http://" + s.doors[1].listener.Addr().String() + "/")
	var page struct {
		Share float64
		Align string
	}
	b.eval(`({
		share: document.querySelector(".contacts dd").offsetWidth / document.querySelector(".contacts").offsetWidth,
		align: getComputedStyle(document.querySelector(".labels p")).textAlign,
	})`, &page)
	if page.Share < 0.5 || page.Align != "right" {
		t.Errorf("got %.2f of the width for addresses and texts aligned %s, want more than half and right", page.Share, page.Align)
	}
}
