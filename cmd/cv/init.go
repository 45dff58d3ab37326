package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/muesli/cancelreader"
	"github.com/spf13/cobra"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/check"
	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/starter"
)

func initCommand() *cobra.Command {
	var from string
	var force, academic bool
	cmd := &cobra.Command{
		Use: "init [FILE]", Short: "Write a first CV file to edit.", Args: arguments(0, 1),
		Long: "Write a first CV file to edit, cv.yaml if no other is named, and the schema from\nwhich editors complete it. On a terminal, five questions are asked first.",
		RunE: func(cmd *cobra.Command, args []string) error {
			file, write := append(args, "cv.yaml")[0], createFile
			if force {
				write = saveFile
			}
			if err := canCreate(file, force); err != nil {
				return err
			}
			content, err := firstContent(cmd, from, academic)
			if err != nil {
				return err
			}
			if err := write(file, content); err != nil {
				return err
			}
			beside := filepath.Join(filepath.Dir(file), data.SchemaFile)
			and := fmt.Sprintf(", and %s, from which editors complete it", data.SchemaFile)
			switch old, err := os.ReadFile(beside); {
			case force || errors.Is(err, fs.ErrNotExist):
				if err := write(beside, []byte(data.JSONSchema())); err != nil {
					return err
				}
			case string(old) != data.JSONSchema():
				and = fmt.Sprintf("; %s is there already, and cv schema >%s renews it", data.SchemaFile, shown(beside))
			}
			return sayNext(cmd.ErrOrStderr(), file, and, content)
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "begin with the CV in this `FILE`: of any format that loads, or the data export of LinkedIn")
	cmd.Flags().BoolVar(&academic, "academic", false, "begin with the lists of a researcher: publications, talks, teaching")
	cmd.Flags().BoolVar(&force, "force", false, "write over a file that is there")
	return cmd
}

// firstContent returns the content of the file: the CV in from, or the starter with the
// owner's answers.
func firstContent(cmd *cobra.Command, from string, academic bool) ([]byte, error) {
	if from != "" {
		return starter.From(from)
	}
	answers := starter.Placeholders()
	if term.IsTerminal(os.Stdin.Fd()) {
		in, err := cancelreader.NewReader(os.Stdin)
		if err != nil {
			return nil, err
		}
		defer in.Close()
		ctx, stop := untilSignal(cmd)
		defer stop()
		defer context.AfterFunc(ctx, func() { in.Cancel() })()
		answers, err = starter.Ask(in, cmd.ErrOrStderr())
		if errors.Is(err, cancelreader.ErrCanceled) {
			err = errors.New("stopped; nothing was written")
		}
		if err != nil {
			return nil, err
		}
	}
	answers.Academic = academic
	return starter.New(answers)
}

// sayNext prints that file is written, and what else, and the commands for the next steps.
func sayNext(stderr io.Writer, file, and string, content []byte) error {
	report, err := check.File(file, bytes.NewReader(content), decode.Beside(file), time.Now(), nil)
	if err != nil {
		return err
	}
	ask := "look for mistakes in it"
	found := slices.DeleteFunc(report.Problems, func(p problem.Problem) bool { return p.Kind == problem.KindExample })
	if n := len(found) + report.More; n > 0 {
		ask = "see what to correct: " + count(n, "problem", "problems")
	}
	file = shown(file)
	w := tabwriter.NewWriter(stderr, 0, 0, 3, ' ', 0)
	fmt.Fprintf(w, "%s is written%s.\n\n", file, and)
	fmt.Fprintf(w, "  cv view %s\tlook at it in this terminal\n", file)
	fmt.Fprintf(w, "  cv check %s\t%s\n", file, ask)
	fmt.Fprintf(w, "  cv serve --cv %s\tshow it to everybody who comes by ssh\n", file)
	return w.Flush()
}

func schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use: "schema", Short: "Print the JSON Schema of a CV file, for editors.", Args: arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := io.WriteString(cmd.OutOrStdout(), data.JSONSchema())
			return err
		},
	}
}
