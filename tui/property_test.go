package tui

import (
	"math/rand/v2"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"wenkaiyue.com/cv/data"
)

// checkFrame checks a frame: it has exactly h rows, none wider than w by either way of
// measuring, a footer that names the key to quit, and no control sequences except SGR and
// OSC 8.
func checkFrame(t testing.TB, m Model, w, h int) {
	t.Helper()
	content := m.View().Content
	rows := strings.Split(content, "\n")
	if len(rows) != h {
		t.Fatalf("%d×%d: got %d rows", w, h, len(rows))
	}
	for y, row := range rows {
		text := ansi.Strip(row)
		if n := max(ansi.StringWidth(text), ansi.StringWidthWc(text)); n > w {
			t.Fatalf("%d×%d: got row %d with %d cells: %q", w, h, y, n, text)
		}
		checkSequences(t, row)
	}
	if footer := ansi.Strip(rows[h-1]); w >= minWidth && h >= minHeight && m.status == "" && !m.query.typing && !strings.Contains(footer, "q "+m.lay.Words.Screen.Quit) {
		t.Fatalf("%d×%d: got footer %q, want the key to quit", w, h, footer)
	}
}

func checkSequences(t testing.TB, s string) {
	t.Helper()
	p := ansi.GetParser()
	defer ansi.PutParser(p)
	var state byte
	for len(s) > 0 {
		seq, _, n, next := ansi.DecodeSequence(s, state, p)
		switch {
		case ansi.HasCsiPrefix(seq) && strings.HasSuffix(seq, "m"):
		case strings.HasPrefix(seq, "\x1b]8;;"):
		case len(seq) > 0 && (seq[0] < ' ' || seq[0] == 0x7f):
			t.Fatalf("got sequence %q, want only SGR and OSC 8", seq)
		case len([]rune(seq)) == 1 && []rune(seq)[0] >= 0x80 && []rune(seq)[0] < 0xa0:
			t.Fatalf("got control character %q, want none", seq)
		}
		s, state = s[n:], next
	}
}

// hostile is a CV of text that is dangerous or hard to lay out.
const hostile = `
basics:
  name: "Eve \e[31m\a\x9b2J 👩‍👩‍👧‍👦"
  label: "\e]0;owned\a line\nbreak"
  email: "a@b.example\e[H"
  url: "javascript:alert(1)"
  summary: "日本語の文章は単語の間に空白がありませんので、どこで折り返すかが問題です。 👍🏽 e\u0301 ﷽ \u202eevil"
  location: {city: "\u200b", countryCode: XX}
  profiles:
    - {network: "N\e[0m", username: u, url: "https://x.example/\e\\"}
work:
  - {position: AVeryLongWordThatHasNoPlaceToBreakAndGoesOnAndOnAndOnAndOnAndOnAndOnAndOnAndOnAndOnAndOnAndOn, name: 株式会社, startDate: "مهر ۱۴۰۰ – اکنون", highlights: ["a\tb", "", "很长的中文句子没有空格也应当正确换行并且不会超过屏幕的宽度"]}
  - {position: "x", startDate: "a date that is much longer than any date has the right to be", url: "https://example.org/a/very/long/path/that/goes/on/and/on/and/on/and/on/and/on/and/on/and/on"}
skills:
  - {name: "ラベル", keywords: ["値"]}
  - {name: "A label that is far too long for a column beside a list", keywords: [one, two, three]}
publications:
  - {name: T, authors: [{name: A B, self: true, equal: true}, {name: "\e[1mC"}], venue: V}
references:
  - {name: R, reference: "line one\nline two"}
`

func TestEverySize(t *testing.T) {
	docs := []*Document{embedded(t), load(t, hostile), NewDocument(new(data.CV))}
	maxW, maxH, step := 200, 60, 1
	if testing.Short() {
		step = 13
	}
	for _, doc := range docs {
		for w := 1; w <= maxW; w += step {
			opt := testOptions()
			opt.Width, opt.Height = w, 24
			m := New(doc, opt)
			pages := []Model{press(m, "?"), press(m, "c"), press(m, "s"), press(m, "/ a")}
			for h := 1; h <= maxH; h++ {
				size := tea.WindowSizeMsg{Width: w, Height: h}
				m = update(m, size)
				checkFrame(t, m, w, h)
				if h%7 == 1 || h == minHeight || h == tall || h == taller {
					for _, p := range pages {
						checkFrame(t, update(p, size), w, h)
					}
					checkFrame(t, press(m, "G"), w, h)
				}
			}
		}
	}
}

func TestRandomWalks(t *testing.T) {
	keys := strings.Fields("j k space b g G h l 1 2 5 9 / n N c s t m ? esc enter q up down left right tab shift+tab pgup pgdown home end backspace ctrl+u w e n é 日 x")
	for seed := range uint64(20) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		doc := embedded(t)
		if seed%2 == 1 {
			doc = load(t, hostile)
		}
		opt := testOptions()
		opt.ASCII = seed%3 == 0
		m := New(doc, opt)
		w, h := 80, 24
		for range 400 {
			switch rnd.IntN(20) {
			case 0:
				w, h = 1+rnd.IntN(200), 1+rnd.IntN(60)
				m = update(m, tea.WindowSizeMsg{Width: w, Height: h})
			case 1:
				m = update(m, tea.MouseClickMsg{X: rnd.IntN(w), Y: rnd.IntN(h), Button: tea.MouseLeft})
			case 2:
				m = update(m, tea.MouseWheelMsg{Button: []tea.MouseButton{tea.MouseWheelUp, tea.MouseWheelDown}[rnd.IntN(2)]})
			case 3:
				m = update(m, tea.ColorProfileMsg{Profile: colorprofile.Profile(rnd.IntN(6))})
			case 4:
				m = update(m, tea.PasteMsg{Content: "wen\x1b[31m\n" + strings.Repeat("x", rnd.IntN(300))})
			default:
				m = update(m, keyOf(keys[rnd.IntN(len(keys))]))
			}
			checkFrame(t, m, w, h)
		}
	}
}
