package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wenkaiyue.com/cv/server"
)

// identityFlags adds the flags that identify a server.
func identityFlags(flags *pflag.FlagSet, cfg *server.Config) {
	flags.StringVar(&cfg.HostKey, "host-key", "", "`FILE` with the private host key, ed25519 (default: made on first start in --state-dir); CV_HOST_KEY_PEM may hold the key itself")
	flags.StringVar(&cfg.NextHostKey, "next-host-key", "", "`FILE` with the host key after the next change, ed25519; OpenSSH clients learn it in advance (default: none)")
	flags.StringVar(&cfg.StateDir, "state-dir", "", "`DIR` for what must survive restarts (default: ~/.local/state/cv)")
	flags.StringVar(&cfg.PublicAddress, "public-address", "", "`HOST[:PORT]` as visitors type it, for the commands that they are shown (default: the address that they reached)")
}

// hostKeyVariable is the variable that holds the host key itself.
const hostKeyVariable = "CV_HOST_KEY_PEM"

// hostKeyPEM returns the host key from the environment and removes it from there. No flag
// takes a key, because every user of a machine can read command lines.
func hostKeyPEM() []byte {
	key := os.Getenv(hostKeyVariable)
	_ = os.Unsetenv(hostKeyVariable)
	return []byte(key)
}

func fingerprintCommand() *cobra.Command {
	var cfg server.Config
	cmd := &cobra.Command{
		Use: "fingerprint", Short: "Print the host key's fingerprint and records.", Args: arguments(0, 0),
		Long: "Print the host key's fingerprint, its SSHFP record and its known_hosts line.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg.HostKeyPEM = hostKeyPEM()
			ids, err := server.Identities(cfg)
			for i, id := range ids {
				if id.Made != "" {
					fmt.Fprintf(cmd.ErrOrStderr(), "cv: made a new host key: %s\n", id.Made)
				}
				if i > 0 {
					fmt.Fprint(cmd.OutOrStdout(), "\n# The next host key\n")
				}
				_, err = fmt.Fprintf(cmd.OutOrStdout(), identity, id.Fingerprint, id.SSHFP, id.KnownHosts)
			}
			return configError(err)
		},
	}
	identityFlags(cmd.Flags(), &cfg)
	return cmd
}

// identity is the format of a host key's fingerprint and records.
const identity = `%s

# DNS, in the zone of the host (visitors: ssh -o VerifyHostKeyDNS=yes)
%s

# ~/.ssh/known_hosts of a visitor
%s
`

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
	listenFlag(flags, &cfg.Listen, "the addresses `ADDR,...` that the server listens on; without a host, this machine's")
	flags.StringVar(&cfg.HostKey, "host-key", "", "`FILE` of the host key that the server should have (default: the one in --state-dir, or any if it cannot be read)")
	flags.StringVar(&cfg.StateDir, "state-dir", "", "`DIR` of the host key (default: ~/.local/state/cv)")
	flags.StringSliceVar(&cfg.ProxyFrom, "proxy-from", nil, "the networks `CIDR,...` of the server's proxies (default: none)")
	duration(flags, &timeout, "timeout", 5*time.Second, "longest time of the check")
	return cmd
}
