package main

import (
	"context"
	"io"
	"log/slog"
	"time"

	"charm.land/log/v2"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/server"
)

type serveCmd struct {
	Listen string `default:":2222" placeholder:"ADDR" help:"Address to listen on, HOST:PORT or :PORT. A socket passed by systemd takes its place."`
	HTTP   string `placeholder:"ADDR" help:"Address of the web door, HOST:PORT or :PORT. Default: none."`
	CV     string `placeholder:"FILE" help:"CV to show, JSON Resume as YAML or JSON. Default: the one built in."`

	identityFlags

	MaxConnections int           `default:"4096" help:"Connections at once."`
	MaxPending     int           `default:"256" help:"Connections at once that have no session yet; of the largest crowd the oldest gives way."`
	MaxPerSource   int           `default:"20" help:"Connections at once from one source (IPv4 /32, IPv6 /64)."`
	RatePerSource  float64       `default:"1" help:"New connections a second from one source."`
	BurstPerSource int           `default:"30" help:"New connections at once from one source after a rest."`
	StartupTimeout time.Duration `default:"10s" help:"Longest time from connecting to a session. A person who is asked about the host key has a minute more."`
	IdleTimeout    time.Duration `default:"10m" help:"Longest time in which a visitor types nothing."`
	SessionTimeout time.Duration `default:"1h" help:"Longest session."`
	ProxyFrom      []string      `placeholder:"CIDR,..." help:"Networks of proxies that speak the PROXY protocol, v1 or v2. Default: none."`

	LogFormat  string `enum:"text,json" default:"text" help:"Log for people (text) or machines (json)."`
	LogAddress string `enum:"truncate,hash,full" default:"truncate" help:"Where visits come from: their /24 or /48 (truncate), a word for the source (hash), or the address (full)."`
	LogLevel   string `enum:"debug,info,warn,error" default:"info" help:"Least important records to log: debug, info, warn or error."`
}

// Run serves until ctx is done.
func (c *serveCmd) Run(ctx context.Context, stderr logOutput) error {
	cv, err := loadCV(c.CV)
	if err != nil {
		return &server.FlagError{Flag: "--cv", Err: err}
	}
	logger := c.logger(stderr)
	s, err := server.New(server.Config{
		Listen: c.Listen, HTTP: c.HTTP, CV: cv, HostKey: c.HostKey, HostKeyPEM: hostKeyPEM(), StateDir: c.StateDir, PublicAddress: c.PublicAddress,
		MaxConnections: c.MaxConnections, MaxPending: c.MaxPending, MaxPerSource: c.MaxPerSource,
		RatePerSource: c.RatePerSource, BurstPerSource: c.BurstPerSource,
		StartupTimeout: c.StartupTimeout, IdleTimeout: c.IdleTimeout, SessionTimeout: c.SessionTimeout,
		ProxyFrom: c.ProxyFrom,
		Log:       logger, LogAddress: c.LogAddress,
	})
	if err != nil {
		return err
	}
	logger.Info("host key", "fingerprint", s.Fingerprint())
	logger.Info("visit it", "command", s.Command())
	return s.Run(ctx)
}

// logOutput is where logs go; stdout is the other writer that commands get.
type logOutput interface{ io.Writer }

func (c *serveCmd) logger(w io.Writer) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // the flag's enum is of its words
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level}))
	}
	return slog.New(log.NewWithOptions(w, log.Options{Level: log.Level(level), ReportTimestamp: true, TimeFormat: time.DateTime}))
}

// loadCV loads the named file, or the CV that is built in.
func loadCV(path string) (*data.CV, error) {
	if path == "" {
		return data.Embedded()
	}
	return data.LoadFile(path)
}
