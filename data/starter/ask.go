package starter

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"strings"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/uri"
)

// longestAnswer is the size limit of a line in bytes.
const longestAnswer = 1 << 10

// Ask asks for the answers, a line each. An empty line skips a question and the
// end of the input skips the rest; any other error of in ends the questions.
func Ask(in io.Reader, out io.Writer) (Answers, error) {
	var a Answers
	fmt.Fprint(out, "Five questions; enter skips one.\n\n")
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longestAnswer)
	for _, q := range []struct {
		words     string
		answer    *string
		read      func(string) string // returns "" for an invalid answer
		complaint string
	}{
		{"Your name", &a.Name, clean.Line, ""},
		{"What you do, in one line", &a.Headline, clean.Line, ""},
		{"Email", &a.Email, email, "That is not an email address; write it like you@example.com, or press enter."},
		{"City", &a.City, clean.Line, ""},
		{"Web site", &a.Website, website, "That is not a web address; write it like https://example.com, or press enter."},
	} {
		for {
			fmt.Fprintf(out, "  %s: ", q.words)
			if !lines.Scan() {
				fmt.Fprintln(out)
				if errors.Is(lines.Err(), bufio.ErrTooLong) {
					return a, fmt.Errorf("an answer is longer than %d bytes; skip the question and write it into the file", longestAnswer)
				}
				return a, lines.Err()
			}
			line := clean.Line(lines.Text())
			if *q.answer = q.read(line); *q.answer != "" || line == "" {
				break
			}
			fmt.Fprintf(out, "  %s\n", q.complaint)
		}
	}
	fmt.Fprintln(out)
	return a, nil
}

func email(s string) string {
	s = strings.TrimPrefix(s, "mailto:")
	if a, err := mail.ParseAddress(s); err != nil || a.Address != s {
		return ""
	}
	return s
}

func website(s string) string {
	for _, u := range []string{s, "https://" + s} {
		if uri.Safe(u) != "" && strings.Contains(u, ".") && strings.HasPrefix(u, "http") {
			return u
		}
	}
	return ""
}
