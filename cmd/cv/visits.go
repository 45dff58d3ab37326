package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/spf13/cobra"

	"wenkaiyue.com/cv/server/visits"
	"wenkaiyue.com/cv/tui"
)

// visitsFlags are the flags of cv visits.
type visitsFlags struct {
	since     string
	json, csv bool
}

func visitsCommand() *cobra.Command {
	var c visitsFlags
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
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.visits(cmd.OutOrStdout(), cmd.ErrOrStderr(), args)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&c.since, "since", "", "only what is of this day or later, `DATE`: 2026-11-01, or 7d or 4w for the last days or weeks (default: all)")
	flags.BoolVar(&c.json, "json", false, "the report as JSON")
	flags.BoolVar(&c.csv, "csv", false, "every visit as a line of CSV")
	return cmd
}

// visits reads the logs and writes the report.
func (c *visitsFlags) visits(stdout, stderr io.Writer, files []string) error {
	if c.json && c.csv {
		return usageError(errors.New("--json and --csv exclude each other; leave one of them out"))
	}
	var since time.Time
	if c.since != "" {
		var err error
		if since, err = visits.ParseSince(c.since, time.Now()); err != nil {
			return usageError(fmt.Errorf("--since: %w", err))
		}
	}
	if len(files) == 0 {
		files = []string{"-"}
	}
	if c.csv {
		table, err := visits.NewTable(stdout)
		if err == nil {
			_, err = readLogs(files, since, table, stderr)
		}
		return errors.Join(err, table.Flush())
	}
	summary := visits.NewSummary()
	lines, err := readLogs(files, since, summary, stderr)
	if err != nil && !errors.Is(err, visits.ErrDamaged) {
		return err
	}
	report := summary.Report(lines)
	if c.json {
		return errors.Join(err, report.JSON(stdout))
	}
	// The writer removes the styles where there is no terminal.
	return errors.Join(err, report.Text(colorprofile.NewWriter(stdout, os.Environ()), !tui.UTF8Locale(os.Environ())))
}

// readLogs passes the logs on to a sink. After a damaged log it goes on with the next
// one, and returns a [visits.ErrDamaged] in the end.
func readLogs(files []string, since time.Time, to visits.Sink, stderr io.Writer) (all visits.Lines, damaged error) {
	for _, name := range files {
		lines, err := readLog(name, since, to, stderr)
		all.Read += lines.Read
		all.Skipped += lines.Skipped
		switch {
		case errors.Is(err, visits.ErrDamaged):
			damaged = errors.Join(damaged, fmt.Errorf("%w; what comes before that is counted", err))
		case err != nil:
			return all, err
		}
	}
	return all, damaged
}

// readLog reads one log, or stdin for "-".
func readLog(name string, since time.Time, to visits.Sink, stderr io.Writer) (visits.Lines, error) {
	in := os.Stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return visits.Lines{}, err
		}
		defer f.Close()
		in = f
	} else if info, err := in.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		fmt.Fprintln(stderr, "cv: reading the log from this terminal; name a file, or end with ctrl+d")
	}
	lines, err := visits.Read(in, since, to)
	if err != nil {
		return lines, fmt.Errorf("%s: %w", name, err)
	}
	return lines, nil
}
