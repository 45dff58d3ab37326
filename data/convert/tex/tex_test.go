package tex

import (
	"strings"
	"testing"
)

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		`{B}ayes and the {EM} Algorithm`:           "Bayes and the EM Algorithm",
		`G{\"o}del, Erd\H{o}s, {\'E}tale, Ca\~non`: "Gödel, Erdős, Étale, Cañon",
		`Na{\"\i}ve \'{\i}, \v{C}ech, \c{c}, \k a`: "Naïve í, Čech, ç, ą",
		`\r{A}ngstr{\o}m, {\L}\'od\'z, Stra{\ss}e`: "Ångstrøm, Łódź, Straße",
		`M{\"{u}}ller~and~S{\o}n`:                  "Müller and Søn",
		`{\aa}sa, \aa, \AA ngstrom, \ae{}on`:       "åsa, å, Ångstrom, æon",
		`pages 1--5 --- and more`:                  "pages 1–5 — and more",
		"``quoted'' and `single', it's":            "“quoted” and ‘single', it's",
		`\emph{E. coli} at $50\,^\circ$C`:          "E. coli at 50 °C",
		`$L_1$ and $x^{2}$, $O(n^{-1})$`:           "L₁ and x², O(n⁻¹)",
		`$\alpha$-stable, $\mathcal{O}(\log n)$`:   "α-stable, O(log n)",
		`{\bf Bold} {\it it} \textsc{Small}`:       "Bold it Small",
		`AT\&T, 100\%, C\#, a\_b, \$5, \{x\}`:      "AT&T, 100%, C#, a_b, $5, {x}",
		`\LaTeX{} and \TeX\ users`:                 "LaTeX and TeX users",
		`\url{https://example.com/a_b}`:            "https://example.com/a_b",
		`\href{https://example.com/}{Here}`:        "Here",
		`a\\b`:                                     "a b",
		`line
		break`: "line break",
		`{unclosed \emph{group`:         "unclosed group",
		`closed}} too often`:            "closed too often",
		`\unknown and \unknown{text}`:   "unknown and text",
		`\textbraceleft{}x\textbar{}`:   "{x|",
		`{\"`:                           "",
		`\`:                             "",
		`It's O'Neil's rock-'n'-roll''`: "It's O'Neil's rock-'n'-roll”",
	} {
		if got := Plain(in); got != want {
			t.Errorf("Plain(%q)\n got %q\nwant %q", in, got, want)
		}
	}
}

// Repeated braces and commands neither exhaust the stack nor make the output grow.
func TestHostile(t *testing.T) {
	for _, s := range []string{`{`, `}`, `\`, `$`, `{\bf `, `\item `, `\'`, `\frac{`, `^`, `$^{`, `\href{https://`, `-`, "`", `\begin{a}[`} {
		for _, in := range []string{strings.Repeat(s, maxTeX/len(s)), strings.Repeat(s, 100)} {
			if out := Plain(in) + Markdown(in); len(out) > 8*len(in)+16 {
				t.Errorf("%d times %q: got %d bytes, want at most %d", len(in)/len(s), s, len(out), 8*len(in)+16)
			}
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add(`{\"o} $x^{2}$ \href{https://example.com}{\emph{a}} {\bf b} \begin{x}[y] \item -- ` + "``a''")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1<<10 {
			return
		}
		if out := Plain(s); len(out) > 8*len(s)+16 || strings.Contains(out, "\x00") && !strings.Contains(s, "\x00") {
			t.Errorf("Plain(%q) = %q, want at most %d bytes and no new NUL", s, out, 8*len(s)+16)
		}
		Markdown(s)
	})
}
