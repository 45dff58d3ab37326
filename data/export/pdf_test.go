package export

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"

	"wenkaiyue.com/cv/data"
)

// poppler runs one of Poppler's tools on a PDF and returns what it prints.
func poppler(t *testing.T, pdf string, tool string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(tool); err != nil {
		t.Skipf("%s is not installed (Debian: poppler-utils)", tool)
	}
	path := filepath.Join(t.TempDir(), "cv.pdf")
	if err := os.WriteFile(path, []byte(pdf), 0o600); err != nil {
		t.Fatal(err)
	}
	var complaints bytes.Buffer
	cmd := exec.Command(tool, append(args, path, "-")...)
	if tool != "pdftotext" {
		cmd.Args = append([]string{tool}, append(args, path)...)
	}
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil || complaints.Len() > 0 {
		t.Errorf("%s: %v\n%s", tool, err, complaints.String())
	}
	return string(out)
}

func TestPDFReadsInOrder(t *testing.T) {
	pdf := render(t, "pdf", embedded(t))
	checkFacts(t, poppler(t, pdf, "pdftotext"))
	checkFacts(t, poppler(t, pdf, "pdftotext", "-raw"))
}

func TestPDFProperties(t *testing.T) {
	pdf := render(t, "pdf", embedded(t))
	info := poppler(t, pdf, "pdfinfo", "-isodates")
	for _, want := range []string{
		`Title: +Wen Kaiyue – CV\n`, `Author: +Wen Kaiyue\n`, `Pages: +1\n`, `Page size: .*A4`,
		`CreationDate: +2026-11-23T00:00:00`, `JavaScript: +no\n`,
	} {
		if !regexp.MustCompile(want).MatchString(info) {
			t.Errorf("no %q in\n%s", want, info)
		}
	}
	if meta := poppler(t, pdf, "pdfinfo", "-meta"); !strings.Contains(meta, "<rdf:li>en</rdf:li>") {
		t.Errorf("no language in\n%s", meta)
	}
	if !strings.Contains(pdf, "/Lang (en)") {
		t.Error("the document does not say its language")
	}
	fonts := strings.Split(strings.TrimSpace(poppler(t, pdf, "pdffonts")), "\n")[2:]
	if len(fonts) != 3 {
		t.Errorf("%d fonts, want three faces of one:\n%s", len(fonts), strings.Join(fonts, "\n"))
	}
	for _, f := range fonts {
		if !regexp.MustCompile(`Identity-H +yes`).MatchString(f) {
			t.Errorf("not embedded: %s", f)
		}
	}
}

func TestPDFLinks(t *testing.T) {
	pdf := render(t, "pdf", embedded(t))
	for _, want := range []string{"(https://wenkaiyue.com)", "(mailto:kaiyuewen3@gmail.com)", "(tel:+8613670156595)"} {
		if strings.Count(pdf, "/URI "+want) != 1 {
			t.Errorf("%d links to %s, want 1", strings.Count(pdf, "/URI "+want), want)
		}
	}
	pdf = render(t, "pdf", load(t, "a.json", `{"basics": {"url": "javascript:alert(1)"}, "work": [{"position": "P", "url": "file:///etc/passwd"}, {"position": "Q", "url": "https://a.example/) >> (x"}, {"position": "R", "url": "https://a.example/)>>(x"}]}`))
	if got, want := regexp.MustCompile(`/URI \(.*\)`).FindAllString(pdf, -1), []string{`/URI (https://a.example/\)%3E%3E\(x)`}; !slices.Equal(got, want) {
		t.Errorf("links = %q, want %q", got, want)
	}
}

// Glyphs that the fonts lack are reported, shown as boxes with a note, and their
// characters are still there to copy.
func TestPDFMissing(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"Zoë Müller-Łoś, Nguyễn, Ελλάδα, Привет → ≤ “x” – … €", ""},
		{"文凯越 and 文", "凯文越"},
		{"a😀b", "😀"},
		{"e\u0301 \u200dx\ufe0f", ""},
	} {
		cv := &data.CV{Basics: data.Basics{Name: tt.name}}
		got, err := PDFMissing(cv)
		if err != nil || string(got) != tt.want {
			t.Errorf("missing of %q = %q, %v, want %q", tt.name, string(got), err, tt.want)
		}
	}
	if got, err := PDFMissing(embedded(t)); err != nil || len(got) > 0 {
		t.Errorf("missing in the embedded CV: %q, %v", string(got), err)
	}
	shown := poppler(t, render(t, "pdf", &data.CV{Basics: data.Basics{Name: "文凯越"}}), "pdftotext")
	if !strings.Contains(shown, "文凯越") || !strings.Contains(shown, "Boxes stand for 3 characters") {
		t.Errorf("text = %q", shown)
	}
}

func TestPDFPageNumbers(t *testing.T) {
	if s := poppler(t, render(t, "pdf", embedded(t)), "pdftotext"); strings.Contains(s, "1/1") {
		t.Error("a page number on the only page")
	}
	s := poppler(t, render(t, "pdf", manyJobs(t, 40)), "pdftotext")
	pages := strings.Count(s, "\f")
	if pages < 2 || !strings.Contains(s, "N – 1/") || strings.Count(s, "N – ") != pages {
		t.Errorf("%d pages, numbered %d times", pages, strings.Count(s, "N – "))
	}
}

