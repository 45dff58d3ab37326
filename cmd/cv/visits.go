package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"wenkaiyue.com/cv/server/visits"
	"wenkaiyue.com/cv/tui"
)

func visitsCommand() *cobra.Command {
	summary := visits.NewSummary()
	var asJSON, asCSV bool
	cmd := &cobra.Command{
		Use: "visits [FILE...]", Short: "Print who has read the CV.", Args: arguments(0, -1),
		Long: `Print who has read the CV, from logs of cv serve --log-format json, plain or
gzip. Without a FILE, or where it is -, the log comes from stdin.

Nobody can know who is a person. The guess is: whoever turned to a second
section or page at a terminal is one; a library of programmers (Go, paramiko,
libssh and the like) is a program otherwise; and with any other software
(OpenSSH, PuTTY, WinSCP and the like) it was a person who took a file, had the
CV on screen for a second, or asked for a section or for help. On the web, a
browser, curl or wget is a person unless it calls itself a robot. Health checks
and refused visits do not count.`,
		RunE: func(cmd *cobra.Command, files []string) error {
			if asJSON && asCSV {
				return usageError{errors.New("--json and --csv exclude each other; leave one of them out")}
			}
			rows := csv.NewWriter(cmd.OutOrStdout())
			if asCSV {
				_ = rows.Write(visits.Columns()) // rows keeps the error
				summary.Each = func(r *visits.Record, person bool) error { return rows.Write(visits.Row(r, person)) }
			}
			err := readLogs(summary, files, cmd.ErrOrStderr())
			switch {
			case err != nil && !errors.Is(err, visits.ErrDamaged):
				return err
			case asCSV:
				rows.Flush()
				return errors.Join(err, rows.Error())
			case asJSON:
				return errors.Join(err, summary.Report().JSON(cmd.OutOrStdout()))
			}
			// Without a terminal, the writer removes the styles.
			out := colorprofile.NewWriter(cmd.OutOrStdout(), os.Environ())
			return errors.Join(err, summary.Report().Text(out, !tui.UTF8Locale(os.Environ())))
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.Func("since", "count only visits since `DATE`: 2026-11-01, or 7d or 4w for the last days or weeks (default: all)",
		func(s string) (err error) {
			summary.Since, err = visits.ParseSince(s, time.Now())
			return err
		})
	flags.BoolVar(&asJSON, "json", false, "write the report as JSON")
	flags.BoolVar(&asCSV, "csv", false, "write each visit as a line of CSV")
	return cmd
}

// readLogs adds up the logs, or stdin if there are none. After a damaged log it goes on
// with the next, and returns a [visits.ErrDamaged] at the end.
func readLogs(summary *visits.Summary, files []string, stderr io.Writer) (damaged error) {
	if len(files) == 0 {
		files = []string{"-"}
	}
	for _, name := range files {
		err := readLog(summary, name, stderr)
		switch {
		case errors.Is(err, visits.ErrDamaged):
			damaged = errors.Join(damaged, fmt.Errorf("%s: %w; what comes before that is counted", name, err))
		case err != nil:
			return err
		}
	}
	return damaged
}

func readLog(summary *visits.Summary, name string, stderr io.Writer) error {
	if name == "-" {
		if term.IsTerminal(os.Stdin.Fd()) {
			fmt.Fprintln(stderr, "cv: reading the log from this terminal; name a file, or end with ctrl+d")
		}
		return summary.Read(os.Stdin)
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return summary.Read(f)
}
