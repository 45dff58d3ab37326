package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/check"
)

// mostProblems is how many problems are printed; who has more begins with these.
const mostProblems = 200

func checkCommand() *cobra.Command {
	var machine bool
	cmd := &cobra.Command{
		Use: "check FILE", Short: "Say what is wrong in a CV file.", Args: arguments(1, 1),
		Long: "Say what is wrong in a CV file, where, and what to write instead. The exit status\nis 1 where the CV is not ready to be shown.",
		RunE: func(cmd *cobra.Command, args []string) error {
			return checkFile(cmd.OutOrStdout(), args[0], machine)
		},
	}
	cmd.Flags().BoolVar(&machine, "json", false, "write one JSON document, for programs")
	return cmd
}

// checkFile prints what is wrong with a CV file; it is an error only where the CV
// is not ready to be shown.
func checkFile(stdout io.Writer, file string, machine bool) error {
	f, err := data.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	report, err := check.Check(file, f)
	if err != nil {
		return err
	}
	if machine {
		err = forMachines(stdout, report)
	} else {
		err = forPeople(stdout, report)
	}
	if err == nil && report.Count(data.Error) > 0 {
		return fmt.Errorf("%s is not ready to be shown", file)
	}
	return err
}

// forPeople prints two lines for each problem, the first in the form in which
// compilers speak, so that editors can jump to the place.
func forPeople(stdout io.Writer, r *check.Report) error {
	w := bufio.NewWriter(stdout)
	for i, p := range r.Problems {
		if i == mostProblems {
			fmt.Fprintf(w, "and %d more\n", len(r.Problems)-i+r.More)
			break
		}
		fmt.Fprintf(w, "%s:", p.File)
		if p.Line > 0 {
			fmt.Fprintf(w, "%d:%d:", p.Line, p.Column)
		}
		fmt.Fprintf(w, " %s: ", p.Severity)
		if p.Path != "" && !strings.HasPrefix(p.Message, p.Path) {
			fmt.Fprintf(w, "%s: ", p.Path)
		}
		fmt.Fprintln(w, p.Message)
		if p.Fix != "" {
			fmt.Fprintf(w, "    %s\n", p.Fix)
		}
	}
	if len(r.Problems) == 0 {
		sections, entries := size(r)
		fmt.Fprintf(w, "%s is fine: %s, %s\n", r.File, count(sections, "section", "sections"), count(entries, "entry", "entries"))
	} else {
		fmt.Fprintf(w, "%s, %s\n", count(r.Count(data.Error), "error", "errors"), count(r.Count(data.Warning), "warning", "warnings"))
	}
	return w.Flush()
}

// forMachines prints what forPeople does, and the counts, as JSON.
func forMachines(stdout io.Writer, r *check.Report) error {
	sections, entries := size(r)
	out := struct {
		File     string         `json:"file"`
		Errors   int            `json:"errors"`
		Warnings int            `json:"warnings"`
		Sections int            `json:"sections"`
		Entries  int            `json:"entries"`
		Problems []data.Problem `json:"problems"` // the first of them
	}{r.File, r.Count(data.Error), r.Count(data.Warning), sections, entries, r.Problems[:min(len(r.Problems), mostProblems)]}
	if out.Problems == nil {
		out.Problems = []data.Problem{}
	}
	enc := json.NewEncoder(stdout)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

// size counts what a reader of the CV sees.
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
