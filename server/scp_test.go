package server

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"
)

// Each form of a remote scp's command line gets the right answer, byte for byte.
func TestOldCopy(t *testing.T) {
	s, _ := startServer(t, testConfig(t))
	c := dial(t, s, gossh.ClientConfig{})
	text, _, _ := command(t, c, "text")
	bib, _, _ := command(t, c, "bibtex")
	edition := s.editions.Load().First.Date.Unix()
	times := fmt.Sprintf("T%d 0 %d 0\n", edition, edition)
	cvTxt := fmt.Sprintf("C0444 %d cv.txt\n%s\x00", len(text), text)
	cvBib := fmt.Sprintf("C0444 %d cv.bib\n%s\x00", len(bib), bib)
	const there = "the files are: cv.pdf cv.txt cv.html cv.md cv.vcf cv.json cv.bib cv.csl.json\n"
	for line, want := range map[string]string{
		"scp -f cv.txt":              cvTxt,
		"scp -f 'cv.txt'":            cvTxt,
		"scp -f -- cv.txt":           cvTxt,
		"scp -qf cv.txt":             cvTxt,
		"scp -v -f cv.txt":           cvTxt,
		"scp -l 8000 -f cv.txt":      cvTxt,
		"scp -fl 8000 cv.txt":        cvTxt,
		"scp -pf cv.txt":             times + cvTxt,
		"scp -f -p cv.txt":           times + cvTxt,
		"scp -rf cv.txt":             cvTxt,
		"scp -f ~/cv.txt":            cvTxt,
		"scp -f '~/cv.txt'":          cvTxt,
		"scp -f ~guest/cv.txt":       cvTxt,
		"scp -f ./cv.txt":            cvTxt,
		"scp -f /cv.txt":             cvTxt,
		"scp -f '*.txt'":             cvTxt,
		"scp -f cv.txt cv.bib":       cvTxt + cvBib,
		"scp -f nothing cv.bib":      "\x01cv: there is no nothing; " + there + cvBib,
		"scp -f ../../../etc/passwd": "\x01cv: there is no ../../../etc/passwd; " + there,
		"scp -f [":                   "\x01cv: there is no [; " + there,
		"scp -f .":                   "\x01cv: . is a folder; copy it with -r\n",
		"scp -t .":                   "\x02cv: the CV can only be read\n",
		"scp -rt .":                  "\x02cv: the CV can only be read\n",
	} {
		out, stderr, status := replying(t, dial(t, s, gossh.ClientConfig{}), line, strings.Repeat("\x00", 20))
		if out != want || stderr != "" {
			t.Errorf("%s: got %.120q and %q, want %.120q", line, out, stderr, want)
		}
		if failed := strings.ContainsAny(want, "\x01\x02"); (status == exitFailed) != failed || !failed && status != exitDone {
			t.Errorf("%s: got status %d, want failure: %v", line, status, failed)
		}
	}
	for _, line := range []string{"scp -rf .", "scp -prf ./", "scp -r -f ~", "scp -rf ''"} {
		out, _, status := replying(t, dial(t, s, gossh.ClientConfig{}), line, strings.Repeat("\x00", 64))
		wantTimes := strings.Contains(line, "-prf")
		if status != exitDone || strings.Contains(out, times) != wantTimes || !strings.Contains(out, "D0555 0 cv\n") ||
			!strings.Contains(out, cvTxt) || !strings.HasSuffix(out, "E\n") {
			t.Errorf("%s: got status %d, %.200q, want the folder", line, status, out)
		}
	}
}

// A client may refuse a file and accept the next one, or give up.
func TestOldCopyRefused(t *testing.T) {
	s, _ := startServer(t, testConfig(t))
	c := dial(t, s, gossh.ClientConfig{})
	out, _, status := replying(t, c, "scp -f cv.txt cv.bib", "\x00\x01disk full\n\x00\x00")
	if !strings.Contains(out, "@") || strings.Contains(out, "Wen Kaiyue\n\n") || status != exitFailed {
		t.Errorf("got status %d, %.200q, want cv.bib only and failure", status, out)
	}
	for _, replies := range []string{"\x00\x02no\n", "\x00", "", "\x00?", "\x00\x01" + strings.Repeat("x", 3<<10)} {
		if out, _, status := replying(t, c, "scp -f cv.txt cv.bib", replies); status != exitFailed || strings.Contains(out, "@") {
			t.Errorf("%.20q: got status %d, %.100q, want failure without cv.bib", replies, status, out)
		}
	}
	for line, want := range map[string]int{"scp -f cv.txt": exitDone, "scp -f cv.txt cv.bib": exitFailed} {
		if _, _, status := replying(t, c, line, "\x00\x00"); status != want {
			t.Errorf("%s: got status %d, want %d for a client that leaves after the first file", line, status, want)
		}
	}
}

// replying runs a command with input on its standard input.
func replying(t *testing.T, c *gossh.Client, line, input string) (stdout, stderr string, status int) {
	t.Helper()
	session, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	var out, errs strings.Builder
	session.Stdin, session.Stdout, session.Stderr = strings.NewReader(input), &out, &errs
	if err = session.Run(line); err != nil {
		exit, ok := errors.AsType[*gossh.ExitError](err)
		if !ok {
			t.Fatalf("%s: %v", line, err)
		}
		status = exit.ExitStatus()
	}
	return out.String(), errs.String(), status
}
