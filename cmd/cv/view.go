package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	tea "charm.land/bubbletea/v2"

	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/tui"
)

type viewCmd struct {
	File string `arg:"" optional:"" help:"CV to show. Default: the one built in."`
}

// Run shows the CV in this terminal until the reader quits.
func (c *viewCmd) Run(ctx context.Context, stdout io.Writer) error {
	cv, _, err := loadCV(c.File)
	if err != nil {
		return err
	}
	files := func() (out []tui.File) {
		for _, f := range export.Formats() {
			command := "cv render " + f.Name
			if c.File != "" {
				command += " " + c.File
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
