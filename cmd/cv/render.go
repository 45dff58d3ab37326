package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"wenkaiyue.com/cv/data/export"
)

func renderCommand() *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use: "render FORMAT [FILE]", Short: "Write the CV in one format.", Args: arguments(1, 2),
		Long: "Write the CV of FILE, or the one built in, in one FORMAT:\n" + formatNames() + ".",
		RunE: func(cmd *cobra.Command, args []string) error {
			return render(cmd.OutOrStdout(), args[0], argument(args, 1), output)
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to this `FILE` (default: stdout)")
	return cmd
}

// render writes the CV in file, or the one built in, to stdout or to output.
func render(stdout io.Writer, format, file, output string) error {
	f, ok := export.Lookup(format)
	if !ok {
		return fmt.Errorf("there is no format %q; choose one of: %s", format, formatNames())
	}
	cv, _, err := loadCV(file)
	if err != nil {
		return err
	}
	if screen, ok := stdout.(term.File); ok && output == "" && f.Binary && term.IsTerminal(screen.Fd()) {
		return fmt.Errorf("%s is not for a screen; write it to a file: -o %s", f.File, f.File)
	}
	if output == "" {
		return f.Write(stdout, cv)
	}
	var b bytes.Buffer // a CV that cannot be written leaves an older file alone
	if err := f.Write(&b, cv); err != nil {
		return err
	}
	return os.WriteFile(output, b.Bytes(), 0o644)
}

func formatNames() string {
	var names []string
	for _, f := range export.Formats() {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}
