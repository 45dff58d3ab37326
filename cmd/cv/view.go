package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/check"
	"wenkaiyue.com/cv/data/export"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/watch"
	"wenkaiyue.com/cv/tui"
)

// lookEvery is the interval of checks of the file. It is short because an owner who saves
// the file looks at the screen at once.
const lookEvery = 100 * time.Millisecond

func viewCommand() *cobra.Command {
	var paths []string
	cmd := &cobra.Command{
		Use: "view [FILE]", Short: "Show the CV in this terminal, without a server.", Args: arguments(0, 1),
		Long: "Show the CV of FILE, or the one built in, in this terminal. A change of the file\nshows at once.",
		RunE: func(cmd *cobra.Command, args []string) error {
			path := append(args, "")[0]
			lib := library(cmd.ErrOrStderr(), paths)
			v, file := loadCV(watch.NewFile(path))
			if v.Err != nil {
				return v.Err
			}
			files := func(cv *data.CV) (out []tui.File) {
				for _, f := range export.Offered(cv, lib) {
					command := strings.Join(slices.Concat([]string{"cv render", f.Name}, args, []string{"-o", f.File}), " ")
					out = append(out, tui.File{Name: f.File, Summary: f.Summary(cv.Words()), Command: command})
				}
				return out
			}
			ctx, stop := untilSignal(cmd)
			program := tea.NewProgram(tui.New(tui.NewDocument(v.CV), tui.Options{Files: files, BibTeX: export.BibEntries}), tea.WithContext(ctx))
			var watcher sync.WaitGroup
			if file != nil {
				watcher.Go(func() {
					file.Watch(ctx, lookEvery, nil, func(v watch.Version) { program.Send(message(v, lib)) }, nil)
				})
			}
			defer watcher.Wait()
			defer stop()
			final, err := program.Run()
			if err != nil && !errors.Is(err, tea.ErrProgramKilled) {
				return err
			}
			if m, ok := final.(tui.Model); ok {
				fmt.Fprintln(cmd.OutOrStdout(), m.Farewell())
			}
			return nil
		},
	}
	fontsFlag(cmd.Flags(), &paths)
	return cmd
}

// message returns the message to the program about a version of the file.
func message(v watch.Version, lib *fonts.Library) tea.Msg {
	file := shown(filepath.Base(v.Path))
	if v.Err == nil {
		note, report := "reloaded", check.Source(v.Source, time.Now(), lib)
		if len(report.Problems) > 0 {
			note += "; " + count(report.Count(problem.Warning), "warning", "warnings") + ": cv check " + file
		}
		return tui.Replace{Document: tui.NewDocument(v.CV), Note: note}
	}
	p := problem.Problem{Message: shown(v.Err.Error())}
	if found, ok := errors.AsType[*problem.Problem](v.Err); ok {
		p = *found
	}
	p.File = file
	return p
}
