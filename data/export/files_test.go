package export

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/date"
)

// files returns the CVs of data/testdata by file name.
func files(t testing.TB) map[string]*data.CV {
	t.Helper()
	names, err := filepath.Glob("../testdata/*.[jy]*")
	if err != nil || len(names) < 8 {
		t.Fatalf("got files %q, %v, want at least 8", names, err)
	}
	out := map[string]*data.CV{}
	for _, name := range names {
		cv, err := data.LoadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(name)] = cv
	}
	return out
}

// checkClean fails on characters that control a terminal or make text look like other
// text: control characters, bidirectional overrides and isolates, and piles of marks.
func checkClean(t testing.TB, what, s string) {
	t.Helper()
	for _, r := range s {
		if unicode.IsControl(r) && r != '\n' && r != '\r' || r == unicode.ReplacementChar ||
			r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200b' || r == '\u2028' || r >= 0xe0000 && r < 0xe0080 {
			t.Fatalf("%s: got %U, want no such character", what, r)
		}
	}
	if regexp.MustCompile(`\p{M}{7}`).MatchString(s) {
		t.Fatalf("%s: got seven combining marks in a row, want fewer", what)
	}
}

// checkExports writes a CV in every format and reads the results.
func checkExports(t *testing.T, cv *data.CV) {
	t.Helper()
	out := map[string]string{}
	for _, f := range Formats() {
		out[f.Name] = render(t, f.Name, cv)
		if !f.Binary {
			checkClean(t, f.Name, out[f.Name])
		}
	}
	if page := out["html"]; strings.Count(strings.ToLower(page), "<script") != 1 || strings.Contains(strings.ToLower(page), `href="javascript`) {
		t.Error("the page has a script of the CV")
	}
	checkPage(t, out["html"])
	md := toHTML(t, out["markdown"])
	if strings.Contains(md, "raw HTML") || regexp.MustCompile(`(href|src)="[^"]`).MatchString(regexp.MustCompile(`href="(https?:|mailto:|tel:)`).ReplaceAllString(md, "")) {
		t.Errorf("text of the CV became markup in Markdown: %s", md)
	}
	vcf := out["vcard"]
	parseVCard(t, vcf)
	checkLines(t, vcf)
	known := regexp.MustCompile(`^(BEGIN|VERSION|KIND|FN|N|TITLE|EMAIL|TEL|ADR|URL|SOCIALPROFILE|PHOTO|NOTE|REV|END)[:;]`)
	for line := range strings.SplitSeq(strings.TrimSpace(strings.ReplaceAll(vcf, "\r\n ", "")), "\r\n") {
		if !known.MatchString(line) {
			t.Errorf("vCard: got line %q, want a known property", line)
		}
	}
	if strings.Count(vcf, "\r\nEND:") != 1 || strings.Count(vcf, "\r\nNOTE:") > 1 {
		t.Errorf("vCard: got %d END and %d NOTE lines, want 1 and at most 1", strings.Count(vcf, "\r\nEND:"), strings.Count(vcf, "\r\nNOTE:"))
	}
	bib := out["bibtex"]
	if entries := parseBib(t, bib); len(entries) != len(citations(cv)) {
		t.Errorf("BibTeX: got %d entries, want %d", len(entries), len(citations(cv)))
	}
	if m := regexp.MustCompile(`\\[a-z]+`).FindAllString(bib, -1); slices.ContainsFunc(m, func(s string) bool { return !strings.HasPrefix(s, `\text`) }) {
		t.Errorf("BibTeX: got the commands %q, want only \\text…", m)
	}
	var csl []map[string]any
	if err := json.Unmarshal([]byte(out["csl"]), &csl); err != nil || len(csl) != len(citations(cv)) {
		t.Errorf("CSL-JSON: got %d items, %v, want %d", len(csl), err, len(citations(cv)))
	}
	again, err := data.Load("cv.json", strings.NewReader(out["json"]))
	if err != nil || !reflect.DeepEqual(again, cv) {
		t.Errorf("JSON, loaded: got %+v, %v\nwant %+v", again, err, cv)
	}
	if pdf := out["pdf"]; !strings.HasPrefix(pdf, "%PDF-") || strings.Contains(pdf, "/S /JavaScript") {
		t.Error("the PDF lacks its header, or has a script")
	}
}