func manyJobs(t testing.TB, jobs int) *data.CV {
	t.Helper()
	cv := &data.CV{Basics: data.Basics{Name: "N"}}
	for i := range jobs {
		w := data.Work{Position: "Position", Name: "Company", Summary: strings.Repeat("word ", 40*(i%4))}
		for j := range i % 7 {
			w.Highlights = append(w.Highlights, strings.Repeat("point ", 10+20*j))
		}
		cv.Work = append(cv.Work, w)
		cv.Awards = append(cv.Awards, data.Award{Title: strings.Repeat("Award ", 1+i), Date: data.ParseDate("2020")})
	}
	return cv
}

// However long the CV, no heading is the last row of a page, nothing leaves its
// page, and rows that belong together are together.
func TestPDFPages(t *testing.T) {
	for jobs := 1; jobs < 40; jobs += 12 {
		d, err := newPDF(manyJobs(t, jobs))
		if err != nil {
			t.Fatal(err)
		}
		for i, page := range d.pages {
			if filled(page) > textHeight+0.01 {
				t.Errorf("%d jobs: page %d is %.1f points high", jobs, i, filled(page))
			}
			if last := page[len(page)-1]; last.keep && i < len(d.pages)-1 && len(page) > 1 {
				t.Errorf("%d jobs: page %d ends with a row to be kept with the next: %+v", jobs, i, last.spans)
			}
			for _, r := range page {
				for _, s := range r.spans {
					if s.x < 0 || s.x+s.width > textWidth+0.5 {
						t.Errorf("%d jobs: %q leaves the page: %.1f to %.1f", jobs, s.text, s.x, s.x+s.width)
					}
				}
			}
		}
	}
}

func TestPaginateParts(t *testing.T) {
	rows := []row{{height: 10, keep: true}, {height: 10, keep: true}, {height: 10}, {height: 10, keep: true}, {height: 10}}
	var got []int
	for _, p := range paginate(rows, 25) {
		got = append(got, len(p))
	}
	// The first three are more than a page, so they are parted; the last two fit.
	if want := []int{2, 1, 2}; !slices.Equal(got, want) {
		t.Errorf("rows on pages = %v, want %v", got, want)
	}
}

// Text that is hard to set is set all the same.
func TestPDFOddText(t *testing.T) {
	for _, s := range []string{
		"", "\u200d\ufe0f", strings.Repeat("long", 60), strings.Repeat("文", 150) + "iiii😀",
		"\U000101ff\ufffd e\u0301\u0301 (\\) שלום →∞≤ " + strings.Repeat("a ", 200),
	} {
		d, err := newPDF(load(t, "a.json", oneOfEach(s)))
		if err != nil {
			t.Fatal(err)
		}
		for _, page := range d.pages {
			for _, r := range page {
				for _, s := range r.spans {
					if s.x < 0 || s.x+s.width > textWidth+0.5 {
						t.Errorf("%q leaves the page: %.1f to %.1f", s.text, s.x, s.x+s.width)
					}
				}
			}
		}
		if err := d.pdf.Error(); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	}
	render(t, "pdf", load(t, "a.json", oneOfEach("\u200d\ufe0f😀\u0301")))
}

func TestPDFHostile(t *testing.T) {
	cv := load(t, "a.json", oneOfEach(`) Tj ET >> /JavaScript (app.alert\(1\)) \ %PDF endobj EMC <</rdf:li>`))
	info := poppler(t, render(t, "pdf", cv), "pdfinfo")
	if !strings.Contains(info, cv.Basics.Name+" – CV") || !regexp.MustCompile(`JavaScript: +no`).MatchString(info) {
		t.Errorf("%s", info)
	}
	if s := poppler(t, render(t, "pdf", cv), "pdftotext"); strings.Count(squeeze(s), squeeze(cv.Basics.Name)) < 10 {
		t.Errorf("the text is not shown as it stands:\n%s", s)
	}
}

// Whatever text there is, its lines stay within their width and none of it is
// lost.
func FuzzTypeset(f *testing.F) {
	set, err := newTypesetter(fpdf.New("P", "pt", "A4", ""))
	if err != nil {
		f.Fatal(err)
	}
	f.Add("Wen Kaiyue", "文凯越 😀 e\u0301 ) Tj", 200)
	f.Add(strings.Repeat("long", 90), "a\u00a0b \U000101ff", 30)
	f.Fuzz(func(t *testing.T, a, b string, width int) {
		w := float64(20 + width&0x1ff)
		runs := []run{styled(a, bold), {text: ", "}, styled(b, italic)}
		var got strings.Builder
		for _, line := range set.wrap(runs, 10, w, w) {
			for i, s := range line {
				got.WriteString(s.text)
				if end := s.x + s.width; end > w+0.01 && len([]rune(s.text)) > 1 {
					t.Errorf("%q ends at %.2f of %.2f", s.text, end, w)
				}
				if i > 0 && s.x < line[i-1].x {
					t.Errorf("%q begins before what precedes it", s.text)
				}
			}
		}
		want := strings.Map(func(r rune) rune { // as it can be drawn
			if r > 0xffff {
				return '\ufffd'
			}
			return r
		}, runs[0].text+","+runs[2].text)
		if squeeze(got.String()) != squeeze(want) {
			t.Errorf("got %q, want %q", got.String(), want)
		}
	})
}

func styled(s string, f face) run { return set(s, f, ink) }
