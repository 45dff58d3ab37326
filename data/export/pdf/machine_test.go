package pdf

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
)

var update = flag.Bool("update", false, "rewrite the table in the README")

const readme = "../../../README.md"

// TestMachines gives five CVs to programs that extract text from PDFs, as applicant
// tracking systems do, and compares the results with the table in the README.
func TestMachines(t *testing.T) {
	tools := [][]string{{"pdftotext", "FILE", "-"}, {"pdftotext", "-layout", "FILE", "-"}, {"mutool", "draw", "-F", "txt", "FILE"}, {"pdf2txt", "FILE"}}
	lib := fonts.New()
	cvs := samples(t)
	names := []string{"embedded", "zh-Hans", "ru", "he", "hi"}
	for _, name := range names {
		readable(t, cvs[name], lib)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "| program | %s |\n|---%s|\n", strings.Join(names, " | "), strings.Repeat("|---", len(names)))
	for _, args := range tools {
		if _, err := exec.LookPath(args[0]); err != nil {
			t.Skipf("%s is not installed (Debian: poppler-utils, mupdf-tools, python3-pdfminer)", args[0])
		}
		shown := slices.DeleteFunc(slices.Clone(args), func(arg string) bool { return arg == "FILE" || arg == "-" })
		fmt.Fprintf(&b, "| `%s`", strings.Join(shown, " "))
		for _, name := range names {
			text := strings.TrimSpace(tool(t, write(t, cvs[name], lib), args[0], append([]string{}, args[1:]...)...))
			fmt.Fprintf(&b, " | %s", found(cvs[name], text))
		}
		b.WriteString(" |\n")
	}
	got := b.String()
	src, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	table := regexp.MustCompile(`(?m)^\| program \| embedded \|.*\n(\|.*\n)+`)
	if *update {
		if err := os.WriteFile(readme, table.ReplaceAllLiteral(src, []byte(got)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := string(table.Find(src)); want != got && !*update {
		t.Errorf("got\n%s\nwant the table in the README:\n%s", got, want)
	}
}

// found returns how many of the dated entries of a CV are in text with their dates close
// behind their titles, and which of name, email and phone text lacks.
func found(cv *data.CV, text string) string {
	flat, lacks := bare(text, nil), ""
	for _, way := range [][2]string{{"name", cv.Basics.Name}, {"email", cv.Basics.Email}, {"phone", cv.Basics.Phone}} {
		if !strings.Contains(flat, bare(way[1], nil)) {
			lacks += ", no " + way[0]
		}
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
	return fmt.Sprintf("%d of %d%s", dated, entries, lacks)
}

// sameLetters reports whether text has the words of a date, in any order, since programs
// differ in the order of right-to-left words.
func sameLetters(text, date string) bool {
	for _, word := range regexp.MustCompile(`[\pL\pM]+|\pN+`).FindAllString(date, -1) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
