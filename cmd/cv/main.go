// Command cv shows a CV in a terminal: to anybody over SSH (serve), or here
// (view, render).
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
	"unicode"

	"github.com/spf13/cobra"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/server"
)

// The exit statuses of the program.
const (
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first signal asks for an orderly end; after it, a second one ends the
	// program at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := rootCommand()
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SetArgs(withCommand(args))
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	fmt.Fprintf(stderr, "cv: %s\n", shown(err.Error()))
	var usage usageError
	var flag *server.FlagError
	var syntax *data.SyntaxError
	if errors.As(err, &usage) || errors.As(err, &flag) && !errors.As(err, &syntax) {
		return exitUsage
	}
	return exitFailed
}

// shown is a sentence that may have the name of a file in it, or several, as a
// terminal can show them in one line.
func shown(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, strings.ReplaceAll(s, "\n", "; "))
}

func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "cv",
		Short: "A CV you can ssh into.",
		Long:  "A CV you can ssh into.\n\nWithout a command, cv serves. Every flag can be set by an environment variable\ntoo: --host-key is CV_HOST_KEY.",
		Args: func(_ *cobra.Command, args []string) error {
			return usageError{fmt.Errorf("there is no command %q; see cv --help", args[0])}
		},
		RunE:              func(*cobra.Command, []string) error { return nil }, // see withCommand
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return fromEnvironment(cmd.Flags()) },
		SilenceErrors:     true,
		SilenceUsage:      true,
	}
	root.AddCommand(serveCommand(), viewCommand(), renderCommand(),
		initCommand(), checkCommand(), schemaCommand(),
		visitsCommand(), fingerprintCommand(), healthcheckCommand(), versionCommand())
	for _, c := range root.Commands() {
		c.DisableFlagsInUseLine = true
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return flagSentence(err) })
	root.SetHelpFunc(help)
	return root
}

// defaultCommand is what cv does when it is not told.
const defaultCommand = "serve"

// withCommand puts the default command before arguments that name none. The
// version may be asked for as other programs have it.
func withCommand(args []string) []string {
	if len(args) == 1 && args[0] == "--version" {
		return []string{"version"}
	}
	if len(args) == 0 || strings.HasPrefix(args[0], "-") && !slices.Contains([]string{"-h", "--help"}, args[0]) {
		return append([]string{defaultCommand}, args...)
	}
	return args
}
