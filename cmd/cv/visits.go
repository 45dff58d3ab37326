package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/charmbracelet/colorprofile"

	"wenkaiyue.com/cv/server"
	"wenkaiyue.com/cv/server/visits"
	"wenkaiyue.com/cv/tui"
)

type visitsCmd struct {
	Files []string `arg:"" optional:"" name:"file" help:"Logs of cv serve --log-format json, plain or gzip. Default, or -: stdin."`
	Since string   `placeholder:"DATE" help:"Only what is of this day or later: 2026-11-01, or 7d or 4w for the last days or weeks."`
	JSON  bool     `xor:"form" help:"The report as JSON."`
	CSV   bool     `xor:"form" help:"Every visit as a line of CSV."`
}

// Help is how the report tells people from programs; see package visits.
func (*visitsCmd) Help() string {
	return `Nobody can know who is a person. The guess is: whoever turned to a second section or page at a terminal is one; a library of programmers (Go, paramiko, libssh and the like) is a program otherwise; and with any other software (OpenSSH, PuTTY, WinSCP and the like) it was a person who took a file, had the CV on screen for a second, or asked for a section or for help. On the web, a browser, curl or wget is a person unless it calls itself a robot. Health checks and refused visits do not count.`
}

// Run reads the logs and writes the report.
func (c *visitsCmd) Run(stdout io.Writer, stderr logOutput) error {
	if c.CSV {
		table, err := visits.NewTable(stdout)
		if err == nil {
			_, err = c.read(table, stderr)
		}
		if err != nil {
			return err
		}
		return table.Flush()
	}
	summary := visits.NewSummary()
	lines, err := c.read(summary, stderr)
	if err != nil {
		return err
	}
	report := summary.Report(lines)
	if c.JSON {
		return report.JSON(stdout)
	}
	// The writer takes the styles out where there is no terminal for them.
	return report.Text(colorprofile.NewWriter(stdout, os.Environ()), !tui.UTF8Locale(os.Environ()))
}

// read hands what the flags ask for to a sink.
func (c *visitsCmd) read(to visits.Sink, stderr io.Writer) (all visits.Lines, err error) {
	if c.Since != "" {
		day, err := visits.ParseSince(c.Since, time.Now())
		if err != nil {
			return all, &server.FlagError{Flag: "--since", Err: err}
		}
		to = visits.Since(day, to)
	}
	files := c.Files
	if len(files) == 0 {
		files = []string{"-"}
	}
	for _, name := range files {
		lines, err := readLog(name, to, stderr)
		if err != nil {
			return all, err
		}
		all.Read += lines.Read
		all.Skipped += lines.Skipped
	}
	return all, nil
}

// readLog reads one log, or stdin for "-".
func readLog(name string, to visits.Sink, stderr io.Writer) (visits.Lines, error) {
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
	lines, err := visits.Read(in, to)
	if err != nil {
		return lines, fmt.Errorf("%s: %w", name, err)
	}
	return lines, nil
}
