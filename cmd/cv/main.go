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
	"syscall"

	"github.com/alecthomas/kong"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/server"
)

// The exit statuses of the program.
const (
	exitFailed = 1
	exitUsage  = 2
)

// cli is the command line.
type cli struct {
	Serve       serveCmd       `cmd:"" default:"withargs" help:"Show the CV to anybody who comes by ssh. This is the default."`
	View        viewCmd        `cmd:"" help:"Show the CV in this terminal, without a server."`
	Render      renderCmd      `cmd:"" help:"Write the CV in one format."`
	Fingerprint fingerprintCmd `cmd:"" help:"Print the host key's fingerprint, its SSHFP record and its known_hosts line."`
	Healthcheck healthcheckCmd `cmd:"" help:"Visit the server on this machine and say whether it is well."`
	Version     versionCmd     `cmd:"" help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first signal asks for an orderly end; after it, a second one ends the
	// program at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	exited, status := false, 0
	parser, err := kong.New(new(cli),
		kong.Name("cv"),
		kong.Description("A CV you can ssh into.\n\nEvery flag can be set by an environment variable too: --host-key is CV_HOST_KEY."),
		kong.DefaultEnvars("CV"),
		kong.Writers(stdout, stderr),
		kong.Exit(func(s int) { exited, status = true, s }), // --help
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.BindTo(stdout, (*io.Writer)(nil)),
		kong.BindTo(stderr, (*logOutput)(nil)),
		kong.Vars{"formats": formatNames()},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	)
	if err != nil {
		panic(err) // the types above are wrong
	}
	command, err := parser.Parse(args)
	if exited {
		return status
	}
	if err != nil {
		fmt.Fprintf(stderr, "cv: %v; see cv --help\n", err)
		return exitUsage
	}
	if err := command.Run(); err != nil {
		fmt.Fprintf(stderr, "cv: %v\n", err)
		var flag *server.FlagError
		var syntax *data.SyntaxError
		if errors.As(err, &flag) && !errors.As(err, &syntax) {
			return exitUsage
		}
		return exitFailed
	}
	return 0
}
