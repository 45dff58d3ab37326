// Command cv shows a CV in a terminal: to anybody over SSH (serve), or locally (view,
// render).
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"wenkaiyue.com/cv/data/clean"
)

// The exit statuses of the program.
const (
	exitFailed = 1
	exitUsage  = 2 // for a usageError
)

// usageError is an error of the command line or the environment.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// untilSignal returns a context for an orderly end at the first SIGINT or SIGTERM. The
// second kills the program, as the first does with commands that do not call this.
func untilSignal(cmd *cobra.Command) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

func run(args []string, stdout, stderr io.Writer) int {
	root := rootCommand()
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SetArgs(withCommand(args))
	err := root.Execute()
	if err == nil {
		return 0
	}
	unlessHanging(func() {
		if toJournal() {
			fmt.Fprint(stderr, errorPriority)
		}
		fmt.Fprintf(stderr, "cv: %s\n", shown(err.Error()))
	})
	if _, ok := errors.AsType[usageError](err); ok {
		return exitUsage
	}
	return exitFailed
}

// shown returns a message as one line of printable characters. The message may contain any
// file name.
func shown(s string) string {
	return clean.Printable(strings.ReplaceAll(s, "\n", "; "))
}

func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "cv",
		Short: "A CV you can ssh into.",
		Long: `A CV you can ssh into.

Without a command, cv serves. An environment variable can set each flag of
cv serve: CV_HOST_KEY sets --host-key.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if near := cmd.SuggestionsFor(args[0]); args[0] != "" && len(near) > 0 {
				return usageError{fmt.Errorf("unknown command %q; did you mean %s?", args[0], strings.Join(near, " or "))}
			}
			return usageError{fmt.Errorf("unknown command %q; see cv --help", args[0])}
		},
		RunE:          func(*cobra.Command, []string) error { return nil }, // see withCommand
		SilenceErrors: true,
		SilenceUsage:  true,

		SuggestionsMinimumDistance: 2,
	}
	serve := serveCommand()
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		return fromEnvironment(cmd.Flags(), serve.Flags())
	}
	root.AddCommand(serve, viewCommand(), renderCommand(),
		initCommand(), checkCommand(), schemaCommand(),
		visitsCommand(), fingerprintCommand(), healthcheckCommand(), versionCommand(), manCommand())
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return flagError(err) })
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), ".FlagUsages ", ".FlagUsagesWrapped 80 "))
	return root
}

// withCommand inserts the command serve if args has none, and replaces --version by the
// command.
func withCommand(args []string) []string {
	if len(args) == 1 && args[0] == "--version" {
		return []string{"version"}
	}
	if len(args) == 0 || strings.HasPrefix(args[0], "-") && !slices.Contains([]string{"-h", "--help"}, args[0]) {
		return append([]string{"serve"}, args...)
	}
	return args
}
