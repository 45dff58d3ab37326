package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"wenkaiyue.com/cv/server"
)

// healthcheckCmd has the flags of serve that say where the server is, so that one
// environment does for both.
type healthcheckCmd struct {
	Listen    string        `default:":2222" placeholder:"ADDR" help:"Address that the server listens on; without a host, this machine's."`
	HostKey   string        `placeholder:"FILE" help:"Host key that the server should have. Default: the one in --state-dir, or any if it cannot be read."`
	StateDir  string        `placeholder:"DIR" help:"Directory of the host key. Default: ~/.local/state/cv."`
	ProxyFrom []string      `placeholder:"CIDR,..." help:"Networks of proxies, as the server knows them."`
	Timeout   time.Duration `default:"5s" help:"Longest time for all of it."`
}

// Run visits the server and says how it is.
func (c *healthcheckCmd) Run(ctx context.Context, stdout io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, c.Timeout)
	defer cancel()
	line, err := server.Healthcheck(ctx, server.Config{
		Listen: c.Listen, HostKey: c.HostKey, HostKeyPEM: hostKeyPEM(), StateDir: c.StateDir, ProxyFrom: c.ProxyFrom,
	})
	if err == nil {
		_, err = fmt.Fprintln(stdout, line)
	}
	return err
}
