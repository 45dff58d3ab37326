package filter

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/time/rate"
)

func newInput(perSecond float64, burst int) *Input {
	return &Input{Limiter: rate.NewLimiter(rate.Limit(perSecond), burst)}
}

// feed gives in pieces of at most size bytes and returns all that comes out.
func feed(in *Input, b []byte, size int) string {
	var out []byte
	now := time.Now()
	for len(b) > 0 {
		n := min(size, len(b))
		out = append(out, in.Take(bytes.Clone(b[:n]), now)...)
		b = b[n:]
	}
	return string(out)
}

func TestInputIsUTF8(t *testing.T) {
	for in, want := range map[string]string{
		"q": "q", "Grüße 🙂 简历": "Grüße 🙂 简历", "\x1b[A": "\x1b[A",
		"a\xffb": "ab", "a\xc3": "a", "\xc3(": "(", "\x80\x9b31m": "31m",
		"\xed\xa0\x80x": "x", "\xf8\x88\x80\x80\x80x": "x", "\xc0\xafx": "x", "�": "�",
	} {
		for size := 1; size < 6; size++ {
			if got := feed(newInput(1, 1000), []byte(in), size); got != want {
				t.Errorf("%q in pieces of %d: %q, want %q", in, size, got, want)
			}
		}
	}
}

func TestInputRate(t *testing.T) {
	in := newInput(100, 1000)
	now := time.Now()
	if n := len(in.Take(bytes.Repeat([]byte("x"), 10<<20), now)); n != 1000 {
		t.Errorf("at once %d", n)
	}
	if n := len(in.Take([]byte("xxx"), now)); n != 0 {
		t.Errorf("after that %d", n)
	}
	if n := len(in.Take(bytes.Repeat([]byte("x"), 1000), now.Add(time.Second))); n != 100 {
		t.Errorf("a second later %d", n)
	}
	if got := string(in.Take([]byte("q"), now.Add(2*time.Second))); got != "q" {
		t.Errorf("the next key is %q", got)
	}
}

// The end of a paste arrives, however it is cut and whatever was dropped of it,
// and does not help to send more.
func TestEndOfPaste(t *testing.T) {
	text := "\x1b[200~" + strings.Repeat("paste ", 200) + "\x1b[2" + ansi.BracketedPasteEnd
	for size := 1; size < 20; size++ {
		for burst := range 40 {
			in := newInput(1, len(text)-30+burst)
			got := feed(in, []byte(text), size)
			if !strings.HasSuffix(got, ansi.BracketedPasteEnd) {
				t.Errorf("in pieces of %d after %d bytes: %q", size, in.Limiter.Burst(), got[len(got)-20:])
			}
			got += feed(in, []byte(strings.Repeat("x"+ansi.BracketedPasteEnd, 10)), size)
			if len(got) > in.Limiter.Burst()+len(ansi.BracketedPasteEnd) {
				t.Errorf("in pieces of %d after %d bytes there are %d", size, in.Limiter.Burst(), len(got))
			}
		}
	}
	in := newInput(100, 100)
	now := time.Now()
	if n := len(in.Take([]byte(strings.Repeat(ansi.BracketedPasteEnd, 10000)), now)); n > 100+len(ansi.BracketedPasteEnd) {
		t.Errorf("at once %d", n)
	}
	if n := len(in.Take([]byte(strings.Repeat(ansi.BracketedPasteEnd, 10000)), now.Add(time.Second))); n > 100+len(ansi.BracketedPasteEnd) {
		t.Errorf("a second later %d", n)
	}
}

// FuzzInput checks that only UTF-8 comes out, that nothing good is lost, and
// that it does not matter how the bytes are cut.
func FuzzInput(f *testing.F) {
	f.Add([]byte("Grüße \xff\x1b[200~"), uint8(1))
	f.Add([]byte("\xe7\xae\xf0\x9f\x99"), uint8(2))
	f.Fuzz(func(t *testing.T, b []byte, size uint8) {
		in := newInput(1, 1e9)
		got := feed(in, b, int(size)+1)
		if !utf8.ValidString(got) {
			t.Errorf("%q", got)
		}
		if whole := feed(newInput(1, 1e9), b, len(b)+1); got != whole {
			t.Errorf("%q in pieces, %q whole", got, whole)
		}
		if want := strings.ToValidUTF8(string(b), ""); len(got) > len(want) || utf8.Valid(b) && got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if len(in.rest) >= utf8.UTFMax {
			t.Errorf("%d bytes wait", len(in.rest))
		}
	})
}
