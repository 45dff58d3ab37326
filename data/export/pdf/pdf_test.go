package pdf

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/data/export/pdf/typeset"
	"wenkaiyue.com/cv/data/markup"
)

// samples returns the CVs in testdata by language, and the embedded one.
func samples(t testing.TB) map[string]*data.CV {
	t.Helper()
	names, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(names) < 10 {
		t.Fatalf("got samples %q, %v, want at least 10", names, err)
	}
	out := map[string]*data.CV{"embedded": embedded(t)}
	for _, name := range names {
		cv, err := data.LoadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[strings.TrimSuffix(filepath.Base(name), ".yaml")] = cv
	}
	return out
}

func embedded(t testing.TB) *data.CV {
	t.Helper()
	cv, err := data.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return cv
}

func load(t testing.TB, src string) *data.CV {
	t.Helper()
	cv, err := data.Load("a.yaml", strings.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	return cv
}

func write(t testing.TB, cv *data.CV, lib *fonts.Library) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, cv, lib); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// readable skips the test if this machine lacks fonts for the CV.
func readable(t testing.TB, cv *data.CV, lib *fonts.Library) {
	t.Helper()
	if s := Look(cv, lib); len(s.Missing) > 0 {
		_, pkg := fonts.Advice(s.Missing[0])
		t.Skipf("no font here has %q (Debian: %s)", string(s.Missing), pkg)
	}
}

// tool runs a program on a PDF, FILE in args, and returns its output.
func tool(t testing.TB, pdf []byte, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed (Debian: poppler-utils, qpdf, mupdf-tools)", name)
	}
	path := filepath.Join(t.TempDir(), "cv.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		args[i] = strings.ReplaceAll(a, "FILE", path)
	}
	var complaints bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil || complaints.Len() > 0 && name != "mutool" {
		t.Errorf("%s: %v\n%s", name, err, complaints.String())
	}
	return string(out)
}

// facts returns all texts of a CV that a reader sees, in order.
func facts(cv *data.CV) []string {
	out := []string{cv.Basics.Name, cv.Basics.Label}
	for _, c := range cv.Contacts() {
		out = append(out, c.Text)
	}
	words := func(ts []markup.Text) {
		for _, t := range ts {
			out = append(out, t.Words())
		}
	}
	paragraphs := func(ps []markup.Paragraph) {
		for _, p := range ps {
			out = append(out, p.Words())
		}
	}
	paragraphs(markup.Paragraphs(cv.Basics.Summary))
	for _, s := range cv.Sections() {
		out = append(out, s.Title)
		for _, it := range s.Items {
			for _, a := range it.Authors {
				out = append(out, a.Name)
			}
			if s.Kind != data.Quotes {
				out = append(out, it.Title)
			}
			out = append(out, it.Venue, it.Date)
			if s.Kind == data.Quotes {
				paragraphs(it.Body)
				out = append(out, it.Title)
				words(it.Lines)
				continue
			}
			words(it.Lines)
			paragraphs(it.Body)
			out = append(out, it.Words)
		}
	}
	return out
}

// bare returns s without the characters that programs treat differently: spaces, marks of
// direction, and those in left, which no font has.
func bare(s string, left []rune) string {
	return norm.NFKC.String(strings.Map(func(r rune) rune {
		if r == ' ' || r == '\n' || r == '\f' || r == '\u00a0' || r == '\u200d' || r == '\ufe0f' || r >= '\u202a' && r <= '\u202e' || slices.Contains(left, r) {
			return -1
		}
		return r
	}, s))
}

// inOrder fails unless text has every fact of the CV, in order. It ignores the runes in left.
func inOrder(t *testing.T, what, text string, cv *data.CV, left []rune) {
	t.Helper()
	rest := bare(text, left)
	for _, fact := range facts(cv) {
		want := bare(fact, left)
		at := strings.Index(rest, want)
		if at < 0 {
			t.Fatalf("%s: %q is missing or out of order:\n%s", what, fact, text)
		}
		rest = rest[at+len(want):]
	}
}

// All text of a CV can be extracted in order, by the structure tree and by the positions
// of letters.
func TestText(t *testing.T) {
	lib := fonts.New()
	for name, cv := range samples(t) {
		t.Run(name, func(t *testing.T) {
			readable(t, cv, lib)
			survey := Look(cv, lib)
			b := write(t, cv, lib)
			r := read(t, b)
			tree := r.walk(func(string, string, int) {})
			inOrder(t, "structure tree", tree, cv, survey.Left)
			for _, p := range r.loose {
				t.Errorf("got %s outside of marked content, want none", p)
			}
			for _, fact := range facts(cv) { // spaces are kept
				if strings.ContainsRune(fact, ' ') && len(survey.Left) == 0 && !strings.Contains(tree, typeset.Tidy(fact)) {
					t.Errorf("the structure tree lacks %q with its spaces", fact)
				}
			}
			left := survey.Left
			if cv.RightToLeft() {
				left = append(left, []rune(",.-()%+:–·;؛٪")...) // Poppler moves signs to the other side of a Latin word
			}
			inOrder(t, "pdftotext", tool(t, b, "pdftotext", "FILE", "-"), cv, left)
			inOrder(t, "pdfinfo -struct-text", strings.Join(regexp.MustCompile(`(?m)^ *"(.*)"$`).FindAllString(tool(t, b, "pdfinfo", "-struct-text", "FILE"), -1), ""), cv, append(survey.Left, '"'))
		})
	}
}

