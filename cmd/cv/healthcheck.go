package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"wenkaiyue.com/cv/server"
)

// healthcheckCommand has the flags of serve that locate the server, so that both can
// share an environment.
func healthcheckCommand() *cobra.Command {
	var cfg server.Config
	var timeout time.Duration
	cmd := &cobra.Command{
		Use: "healthcheck", Short: "Check the server on this machine.", Args: arguments(0, 0),
		Long: "Visit the server on this machine as a stranger would.\nThe exit status is 0 if it answers, or 1.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg.HostKeyPEM = hostKeyPEM()
			ctx, cancel := context.WithTimeout(cmd.Context(), timeout)
			defer cancel()
			line, err := server.Healthcheck(ctx, cfg)
			if err == nil {
				_, err = fmt.Fprintln(cmd.OutOrStdout(), line)
			}
			return configError(err)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	listenFlag(flags, &cfg.Listen, "addresses, `ADDR,...`, that the server listens on; without a host, this machine's")
	flags.StringVar(&cfg.HostKey, "host-key", "", "`FILE` of the host key that the server should have (default: the one in --state-dir, or any if it cannot be read)")
	flags.StringVar(&cfg.StateDir, "state-dir", "", "`DIR` of the host key (default: ~/.local/state/cv)")
	flags.StringSliceVar(&cfg.ProxyFrom, "proxy-from", nil, "networks, `CIDR,...`, of proxies, as the server knows them (default: none)")
	duration(flags, &timeout, "timeout", 5*time.Second, "longest time of the check")
	return cmd
}