func TestFiles(t *testing.T) {
	for name, cv := range files(t) {
		t.Run(name, func(t *testing.T) {
			checkExports(t, cv)
			for width := minWidth; width <= maxWidth; width++ {
				checkText(t, text(t, cv, width), width)
			}
		})
	}
}

// TestHostileFields checks that hostile.yaml sets every field of the types, new ones
// included.
func TestHostileFields(t *testing.T) {
	var empty func(path string, v reflect.Value)
	empty = func(path string, v reflect.Value) {
		switch {
		case v.Type() == reflect.TypeFor[date.Date]():
			if v.IsZero() {
				t.Error(path + " has no value in hostile.yaml")
			}
		case v.Kind() == reflect.Struct:
			for i := range v.NumField() {
				if f := v.Type().Field(i); f.IsExported() && f.Tag.Get("json") != "-" {
					empty(path+"."+f.Name, v.Field(i))
				}
			}
		case v.Kind() == reflect.Slice && v.Len() > 0:
			empty(path, v.Index(0))
		case v.IsZero() && path != ".Meta.Sections.List":
			t.Error(path + " has no value in hostile.yaml")
		}
	}
	empty("", reflect.ValueOf(*files(t)["hostile.yaml"]))
}

// Every format that shows a whole CV shows every field of whole.yaml. Each value in the
// file begins with the name of its list.
func TestWholeFile(t *testing.T) {
	cv := files(t)["whole.yaml"]
	src, err := os.ReadFile("../testdata/whole.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want := regexp.MustCompile(`\b(Work|Volunteer|Education|Award|Certificate|Publication|Skill|Language|Interest|Reference|Project|Free) [a-z*]+`).FindAllString(string(src), -1)
	want = append(want, "jane-chat", "Mastodon", "Feb 2020 – present", "2012 – Jan 2013", "Expected 07/2023", "3.9", "C* course", "11/2014", "March 2019", "Autumn 2014", "Aug 2016", "2018 – 2019", "12345")
	emphasis := regexp.MustCompile(`\*(\w+)\*`)
	urls := []string{"work", "volunteer", "education", "award", "certificate", "publication", "project", "free"}
	for _, format := range []string{"text", "markdown", "html", "pdf", "json"} {
		got := render(t, format, cv)
		for _, u := range urls {
			if u = "https://" + u + ".example"; !strings.Contains(got, u) {
				t.Errorf("%s lacks %s", format, u)
			}
		}
		switch format {
		case "json":
			continue // checkExports loads it again
		case "pdf":
			got = poppler(t, got, "pdftotext")
		case "html":
			_, got = outline(t, got)
		case "markdown":
			_, got = outline(t, "<x>"+toHTML(t, got)+"</x>")
		}
		got = strings.ToLower(strings.Join(strings.Fields(got), " ")) // headings are in capitals
		for _, s := range want {
			if s = emphasis.ReplaceAllString(strings.ToLower(s), "$1"); !strings.Contains(got, s) {
				t.Errorf("%s lacks %q", format, s)
			}
		}
	}
}

// FuzzExports writes every CV that loads in every format.
func FuzzExports(f *testing.F) {
	names, _ := filepath.Glob("../testdata/*.[jy]*")
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src, strings.HasSuffix(name, ".json"))
	}
	f.Fuzz(func(t *testing.T, src []byte, isJSON bool) {
		name := "a.yaml"
		if isJSON {
			name = "a.json"
		}
		if cv, err := data.Load(name, bytes.NewReader(src)); err == nil {
			checkExports(t, cv)
		}
	})
}
