package data

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wenkaiyue.com/cv/data/problem"
)

// folder makes a folder with a CV and other files, and a secret outside of it. It returns
// the path of the CV.
func folder(t *testing.T, publications string, files map[string]string) (cv string) {
	t.Helper()
	root := t.TempDir()
	dir := filepath.Join(root, "cv")
	for name, content := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "secret.bib"), []byte("@misc{a, title = {Secret}}"), 0o600); err != nil {
		t.Fatal(err)
	}
	cv = filepath.Join(dir, "cv.yaml")
	if err := os.WriteFile(cv, []byte("basics: {name: Jane Doe}\npublications: "+publications+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return cv
}

func TestInclude(t *testing.T) {
	files := map[string]string{
		"papers.bib":      "@misc{a, title = {One}, author = {Doe, J.}}\n@misc{b, title = {Two}}",
		"below/more.json": `[{"type": "book", "title": "Three"}]`,
		"..1/papers.bib":  "@misc{d, title = {Four}}",
		"v1..2.bib":       "@misc{e, title = {Five}}",
	}
	for publications, want := range map[string]string{
		"{file: papers.bib}":   "One Two",
		"[{file: papers.bib}]": "One Two",
		"[{name: Own}, {file: below/more.json}, {name: Last}]": "Own Three Last",
		"[{file: below/more.json}, {file: papers.bib}, Title]": "Three One Two Title",
		"[{file: papers.bib}, {file: papers.bib}]":             "One Two One Two",
		"papers.bib":              "One Two",
		"[papers.bib, Title]":     "One Two Title",
		"{file: data/papers.bib}": "Four",
		"{file: v1..2.bib}":       "Five",
		"{file: ./papers.bib}":    "One Two",
		"&a [{file: papers.bib}]\nmeta: {sections: [{items: *a}]}": "One Two",
	} {
		path := folder(t, publications, files)
		if err := os.Symlink("..1", filepath.Join(filepath.Dir(path), "data")); err != nil { // as in a ConfigMap
			t.Skip(err)
		}
		cv, err := LoadFile(path)
		if err != nil {
			t.Errorf("%s: %v", publications, err)
			continue
		}
		var got []string
		for _, p := range cv.Publications {
			got = append(got, p.Name)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %v, want %s", publications, got, want)
		}
		if want, _, _ := strings.Cut(want, " "); want == "One" && !cv.Publications[0].Authors[0].Self {
			t.Errorf("%s: the owner is not marked among the authors", publications)
		}
	}
}

// A CV may come from a stranger, so it cannot include files from outside of its folder.
func TestIncludeOutside(t *testing.T) {
	for _, name := range []string{"../secret.bib", "/etc/passwd.bib", "below/../../secret.bib", "link.bib", "folder/secret.bib", "folder.bib", "none.bib", "papers.yaml", "..", "", "null", "a/../papers.bib"} {
		path := folder(t, "{file: "+name+"}", map[string]string{"folder.bib/x": ""})
		dir := filepath.Dir(path)
		for from, to := range map[string]string{"link.bib": "../secret.bib", "folder": ".."} {
			if err := os.Symlink(to, filepath.Join(dir, from)); err != nil {
				t.Skip(err)
			}
		}
		cv, err := LoadFile(path)
		problem, ok := errors.AsType[*problem.Problem](err)
		if name == "" || name == "null" {
			if err != nil {
				t.Errorf("file %q: got error %v, want none", name, err)
			}
			continue
		}
		if !ok || problem.Line != 2 || problem.Column != 22 || problem.File != path {
			t.Errorf("file %q: got %v, %v, want a problem at 2:22", name, cv, err)
		}
		t.Log(err)
	}
	if _, err := Load("cv.yaml", strings.NewReader("publications: {file: include.go.bib}")); err == nil || !strings.Contains(err.Error(), "beside") {
		t.Errorf("without a folder: got error %v, want one about files beside the CV", err)
	}
}

// Problems of a bibliography name its file and line.
func TestIncludeProblems(t *testing.T) {
	for _, tt := range []struct{ bib, want string }{
		{"@misc{a,\n  title = {One", "papers.bib:2:11: this text goes on to the end of the file; close it with }"},
		{"@misc{a,\n  title {One}}", "papers.bib:2:8: there is no = after `title`; write title = {…}"},
		{"\n@misc{a, title = {One}} }} \n@misc{b, \"title\" = 1}", "papers.bib:3:10: the name of a field is expected here, but there is '\"'; look for a brace or a quotation mark too many in the field before"},
		{"@string{a = {" + strings.Repeat("x", 1<<10) + "}}\n" + doubling(12) + "@misc{x, title = z12}", "papers.bib:10:19: this text is longer than 256 KiB, or those of the file than 8 MiB; shorten it, or write its macros out"},
		{strings.Repeat("@misc{title = {One}}\n", 2001), "papers.bib:2001:1: this list has more than 2000 entries; keep those that matter"},
		{strings.Repeat(" ", 4<<20) + "x", "cv.yaml:2:22: `papers.bib` is larger than 4 MiB; keep the entries that are yours"},
	} {
		path := folder(t, "\n  - file: papers.bib", map[string]string{"papers.bib": tt.bib})
		_, err := LoadFile(path)
		got := strings.ReplaceAll(fmt.Sprint(err), filepath.Dir(path)+"/", "")
		got = strings.Replace(got, "cv.yaml:3:11", "cv.yaml:2:22", 1)
		if got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

// A file may be named often, but the limit is that of all bibliographies together: otherwise
// a CV of a few KiB takes gigabytes.
func TestIncludeOften(t *testing.T) {
	path := folder(t, strings.Repeat("\n  - papers.bib", 3), map[string]string{"papers.bib": strings.Repeat("% a comment\n", 150_000)})
	_, err := LoadFile(path)
	got := strings.ReplaceAll(fmt.Sprint(err), filepath.Dir(path)+"/", "")
	if want := "cv.yaml:5:5: `papers.bib` and the bibliographies before it are larger than 4 MiB; keep the entries that are yours"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// doubling returns n BibTeX macros, each twice as long as the one before.
func doubling(n int) string {
	var b strings.Builder
	before := "a"
	for i := range n {
		name := fmt.Sprintf("z%d", i+1)
		fmt.Fprintf(&b, "@string{%s = %s # %s}\n", name, before, before)
		before = name
	}
	return b.String()
}

// A hostile bibliography is read or refused within seconds.
func TestIncludeHostile(t *testing.T) {
	many := func(n int, s string) string { return strings.Repeat(s, n) }
	for name, src := range map[string]string{
		"unclosed comments":  many(400_000, "@comment{"),
		"round comments":     many(400_000, "@comment("),
		"braces":             "@a{b, title={" + many(2<<20, "{") + many(2<<20-20, "}") + "}}",
		"parts of texts":     "@a{b" + many(4, ", title={}"+many(250_000, "#{a}")) + "}",
		"TeX":                "@a{b, title={" + many(30_000, `\'{`) + many(30_000, "}") + "}}",
		"names":              "@a{b, author={" + many(25_000, "A and ") + "B}}",
		"unknown macros":     many(60_000, "@a{title=x # y # z, note = w}"),
		"fields":             "@a{b, " + many(100_000, "a={b},") + "}",
		"entries":            many(100_000, "@a{b,title={x}}"),
		"one parent for all": "@a{p, " + many(250, "f={x},") + "title={" + many(60_000, `\o `) + "}}" + many(9000, "@a{crossref=p}"),
		"parents of parents": many(2000, "@a{p,xdata={p,q,p,q,p,q},crossref=q}@a{q,xdata={q,p,p,q},crossref=p}"),
		"one line":           many(2000, "@a{title={x}, url={y}, doi={z}, year={2099}, note={under review 2001},}"),
		"annotations":        "@a{b, author={A}, author+an={" + many(100_000, "1=equal;") + "}}",
	} {
		start := time.Now()
		_, err := Read("cv.yaml", strings.NewReader("basics: {name: Jane Doe}\npublications: {file: a.bib}"), func(string) ([]byte, error) { return []byte(src), nil })
		if took := time.Since(start); took > 20*time.Second { // a hundred times the usual
			t.Errorf("%s took %v, want at most 20s (error: %v)", name, took, err)
		} else {
			t.Log(name, took, err)
		}
	}
}
