package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export"
)

func renderCommand() *cobra.Command {
	var output string
	var paths []string
	cmd := &cobra.Command{
		Use: "render FORMAT [FILE]", Short: "Write the CV in one format.", Args: arguments(1, 2),
		Long: "Write the CV of FILE, or the one built in, in one FORMAT:\n" + formatNames() + ".",
		RunE: func(cmd *cobra.Command, args []string) error {
			return render(cmd.OutOrStdout(), cmd.ErrOrStderr(), args[0], argument(args, 1), output, paths)
		},
	}
	fontsFlag(cmd.Flags(), &paths)
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to this `FILE` (default: stdout)")
	return cmd
}

// render writes the CV in file, or the one built in, to stdout or to output, even if it
// has no name: its owner alone sees it here.
func render(stdout, stderr io.Writer, format, file, output string, paths []string) error {
	f, ok := export.Lookup(format)
	if !ok {
		return fmt.Errorf("there is no format %q; choose one of: %s", format, formatNames())
	}
	load := data.Embedded
	if file != "" {
		load = func() (*data.CV, error) { return data.LoadFile(file) }
	}
	cv, err := load()
	if err != nil {
		return err
	}
	if cv.Basics.Name == "" {
		fmt.Fprintf(stderr, "cv: %s\n", shown(data.Nameless(file).Error()))
	}
	if screen, ok := stdout.(term.File); ok && output == "" && f.Binary && term.IsTerminal(screen.Fd()) {
		return fmt.Errorf("%s is not for a screen; write it to a file: -o %s", f.File, f.File)
	}
	lib := library(stderr, paths)
	if output == "" {
		return f.Write(stdout, cv, lib)
	}
	var b bytes.Buffer // if this fails, an older file stays
	if err := f.Write(&b, cv, lib); err != nil {
		return err
	}
	return saveFile(output, b.Bytes())
}

func formatNames() string {
	var names []string
	for _, f := range export.Formats() {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}
