package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/export/pdf/fonts"
	"wenkaiyue.com/cv/data/problem"
	"wenkaiyue.com/cv/data/watch"
	"wenkaiyue.com/cv/server"
	"wenkaiyue.com/cv/server/guard"
)

// checkFlag is the flag of serve that no variable sets: with it in its environment, a
// server would never start.
const checkFlag = "check"

func serveCommand() *cobra.Command {
	var file, logFormat, logLevel string
	var fontPaths []string
	var check bool
	var cfg server.Config
	cmd := &cobra.Command{
		Use: "serve", Short: "Serve the CV over SSH (the default command).", Args: arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			followMaxConnections(cmd.Flags(), &cfg.Limits)
			out := newLogOutput(cmd.ErrOrStderr(), logFormat)
			defer out.flush()
			cfg.HostKeyPEM, cfg.Log = hostKeyPEM(), out.logger(logLevel)
			slog.SetDefault(out.libraryLogger())
			fitDescriptors(cfg.Log, maxDescriptors(), &cfg.Limits)
			warnUnknown(cfg.Log, cmd.Flags())
			ctx, stop := untilSignal(cmd)
			defer stop()
			return serve(ctx, cfg, file, fontPaths, check)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	listenFlag(flags, &cfg.Listen, "listen on `ADDR,...`, each HOST:PORT or :PORT; may be repeated; 0.0.0.0 is IPv4 alone; sockets passed by systemd take their place")
	flags.StringVar(&cfg.HTTP, "http", "", "serve browsers on `ADDR`, HOST:PORT or :PORT (default: none)")
	flags.StringVar(&file, "cv", "", "show the CV in `FILE`, JSON Resume as YAML or JSON, read again when it changes and on SIGHUP (default: the one built in)")
	fontsFlag(flags, &fontPaths)
	identityFlags(flags, &cfg)
	limitFlags(flags, &cfg)
	flags.StringSliceVar(&cfg.Tags, "tag", nil, "count and log the user names `NAME,...`, so that ssh NAME@HOST tells which application was read; others are not stored (default: none)")
	flags.StringVar(&cfg.Metrics, "metrics", "", "serve Prometheus metrics, /healthz and /readyz on `ADDR`, HOST:PORT (default: none)")
	choice(flags, &logFormat, "log-format", "`FORMAT` of the log, text for people or json for machines", "text", "json")
	choice(flags, &cfg.LogAddress, "log-address", "`FORM` of the visitors' addresses in the log: their /24 or /48 (truncate), a word for the source (hash), or the address (full)", "truncate", "hash", "full")
	choice(flags, &logLevel, "log-level", "`LEVEL` of the least important records in the log: debug, info, warn or error", "info", "debug", "warn", "error")
	flags.BoolVar(&check, checkFlag, false, "check settings, CV, fonts and host key without listening or writing, and exit with 0, 1 (a CV is wrong) or 2")
	return cmd
}

func limitFlags(flags *pflag.FlagSet, cfg *server.Config) {
	cfg.Limits = guard.Defaults()
	l := &cfg.Limits
	flags.IntVar(&l.MaxConnections, "max-connections", l.MaxConnections, "connections at once")
	flags.IntVar(&l.MaxPending, "max-pending", l.MaxPending, "connections at once without a session yet; a further one closes one of the source with the most of them")
	flags.IntVar(&l.MaxPerSource, "max-per-source", l.MaxPerSource, "connections at once from one source (IPv4 /32, IPv6 /64)")
	flags.Float64Var(&l.RatePerSource, "rate-per-source", l.RatePerSource, "new connections a second from one source")
	flags.IntVar(&l.BurstPerSource, "burst-per-source", l.BurstPerSource, "new connections at once from one source after a rest; further sessions of a connection count too")
	flags.IntVar(&l.InputPerSource, "input-per-source", l.InputPerSource, "bytes a second that the connections of one source may send")
	flags.IntVar(&l.WorkPerSource, "work-per-source", l.WorkPerSource, "percent of a core for the screens of one source")
	duration(flags, &l.StartupTimeout, "startup-timeout", l.StartupTimeout, "longest time from connecting to a session; a person who is asked about the host key has a minute more")
	duration(flags, &l.IdleTimeout, "idle-timeout", l.IdleTimeout, "a session without input for this time ends")
	duration(flags, &l.SessionTimeout, "session-timeout", l.SessionTimeout, "longest session")
	flags.StringSliceVar(&cfg.ProxyFrom, "proxy-from", nil, "the networks `CIDR,...` of proxies that speak the PROXY protocol, v1 or v2 (default: none)")
}

// followMaxConnections limits unset limits to --max-connections.
func followMaxConnections(flags *pflag.FlagSet, l *guard.Config) {
	if !flags.Changed("max-pending") {
		l.MaxPending = min(l.MaxPending, l.MaxConnections)
	}
	if !flags.Changed("max-per-source") {
		l.MaxPerSource = min(l.MaxPerSource, l.MaxConnections)
	}
}

// otherDescriptors is the number of descriptors for all but visitors: files, the metrics, and
// connections that are only told to leave.
const otherDescriptors = 128

// fitDescriptors lowers the limits of connections to what the descriptors of the process
// allow. Without a free one the server would accept nobody, and could not make room.
func fitDescriptors(log *slog.Logger, most int, l *guard.Config) {
	fit := most - min(otherDescriptors, most/2)
	if l.MaxConnections <= fit {
		return
	}
	log.Warn("too few file descriptors for --max-connections, which is lowered; raise ulimit -n, or LimitNOFILE= of systemd",
		"descriptors", most, "needed", l.MaxConnections+otherDescriptors, "connections", fit)
	l.MaxConnections = fit
	l.MaxPending = min(l.MaxPending, fit)
	l.MaxPerSource = min(l.MaxPerSource, fit)
}

// serve serves the CV in file until ctx is done, or until its terminal hangs up. Without a
// terminal, SIGHUP reloads the CV. If check is set, serve only checks.
func serve(ctx context.Context, cfg server.Config, file string, fontPaths []string, check bool) error {
	defer runtime.KeepAlive(collectSeldom())
	hangups := make(chan os.Signal, 1)
	if (term.IsTerminal(os.Stdin.Fd()) || term.IsTerminal(os.Stderr.Fd())) && !signal.Ignored(syscall.SIGHUP) {
		var stop context.CancelFunc
		ctx, stop = signal.NotifyContext(ctx, syscall.SIGHUP)
		defer stop()
	} else {
		signal.Notify(hangups, syscall.SIGHUP)
		defer signal.Stop(hangups)
	}
	first, editions := loadCV(watch.NewEditions(file, cfg.Tags))
	if err := first.Err; err != nil {
		err = fmt.Errorf("--cv: %w", err)
		if _, ok := errors.AsType[*problem.Problem](err); ok {
			return err
		}
		return usageError{err}
	}
	cfg.First, cfg.Editions, cfg.Reload = first, editions, hangups
	cfg.Version, cfg.Revision = version, commit()
	cfg.Fonts = fonts.New(fontPaths...)
	for _, err := range cfg.Fonts.Warnings() {
		cfg.Log.Warn("a font is not used", "err", err)
	}
	if check {
		return configError(server.Check(cfg))
	}
	s, err := server.New(cfg)
	if err != nil {
		return configError(err)
	}
	cfg.Log.Info("host key", "fingerprint", s.Fingerprint())
	cfg.Log.Info("visit it", "command", s.Command())
	debug.FreeOSMemory() // memory for reading the files and fonts
	return s.Run(ctx)
}

// idleHeap is the size of a reserve, in bytes. It is never written to, so it takes no memory
// of the machine. The garbage collector paces itself by the size of the heap; with only a few
// megabytes it would run after every 50 visits, for a twentieth of their CPU.
const idleHeap = 32 << 20

// collectSeldom makes the garbage collector run less often while there are few visitors,
// unless GOGC is set. It runs when the heap with idleHeap has grown by 40 %. With many
// visitors that is sooner than by Go's default, 100 % of the heap. It returns the reserve.
func collectSeldom() *strings.Builder {
	var reserved strings.Builder // make would write zeros where the memory is not new
	if os.Getenv("GOGC") == "" {
		reserved.Grow(idleHeap)
		debug.SetGCPercent(40)
	}
	return &reserved
}

// loadCV loads the named file, with its editions if it can have any, or the built-in CV,
// for which it returns no file.
func loadCV(file *watch.Editions) (watch.Version, *watch.Editions) {
	if file.Path() == "" {
		cv, err := data.Embedded()
		return watch.Version{CV: cv, Err: err}, nil
	}
	return file.Load(), file
}
