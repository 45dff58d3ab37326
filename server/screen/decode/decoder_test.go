package decode

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// typed describes messages in one line.
func typed(msgs []tea.Msg) string {
	var out []string
	for _, msg := range msgs {
		switch m := msg.(type) {
		case tea.KeyPressMsg:
			out = append(out, m.String())
		case tea.PasteMsg:
			out = append(out, fmt.Sprintf("paste(%q)", m.Content))
		case tea.BackgroundColorMsg:
			out = append(out, "background "+m.String())
		default:
			out = append(out, fmt.Sprintf("%T", m)[4:])
		}
	}
	return strings.Join(out, " ")
}

func TestDecoder(t *testing.T) {
	for _, test := range []struct {
		name, in, want string
	}{
		{"letters", "jkG", "j k G"},
		{"control", "\x03\t\r\x7f", "ctrl+c tab enter backspace"},
		{"arrows", "\x1b[A\x1b[B\x1bOC\x1b[1;5D", "up down right ctrl+left"},
		{"home, end, pages", "\x1b[H\x1b[4~\x1b[5~\x1b[6~", "home end pgup pgdown"},
		{"Linux console", "\x1b[[Ax", "x"},
		{"alt", "\x1bx\x1b\x1b[Aé", "alt+x alt+up é"},
		{"characters", "é北京", "é 北 京"},
		{"kitty", "\x1b[97;5u", "ctrl+a"},
		{"win32", "\x1b[65;30;97;1;0;1_", "a"},
		{"win32, thousands of times", "\x1b[65;30;97;1;0;65535_q", "q"},
		{"kitty, control as text", "\x1b[97;;27ux", "x"},
		{"answer", "\x1b]11;rgb:ffff/ffff/ffff\x1b\\j", "background #ffffff j"},
		{"answer ended by BEL", "\x1b]11;rgb:0000/0000/0000\aj", "background #000000 j"},
		{"answer of no colour", "\x1b]11;nonsense\aj", "j"},
		{"unknown", "\x1b[?1;2;3zj\x1bP1$r0m\x1b\\k\x1b_Gi=1;OK\x1b\\l", "j k l"},
		{"sizes from the keyboard", "\x1b[8;9999;9999t\x1b[48;1;1;1;1tj", "j"},
		{"no UTF-8", "\xff\xfe\x80j\xc3(", "j ("},
		{"8-bit controls", "\x9b31mj", "3 1 m j"},
		{"paste", "\x1b[200~q\x1b[A\nü\x1b[201~q", "paste(\"q[A\\nü\") q"},
		{"mouse", "\x1b[<0;3;4M\x1b[<0;3;4m\x1b[<64;1;1M", "MouseClickMsg MouseWheelMsg"},
		{"focus", "\x1b[I\x1b[Oj", "j"},
		{"too long", "\x1b]52;c;" + strings.Repeat("A", 3*maxSequence) + "\x1b\\j", "j"},
		{"never closed, then ctrl+c twice", "\x1b]52;c;" + strings.Repeat("A", 3*maxSequence) + "\x03\x03", "ctrl+c"},
		{"cancelled", "\x1b]11;rgb\x18j\x1b[3\x1b[Ak", "j up k"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var whole, bytewise, pairs Decoder
			if got := typed(whole.Decode([]byte(test.in))); got != test.want {
				t.Errorf("decoded as %s\nwant %s", got, test.want)
			}
			// Packets may be cut anywhere.
			var msgs, msgs2 []tea.Msg
			for i := range len(test.in) {
				msgs = append(msgs, bytewise.Decode([]byte{test.in[i]})...)
			}
			for in := []byte(test.in); len(in) > 0; in = in[min(3, len(in)):] {
				msgs2 = append(msgs2, pairs.Decode(in[:min(3, len(in))])...)
			}
			if got := typed(msgs); got != test.want {
				t.Errorf("byte by byte as %s\nwant %s", got, test.want)
			}
			if got := typed(msgs2); got != test.want {
				t.Errorf("three at a time as %s\nwant %s", got, test.want)
			}
			if whole.Patience() != 0 || bytewise.Patience() != 0 {
				t.Errorf("got patience %v and %v, want 0", whole.Patience(), bytewise.Patience())
			}
		})
	}
}