// The structure tree has the headings, lists and links of the CV in the roles that PDF/UA
// requires.
func TestStructure(t *testing.T) {
	for _, name := range []string{"embedded", "ru"} {
		cv := samples(t)[name]
		b := write(t, cv, nil)
		roles := map[string]int{}
		parents := []string{}
		read(t, b).walk(func(role, dict string, depth int) {
			parents = append(parents[:depth], role)
			roles[role]++
			parent := ""
			if depth > 0 {
				parent = parents[depth-1]
			}
			if want, ok := map[string]string{"LI": "L", "Lbl": "LI", "LBody": "LI", "H2": "Sect"}[role]; ok && parent != want {
				t.Errorf("%s: got %s in %q, want it in %s", name, role, parent, want)
			}
			if role == "L" && !strings.Contains(dict, "/ListNumbering /") {
				t.Errorf("%s: got list %s, want one with /ListNumbering", name, dict)
			}
			if role == "Link" && !strings.Contains(dict, "/OBJR") {
				t.Errorf("%s: got link %s, want one with /OBJR", name, dict)
			}
		})
		if roles["Document"] != 1 || roles["H1"] != 1 || roles["H2"] != len(cv.Sections()) || roles["Link"] != strings.Count(string(b), "/Subtype /Link") || roles["Link"] == 0 {
			t.Errorf("%s: got roles %v, want one Document and H1, an H2 for each section and a Link for each link", name, roles)
		}
		for _, want := range []string{"/MarkInfo <</Marked true>>", "/DisplayDocTitle true", "/Lang (" + cv.Language() + ")", "<pdfuaid:part>1<", "/Tabs /S", "/Type /Outlines"} {
			if !strings.Contains(string(b)+fmt.Sprint(read(t, b).objects), want) && !strings.Contains(string(b), strings.TrimPrefix(want, "/Type ")) {
				t.Errorf("%s: the file lacks %s", name, want)
			}
		}
	}
}

// Runs in the script of another language name that language.
func TestForeignRuns(t *testing.T) {
	cv := load(t, "basics: {name: Ann Example, summary: 'I have read the works of Платон and of Πλάτων in the original, and they are good.'}")
	langs := map[string]string{}
	read(t, write(t, cv, nil)).walk(func(role, dict string, _ int) {
		if m := regexp.MustCompile(`/Lang \((.*?)\)`).FindStringSubmatch(dict); m != nil {
			langs[m[1]] = role
		}
	})
	if len(langs) != 2 || langs["ru"] != "Span" || langs["el"] != "Span" {
		t.Errorf("got languages %v, want ru and el, both of a Span", langs)
	}
}

// The fonts are embedded subsets that map codes to text, the file is sound, and the same
// CV gives the same bytes.
func TestSound(t *testing.T) {
	lib := fonts.New()
	for name, cv := range samples(t) {
		t.Run(name, func(t *testing.T) {
			b := write(t, cv, lib)
			if again := write(t, cv, lib); !bytes.Equal(b, again) {
				t.Error("writing the CV again gives other bytes, want the same")
			}
			list := strings.Split(strings.TrimSpace(tool(t, b, "pdffonts", "FILE")), "\n")[2:]
			for _, f := range list {
				if !regexp.MustCompile(`^[A-Z]{6}\+\S+ +CID Type 0C +Identity-H +yes yes yes`).MatchString(f) {
					t.Errorf("got font %s, want an embedded subset of CID Type 0C with a map to Unicode", f)
				}
			}
			if out := tool(t, b, "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax or stream encoding errors") {
				t.Errorf("qpdf --check: got %s, want no errors", out)
			}
		})
	}
}

func TestProperties(t *testing.T) {
	info := tool(t, write(t, embedded(t), nil), "pdfinfo", "-isodates", "FILE")
	for _, want := range []string{
		`Title: +Wen Kaiyue – CV\n`, `Author: +Wen Kaiyue\n`, `Pages: +1\n`, `Page size: .*A4`,
		`CreationDate: +2026-11-23T00:00:00`, `JavaScript: +no\n`, `Tagged: +yes\n`,
	} {
		if !regexp.MustCompile(want).MatchString(info) {
			t.Errorf("pdfinfo: got\n%s\nwant a match for %s", info, want)
		}
	}
}

