package export

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// poppler runs one of Poppler's tools on a PDF and returns its output.
func poppler(t *testing.T, pdf string, tool string) string {
	t.Helper()
	if _, err := exec.LookPath(tool); err != nil {
		t.Skipf("%s is not installed (Debian: poppler-utils)", tool)
	}
	path := filepath.Join(t.TempDir(), "cv.pdf")
	if err := os.WriteFile(path, []byte(pdf), 0o600); err != nil {
		t.Fatal(err)
	}
	var complaints bytes.Buffer
	cmd := exec.Command(tool, path)
	if tool == "pdftotext" {
		cmd.Args = append(cmd.Args, "-")
	}
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil || complaints.Len() > 0 {
		t.Errorf("%s: %v\n%s", tool, err, complaints.String())
	}
	return string(out)
}

// The PDF has every fact of the embedded CV, in order.
func TestPDFReadsInOrder(t *testing.T) {
	checkFacts(t, headed(poppler(t, render(t, "pdf", embedded(t)), "pdftotext")))
}

// headed returns s with its headings in capitals, for [checkFacts].
func headed(s string) string {
	for _, h := range []string{"Education", "Awards and Honors", "Publication", "Selected Research Experience", "Skills"} {
		s = strings.Replace(s, "\n"+h+"\n", "\n"+strings.ToUpper(h)+"\n", 1)
	}
	return s
}
