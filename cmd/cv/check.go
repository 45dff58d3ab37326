package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/cell"
	"wenkaiyue.com/cv/data/check"
	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/problem"
)

// mostProblems limits the printed problems.
const mostProblems = 200

func checkCommand() *cobra.Command {
	var machine bool
	day := time.Now()
	var paths []string
	cmd := &cobra.Command{
		Use: "check FILE", Short: "Report mistakes in a CV file.", Args: arguments(1, 1),
		Long: "Report mistakes in a CV file, with their places and what to write instead. The\nexit status is 1 if the CV cannot be shown.",
		RunE: func(cmd *cobra.Command, args []string) error {
			file := args[0]
			f, err := data.Open(file, 0)
			if err != nil {
				return err
			}
			defer f.Close()
			report, err := check.File(file, f, decode.Beside(file), day, library(cmd.ErrOrStderr(), paths))
			if err != nil {
				return err
			}
			print := forPeople
			if machine {
				print = forMachines
			}
			err = print(cmd.OutOrStdout(), report)
			if err == nil && report.Count(problem.Error) > 0 {
				return fmt.Errorf("%s is not ready to be shown", file)
			}
			return err
		},
	}
	fontsFlag(cmd.Flags(), &paths)
	cmd.Flags().BoolVar(&machine, "json", false, "write one JSON document, for programs")
	cmd.Flags().Func("today", "compare dates with `DATE`, not with today", func(s string) (err error) {
		if day, err = time.Parse(time.DateOnly, s); err != nil {
			return fmt.Errorf("%q is not a date; write it like 2026-07-31", s)
		}
		return nil
	})
	return cmd
}

// forPeople prints each problem: a line in the form of compilers, so that editors can jump
// to the place; the line of the file, with a caret under the spot; and the correction.
func forPeople(stdout io.Writer, r *check.Report) error {
	w := bufio.NewWriter(stdout)
	for _, p := range r.Notes {
		fmt.Fprintf(w, "%s: %s: %s\n", p.File, p.Severity, p.Message)
	}
	most := r.Problems[:min(len(r.Problems), mostProblems)]
	for _, p := range most {
		fmt.Fprintf(w, "%s:", p.File)
		if p.Line > 0 {
			fmt.Fprintf(w, "%d:%d:", p.Line, p.Column)
		}
		fmt.Fprintf(w, " %s: ", p.Severity)
		if p.Path != "" && !strings.HasPrefix(p.Message, p.Path) {
			fmt.Fprintf(w, "%s: ", p.Path)
		}
		fmt.Fprint(w, p.Message)
		if p.Count > 1 {
			fmt.Fprintf(w, " (and %d more like it)", p.Count-1)
		}
		fmt.Fprintln(w)
		excerpt(w, p)
		if p.Fix != "" {
			fmt.Fprintf(w, "    %s\n", p.Fix)
		}
	}
	if more := len(r.Problems) - len(most) + r.More; more > 0 {
		fmt.Fprintf(w, "and %d more\n", more)
	}
	if len(r.Problems) == 0 {
		sections, entries := size(r)
		fmt.Fprintf(w, "%s is fine: %s, %s\n", r.File, count(sections, "section", "sections"), count(entries, "entry", "entries"))
	} else {
		fmt.Fprintf(w, "%s, %s\n", count(r.Count(problem.Error), "error", "errors"), count(r.Count(problem.Warning), "warning", "warnings"))
	}
	return w.Flush()
}

// excerptWidth is the part of a line shown on either side of the caret, in columns.
const excerptWidth = 36

// excerpt prints the line of a problem, or the part of a long line around it, with a caret
// under the column.
func excerpt(w io.Writer, p problem.Problem) {
	if strings.TrimSpace(p.Before+p.At) == "" {
		return
	}
	before := p.Before
	if cell.Width(before) > excerptWidth {
		before = "…" + cell.Suffix(before, excerptWidth-1)
	}
	number := fmt.Sprintf("%5d | ", p.Line)
	fmt.Fprintf(w, "%s%s%s\n", number, before, cell.Truncate(p.At, excerptWidth, "…"))
	fmt.Fprintf(w, "%*s%s^\n", len(number), "| ", strings.Repeat(" ", cell.Width(before)))
}

// forMachines prints the problems and their counts as JSON.
func forMachines(stdout io.Writer, r *check.Report) error {
	sections, entries := size(r)
	return data.EncodeJSON(stdout, struct {
		File     string            `json:"file"`
		Errors   int               `json:"errors"`
		Warnings int               `json:"warnings"`
		Sections int               `json:"sections"`
		Entries  int               `json:"entries"`
		Problems []problem.Problem `json:"problems"` // the first ones
		Notes    []problem.Problem `json:"notes"`
	}{
		r.File, r.Count(problem.Error), r.Count(problem.Warning), sections, entries,
		append([]problem.Problem{}, r.Problems[:min(len(r.Problems), mostProblems)]...), append([]problem.Problem{}, r.Notes...),
	})
}

// size counts the sections and entries of the CV.
func size(r *check.Report) (sections, entries int) {
	if r.CV == nil {
		return 0, 0
	}
	for _, s := range r.CV.Sections() {
		sections++
		entries += len(s.Items)
	}
	return sections, entries
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
