package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/charmbracelet/x/term"
	"github.com/muesli/cancelreader"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/check"
	"wenkaiyue.com/cv/data/schema"
	"wenkaiyue.com/cv/data/starter"
)

type initCmd struct {
	File  string `arg:"" optional:"" default:"cv.yaml" help:"File to write. Default: cv.yaml."`
	From  string `env:"-" placeholder:"FILE" help:"Begin with this JSON Resume, with everything that is in it."`
	Force bool   `env:"-" help:"Write over a file that is there."`
}

// Run writes a first CV file and its schema. On a terminal it asks for what goes
// into it.
func (c *initCmd) Run(ctx context.Context, stderr logOutput) error {
	if !c.Force {
		if err := starter.Free(c.File); err != nil {
			return err
		}
	}
	content, err := c.content(ctx, stderr)
	if err != nil {
		return err
	}
	if err := starter.Save(c.File, content); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := schema.Write(&b); err != nil {
		return err
	}
	beside := filepath.Join(filepath.Dir(c.File), schema.FileName)
	if c.Force || starter.Free(beside) == nil {
		if err := starter.Save(beside, b.Bytes()); err != nil {
			return err
		}
	}
	return c.next(stderr, content)
}

// content is what to write: the CV in --from, or the starter with what the owner
// answers.
func (c *initCmd) content(ctx context.Context, stderr io.Writer) ([]byte, error) {
	if c.From != "" {
		f, err := data.Open(c.From)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		src, err := io.ReadAll(io.LimitReader(f, data.MaxBytes+1))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.From, err)
		}
		return starter.Convert(c.From, src)
	}
	answers := starter.Placeholders()
	if term.IsTerminal(os.Stdin.Fd()) {
		in, err := cancelreader.NewReader(os.Stdin)
		if err != nil {
			return nil, err
		}
		defer in.Close()
		defer context.AfterFunc(ctx, func() { in.Cancel() })()
		answers, err = starter.Ask(in, stderr)
		if errors.Is(err, cancelreader.ErrCanceled) {
			err = errors.New("stopped; nothing is written")
		}
		if err != nil {
			return nil, err
		}
	}
	return starter.New(answers)
}

// next says what to type now.
func (c *initCmd) next(stderr io.Writer, content []byte) error {
	report, err := check.Check(c.File, bytes.NewReader(content))
	if err != nil {
		return err
	}
	ask := "look for mistakes in it"
	if n := len(report.Problems); n > 0 {
		ask = "put right what it has found: " + count(n, "thing", "things")
	}
	fmt.Fprintf(stderr, "%s is written, and beside it %s, from which editors complete it.\n\n", c.File, schema.FileName)
	for _, line := range [][2]string{
		{"cv view " + c.File, "look at it in this terminal"},
		{"cv check " + c.File, ask},
		{"cv serve --cv " + c.File, "show it to everybody who comes by ssh"},
	} {
		fmt.Fprintf(stderr, "  %-*s   %s\n", len("cv serve --cv "+c.File), line[0], line[1])
	}
	return nil
}

type schemaCmd struct{}

// Run prints the JSON Schema of a CV file.
func (schemaCmd) Run(stdout io.Writer) error { return schema.Write(stdout) }