func TestDecoderExpires(t *testing.T) {
	for _, test := range []struct {
		in, want string
		patience time.Duration
	}{
		{"\x1b", "esc", escapePatience},
		{"\x1b[", "alt+[", escapePatience},
		{"\x1bO", "alt+shift+o", escapePatience},
		{"\x1b]", "alt+]", escapePatience},
		{"\x1b\x1b", "alt+esc", escapePatience},
		{"\x1b[1;", "", sequencePatience},
		{"\x1b]11;rgb", "", sequencePatience},
		{"\xc3", "", escapePatience},
		{"\x1b[200~abc", "paste(\"abc\")", pastePatience},
		{"\x1b[200~abc\x1b[20", "paste(\"abc[20\")", pastePatience},
	} {
		var d Decoder
		d.Decode([]byte(test.in))
		if got := d.Patience(); got != test.patience {
			t.Errorf("%q: got patience %v, want %v", test.in, got, test.patience)
		}
		if got := typed(d.Expire()); got != test.want {
			t.Errorf("%q: got %s on expiry, want %s", test.in, got, test.want)
		}
		if got := typed(d.Decode([]byte("j"))); got != "j" || d.Patience() != 0 {
			t.Errorf("%q: got %s for j afterwards, or it still waits", test.in, got)
		}
	}
}

func TestDecoderIsBounded(t *testing.T) {
	for _, start := range []string{"\x1b]", "\x1b[", "\x1bP", "\x1b_", "\x1bO", "\x1b[200~", "\x1b", ""} {
		var d Decoder
		d.Decode([]byte(start))
		for range 100 {
			for _, msg := range d.Decode([]byte(strings.Repeat("1", 8<<10))) {
				if p, ok := msg.(tea.PasteMsg); ok && len(p.Content) > maxPaste {
					t.Errorf("got a paste of %d bytes, want at most %d", len(p.Content), maxPaste)
				}
			}
			if n := cap(d.rest) + cap(d.paste); n > 2*maxPaste {
				t.Fatalf("%q: holds %d bytes, want at most %d", start, n, 2*maxPaste)
			}
		}
	}
}

func FuzzDecoder(f *testing.F) {
	for _, seed := range []string{
		"jkq", "\x1b[A", "\x1bOP", "\x1b]11;rgb:ffff/0000/1111\x1b\\", "\x1b[200~pasted\x1b[201~", "\x1b[<0;1;1M",
		"\x1b[65;30;97;1;0;3_", "\x1b[97;5:2u", "\x1bP1+r5463=38\x1b\\", "\x1b[M !!", "\x1b[1$", "\x1b[[A", "\x1b\x1b[Z",
		"\xc3\xa9\xff", "👩‍👩‍👧", "\x1b[?2026;2$y", "\x1b[27;5;9~", "\x1b]52;c;Zm9v\a", "\x1b[1;1R",
	} {
		f.Add([]byte(seed), uint8(3))
	}
	f.Fuzz(func(t *testing.T, in []byte, cut uint8) {
		var d Decoder
		events := 0
		check := func(msgs []tea.Msg) {
			events += len(msgs)
			for _, msg := range msgs {
				switch m := msg.(type) {
				case tea.KeyPressMsg:
					if !utf8.ValidString(m.Text) {
						t.Errorf("got key text %q, want UTF-8", m.Text)
					}
					_ = m.String()
				case tea.WindowSizeMsg:
					t.Error("got a window size from the keyboard")
				}
			}
		}
		for b := in; len(b) > 0; {
			n := min(int(cut)+1, len(b))
			check(d.Decode(b[:n]))
			b = b[n:]
			if len(d.rest) > maxSequence+256 || len(d.paste) > maxPaste {
				t.Fatalf("holds %d and %d bytes, want at most %d and %d", len(d.rest), len(d.paste), maxSequence+256, maxPaste)
			}
		}
		check(d.Expire())
		if d.Patience() != 0 {
			t.Error("still waits after Expire")
		}
		if limit := (maxRepeat + 3) * (len(in) + 3); events > limit {
			t.Errorf("got %d events of %d bytes, want at most %d", events, len(in), limit)
		}
	})
}

func BenchmarkDecoder(b *testing.B) {
	for name, in := range map[string]string{"key": "j", "arrow": "\x1b[B", "burst": strings.Repeat("j", 100)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var d Decoder
			for b.Loop() {
				d.Decode([]byte(in))
			}
		})
	}
}
