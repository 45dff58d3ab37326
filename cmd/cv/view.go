package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"

	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/tui"
)

func viewCommand() *cobra.Command {
	return &cobra.Command{
		Use: "view [FILE]", Short: "Show the CV in this terminal, without a server.", Args: arguments(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return view(cmd.Context(), cmd.OutOrStdout(), argument(args, 0))
		},
	}
}

// view shows the CV in file, or the one built in, until the reader quits.
func view(ctx context.Context, stdout io.Writer, file string) error {
	cv, err := loadCV(file)
	if err != nil {
		return err
	}
	files := func() (out []tui.File) {
		for _, f := range export.Formats() {
			command := "cv render " + f.Name
			if file != "" {
				command += " " + file
			}
			out = append(out, tui.File{Name: f.File, Summary: f.Summary, Command: command + " > " + f.File})
		}
		return out
	}
	final, err := tea.NewProgram(tui.New(tui.NewDocument(cv), tui.Options{Files: files}), tea.WithContext(ctx)).Run()
	if err != nil && !errors.Is(err, tea.ErrProgramKilled) {
		return err
	}
	if m, ok := final.(tui.Model); ok {
		fmt.Fprintln(stdout, m.Farewell())
	}
	return nil
}