func TestLinks(t *testing.T) {
	uris := func(cv *data.CV) []string {
		return regexp.MustCompile(`/URI \(.*?[^\\]\)>>`).FindAllString(string(write(t, cv, nil)), -1)
	}
	want := []string{"/URI (mailto:wenky20@mails.tsinghua.edu.cn)>>", "/URI (mailto:kaiyuewen3@gmail.com)>>", "/URI (https://wenkaiyue.com)>>", "/URI (tel:+8613670156595)>>"}
	if got := uris(embedded(t)); !slices.Equal(got, want) {
		t.Errorf("got links %q, want %q", got, want)
	}
	cv := load(t, `{"basics": {"name": "N", "url": "javascript:alert(1)"}, "work": [{"position": "P", "url": "file:///etc/passwd"}, {"position": "Q", "url": "https://a.example/) >> (x"}, {"position": "R", "url": "https://a.example/)>>(x"}]}`)
	if got, want := uris(cv), []string{`/URI (https://a.example/\)%3E%3E\(x)>>`}; !slices.Equal(got, want) {
		t.Errorf("hostile URLs: got links %q, want %q", got, want)
	}
}

// Look returns the characters that the fonts lack, and whether they make the PDF unreadable.
func TestLook(t *testing.T) {
	for _, tt := range []struct {
		name, missing, left string
		unreadable          bool
	}{
		{"Zoë Müller-Łoś, Nguyễn, Ελλάδα, Привет → ≤ “x” – … €", "", "", false},
		{"Wen Kaiyue, Tsinghua University 文凯越", "凯文越", "", false},
		{"文凯越", "凯文越", "", true},
		{"Ana 😀 Example 🇩🇪", "", "😀🇩🇪", false},
		{"e\u0301 \u200dx\ufe0f", "", "", false},
	} {
		s := Look(&data.CV{Basics: data.Basics{Name: tt.name}}, nil)
		left := []rune(tt.left)
		slices.Sort(left)
		slices.Sort(s.Left)
		if string(s.Missing) != tt.missing || !slices.Equal(s.Left, left) || s.Unreadable != tt.unreadable {
			t.Errorf("%q: got missing %q, left out %q, unreadable %v; want %q, %q, %v", tt.name, string(s.Missing), string(s.Left), s.Unreadable, tt.missing, tt.left, tt.unreadable)
		}
	}
	cv := load(t, "basics: {name: Wen Kaiyue 文}")
	if got := read(t, write(t, cv, nil)).walk(func(string, string, int) {}); !strings.Contains(got, "Wen Kaiyue 文") || !strings.Contains(got, "A box stands for a character") {
		t.Errorf("got text %q, want the name and a note on boxes", got)
	}
}

func TestPaper(t *testing.T) {
	for _, tt := range []struct{ src, want string }{
		{"basics: {name: N}", "595.28 841.89"},
		{"basics: {name: N, location: {countryCode: US}}", "612 792"},
		{"basics: {name: N, location: {city: Toronto, countryCode: CA}}", "612 792"},
		{"basics: {name: N, location: {countryCode: DE}}\nmeta: {page: letter}", "612 792"},
		{"basics: {name: N, location: {countryCode: US}}\nmeta: {page: A4}", "595.28 841.89"},
	} {
		if b := write(t, load(t, tt.src), nil); !bytes.Contains(b, []byte("/MediaBox [0 0 "+tt.want+"]")) {
			t.Errorf("%s: got no page of %s points", tt.src, tt.want)
		}
	}
}

func TestPageNumbers(t *testing.T) {
	if s := tool(t, write(t, embedded(t), nil), "pdftotext", "FILE", "-"); strings.Contains(s, "1/1") {
		t.Error("got a page number on the only page, want none")
	}
	s := tool(t, write(t, manyJobs(t, 40), nil), "pdftotext", "FILE", "-")
	pages := strings.Count(s, "\f")
	if pages < 2 || !strings.Contains(s, "N – 1/") || strings.Count(s, "N – ") != pages {
		t.Errorf("got %d pages and %d page numbers, want at least 2 pages, each with its number", pages, strings.Count(s, "N – "))
	}
}

// BenchmarkWrite makes the first PDF of the embedded CV (budget: 60 ms) and of a Chinese
// one with the fonts of this machine (300 ms).
func BenchmarkWrite(b *testing.B) {
	for _, name := range []string{"embedded", "zh-Hans"} {
		b.Run(name, func(b *testing.B) {
			cv := samples(b)[name]
			for b.Loop() {
				write(b, cv, fonts.New())
			}
		})
	}
}
