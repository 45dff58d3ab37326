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
		words  string
		answer *string
		read   func(string) (value, complaint string)
	}{
		{"Your name", &a.Name, nil},
		{"What you do, in one line", &a.Headline, nil},
		{"Email", &a.Email, email},
		{"City", &a.City, nil},
		{"Web site", &a.Website, website},
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
			value, complaint := clean.Line(lines.Text()), ""
			if q.read != nil && value != "" {
				value, complaint = q.read(value)
			}
			if complaint == "" {
				*q.answer = value
				break
			}
			fmt.Fprintf(out, "  %s\n", complaint)
		}
	}
	fmt.Fprintln(out)
	return a, nil
}

func email(s string) (value, complaint string) {
	s = strings.TrimPrefix(s, "mailto:")
	if a, err := mail.ParseAddress(s); err != nil || a.Address != s {
		return "", "That is no email address; write it like you@example.com, or press enter."
	}
	return s, ""
}

func website(s string) (value, complaint string) {
	for _, u := range []string{s, "https://" + s} {
		if uri.Safe(u) != "" && strings.Contains(u, ".") && strings.HasPrefix(u, "http") {
			return u, ""
		}
	}
	return "", "That is no web address; write it like https://example.com, or press enter."
}
