package fonts

import (
	"bytes"
	"runtime"
	"testing"
	"unicode"

	"github.com/go-text/typesetting/font"
	"golang.org/x/image/font/gofont/goregular"
)

// The coverage agrees with the cmap for every character.
func TestCoverage(t *testing.T) {
	f, err := font.ParseTTF(bytes.NewReader(goregular.TTF))
	if err != nil {
		t.Fatal(err)
	}
	c := covered(f.Cmap)
	for r := range rune(unicode.MaxRune + 1) {
		if g, ok := f.Cmap.Lookup(r); c.has(r) != (ok && g != 0) {
			t.Fatalf("has(%U) = %t, want %t: glyph %d, %t", r, c.has(r), !c.has(r), g, ok)
		}
	}
}

// A cmap that repeats, runs backwards or never ends is read up to a limit.
func TestCoverageOfBrokenCmap(t *testing.T) {
	c := covered(cmap{{'d', 1}, {'e', 0}, {-1, 1}, {'a', 1}, {'b', 1}, {'b', 1}, {unicode.MaxRune + 1, 1}})
	for r, want := range map[rune]bool{'a': true, 'b': true, 'c': false, 'd': true, 'e': false, -1: false, unicode.MaxRune + 1: false, unicode.MaxRune: false} {
		if c.has(r) != want {
			t.Errorf("has(%U) = %t, want %t", r, !want, want)
		}
	}
}

// cmap is an endless repetition of pairs of a character and its glyph.
type cmap [][2]rune

func (c cmap) Lookup(rune) (font.GID, bool) { return 0, false }
func (c cmap) Iter() font.CmapIter          { return &cmapIter{c, 0} }

type cmapIter struct {
	cmap
	at int
}

func (it *cmapIter) Next() bool { return true }

func (it *cmapIter) Char() (rune, font.GID) {
	p := it.cmap[it.at%len(it.cmap)]
	it.at++
	return p[0], font.GID(p[1])
}

// A library of all fonts of the machine takes little memory, as a server keeps it.
func TestLibraryIsSmall(t *testing.T) {
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	l := New()
	before := heap()
	n := len(l.all())
	if n == 0 {
		t.Skip("this machine has no fonts")
	}
	if grown := int64(heap() - before); grown > int64(n)*8<<10 {
		t.Errorf("%d fonts: got %d KiB, want at most %d", n, grown>>10, n*8)
	} else {
		t.Logf("%d fonts take %d KiB", n, grown>>10)
	}
	runtime.KeepAlive(l)
}
