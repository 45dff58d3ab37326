package main

import (
	"bytes"
	"fmt"
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
			f, ok := export.Lookup(args[0])
			if !ok {
				return usageError{fmt.Errorf("there is no format %q; choose one of: %s", args[0], formatNames())}
			}
			file := append(args, "")[1]
			load := data.Embedded
			if file != "" {
				load = func() (*data.CV, error) { return data.LoadFile(file) }
			}
			cv, err := load()
			if err != nil {
				return err
			}
			if cv.Basics.Name == "" { // only its owner sees it here
				fmt.Fprintf(cmd.ErrOrStderr(), "cv: %s\n", shown(data.Nameless(file).Error()))
			}
			stdout := cmd.OutOrStdout()
			if screen, ok := stdout.(term.File); ok && output == "" && f.Binary && term.IsTerminal(screen.Fd()) {
				return fmt.Errorf("%s is not for a screen; write it to a file: -o %s", f.File, f.File)
			}
			lib := library(cmd.ErrOrStderr(), paths)
			if output == "" {
				return f.Write(stdout, cv, lib)
			}
			var b bytes.Buffer // if rendering fails, an older file stays
			if err := f.Write(&b, cv, lib); err != nil {
				return err
			}
			return saveFile(output, b.Bytes())
		},
	}
	fontsFlag(cmd.Flags(), &paths)
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to this `FILE` (default: stdout)")
	return cmd
}

func formatNames() string {
	var names []string
	for _, f := range export.Formats() {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}
