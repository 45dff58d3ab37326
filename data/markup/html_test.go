package markup

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/uri"
)

func TestReadHTML(t *testing.T) {
	for _, tt := range []struct{ in, want, dropped string }{
		{"I like <strong>Go</strong> &amp; C.<br /><br />See <a href=\"https://example.org\">my page</a>.", "{I like }S{Go}{ & C.}|{See }L{my page}<https://example.org>{.}", ""},
		{"<b>a</b>, <i>b</i>, <em class=x>c</em>, <B>d</B>", "S{a}{, }E{b}{, }E{c}{, }S{d}", ""},
		{"in<b>side</b>word and <b> space </b>", "{in}S{side}{word and }S{ space }", ""},
		{"<b>*both*</b> <strong><em>too</em></strong>", "SE{both}{ }SE{too}", ""},
		{"<p>One</p><p>Two</p>", "{One}|{Two}", ""}, {"<p>One<p>Two", "{One}|{Two}", ""},
		{"<div>One</div>Two<h3>Three</h3>", "{One}|{Two}|{Three}", ""},
		{"Did:<ul><li>this</li><li>that</li></ul>", "{Did:}|-{this}|-{that}", ""},
		{"Did:<ul><li><p>this</p></li><li><p>that</p><p>more</p></li></ul>", "{Did:}|-{this}|-{that}|{more}", ""},
		{"List<String> and Map<K, V>, a < b > c, <3", "{List<String> and Map<K, V>, a < b > c, <3}", ""},
		{"Promise<Object>, vector<map>, the <table> tag, <b/>, <b", "{Promise<Object>, vector<map>, the <table> tag, <b/>, <b}", ""},
		{"template <class T>, Box<type Foo>, <value of x>, <Name>, <name here></name>", "{template <class T>, Box<type Foo>, <value of x>, <Name>, <name here></name>}", ""},
		{"&lt;b&gt;no tag&lt;/b&gt; &amp;lt; &#42;x&#42;", "{<b>no tag</b> &lt; *x*}", ""},
		{"R&D, AT&T, &notes, &copy; &nbsp;x &bogus;", "{R&D, AT&T, &notes, © x &bogus;}", ""},
		{"an <i> and a <b> before <iframe>x</iframe>, and no </body>", "{an <i> and a <b> before x, and no}", "iframe body"},
		{"`<b>&amp;</b>` and \\<b>", "C{<b>&amp;</b>}{ and <b>}", ""},
		{"a<script>alert('<b>')</script>b<style>x{}</style>c<SCRIPT SRC=x></SCRIPT>", "{abc}", "script style"},
		{"a <span style=\"x\">b</span> <img src=x onerror=alert(1)> <!-- c --> d", "{a b d}", "span img !--"},
		{"<a href='javascript:alert(1)'>x</a> <a href=/y>z</a>", "{x z}", "a"},
		{"<a href=\"https://a.example/?a=1&amp;b=2\">x</a>", "L{x}<https://a.example/?a=1&b=2>", ""},
		{"<a target=_blank href='https://a.example/\"y'>x</a>", "L{x}<https://a.example/%22y>", ""},
		{"&#27;[31mred&#x9b;2J &#8238;x", "{[31mred›2J x}", ""},
		{"<svg/onload=alert(1)>x</svg>", "{<svg/onload=alert(1)>x}", "svg"},
	} {
		text, dropped := ReadHTML(tt.in, true)
		var got []string
		for _, p := range Paragraphs(clean.Text(text)) {
			s := marks(p.Text)
			if p.Point {
				s = "-" + s
			}
			got = append(got, s)
		}
		if s := strings.Join(got, "|"); s != tt.want {
			t.Errorf("ReadHTML(%q)\n got %s\nwant %s", tt.in, s, tt.want)
		}
		if !slices.Equal(dropped, strings.Fields(tt.dropped)) {
			t.Errorf("ReadHTML(%q) dropped %q, want %q", tt.in, dropped, tt.dropped)
		}
	}
}

// The time to read a text is linear in its length, even if elements in it never end.
func TestReadHTMLHeavy(t *testing.T) {
	const size = 128 << 10
	var names strings.Builder
	for i := 0; names.Len() < size; i++ {
		fmt.Fprintf(&names, "<x%x>", i)
	}
	texts := []string{names.String()}
	for _, unit := range []string{"<b>", "<b x>", "<script>", "<script x>", "<!--<b x>", "`<b>``", "<a href=x>", "</b>", "&amp;", "<a "} {
		texts = append(texts, strings.Repeat(unit, size/len(unit)))
	}
	for _, text := range texts {
		took := func(text string) time.Duration {
			start := time.Now()
			ReadHTML(text, true)
			return time.Since(start)
		}
		whole := took(text)
		if whole < 3*time.Second {
			continue
		}
		half := took(text[:size/2])
		for range 2 { // the machine may pause
			whole, half = min(whole, took(text)), min(half, took(text[:size/2]))
		}
		if whole > 3*half {
			t.Errorf("%.20q…: took %v, half of it %v, want at most three times as long", text, whole, half)
		}
	}
}

func TestAddress(t *testing.T) {
	for text, want := range map[string]string{
		`<a href="mailto:ann@example.org">write</a>`: "ann@example.org",
		`<A class=x href='tel:+123'>call</A>`:        "+123",
		`<a href="https://a.example/?a=1&amp;b=2">`:  "https://a.example/?a=1&b=2",
		`ann@example.org`:                            "ann@example.org",
		"\u200eann@example.org\u200e":                "ann@example.org",
		`<a name="x">ann</a>`:                        `<a name="x">ann</a>`,
	} {
		if got := Address(text); got != want {
			t.Errorf("Address(%s) = %q, want %q", text, got, want)
		}
	}
}

func FuzzReadHTML(f *testing.F) {
	f.Add("<b>a</b> &amp; <a href='https://a.example'>x</a><ul><li>y", true)
	f.Add("<script><b></script>&#27;[31m`<b>`\\<", false)
	f.Fuzz(func(t *testing.T, s string, marks bool) {
		text, _ := ReadHTML(s, marks)
		if len(text) > 2*len(s)+64*strings.Count(s, "<") {
			t.Errorf("ReadHTML(%q): got %d bytes, want at most %d", s, len(text), 2*len(s)+64*strings.Count(s, "<"))
		}
		for _, p := range Paragraphs(clean.Text(text)) {
			for _, r := range p.Text {
				if r.Words == "" || r.URL != "" && uri.Safe(r.URL) == "" || strings.ContainsFunc(r.Words, clean.Dropped) {
					t.Errorf("ReadHTML(%q): got run %+v, want clean words and a safe URL", s, r)
				}
			}
		}
	})
}
