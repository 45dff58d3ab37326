package pdf

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

var update = flag.Bool("update", false, "write the table of the README anew")

const readme = "../../../README.md"

// TestMachines gives five CVs to programs that take text out of PDFs, as those that
// read applications do, and compares what they find with the table of the README.
func TestMachines(t *testing.T) {
	tools := [][]string{{"pdftotext", "FILE", "-"}, {"pdftotext", "-layout", "FILE", "-"}, {"mutool", "draw", "-F", "txt", "FILE"}, {"pdf2txt", "FILE"}}
	lib := fonts.New()
	cvs := samples(t)
	names := []string{"embedded", "zh-Hans", "ru", "he", "hi"}
	for _, name := range names {
		readable(t, cvs[name], lib)
	}
	var b strings.Builder
	b.WriteString("| program | CV | name | email | phone | entries with their date |\n|---|---|---|---|---|---|\n")
	for _, args := range tools {
		if _, err := exec.LookPath(args[0]); err != nil {
			t.Skipf("%s is not installed (Debian: poppler-utils, mupdf-tools, python3-pdfminer)", args[0])
		}
		for _, name := range names {
			cv := cvs[name]
			text := strings.TrimSpace(tool(t, write(t, cv, lib), args[0], append([]string{}, args[1:]...)...))
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", strings.Join(strings.Fields(strings.NewReplacer("FILE", "", " -", " ").Replace(strings.Join(args, " "))), " "), name, found(cv, text))
		}
	}
	got := strings.ReplaceAll(b.String(), "`pdftotext layout`", "`pdftotext -layout`")
	src, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	table := regexp.MustCompile(`(?m)^\| program \| CV \|.*\n(\|.*\n)+`)
	if *update {
		if err := os.WriteFile(readme, table.ReplaceAllLiteral(src, []byte(got)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := string(table.Find(src)); want != got && !*update {
		t.Errorf("the README says:\n%s\nbut it is:\n%s", want, got)
	}
}

// found says what of a CV is in a text, as cells of a table. An entry is found with
// its date where both follow each other within a few lines.
func found(cv *data.CV, text string) string {
	flat := bare(text, nil)
	has := func(s string) string {
		switch {
		case s == "":
			return "–"
		case strings.Contains(flat, bare(s, nil)):
			return "yes"
		}
		return "no"
	}
	entries, dated := 0, 0
	for _, s := range cv.Sections() {
		for _, it := range s.Items {
			if it.Date == "" || it.Title == "" || len(it.Authors) > 0 {
				continue
			}
			entries++
			title, date := bare(it.Title, nil), bare(it.Date, nil)
			for rest := flat; ; {
				at := strings.Index(rest, title)
				if at < 0 {
					break
				}
				rest = rest[at+len(title):]
				if near := rest[:min(len(rest), len(date)+8)]; sameLetters(near, date) {
					dated++
					break
				}
			}
		}
	}
	return fmt.Sprintf("%s | %s | %s | %d of %d", has(cv.Basics.Name), has(cv.Basics.Email), has(cv.Basics.Phone), dated, entries)
}

// sameLetters reports whether the words of a date are in a text, whatever the order
// in which a program puts those that run from right to left.
func sameLetters(text, date string) bool {
	for _, word := range regexp.MustCompile(`[\pL\pM]+|\pN+`).FindAllString(date, -1) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
