package main

import (
	"fmt"
	"io"
	"os"

	"wenkaiyue.com/cv/server"
)

// identityFlags say which server it is.
type identityFlags struct {
	HostKey       string `placeholder:"FILE" help:"Private host key, ed25519. Default: made on first start in --state-dir. CV_HOST_KEY_PEM may hold the key itself."`
	StateDir      string `placeholder:"DIR" help:"Directory that survives restarts. Default: ~/.local/state/cv."`
	PublicAddress string `placeholder:"HOST[:PORT]" help:"The server as visitors type it, for the commands they are shown. Default: the address they reached."`
}

// hostKeyPEM is the key itself, from the environment alone: a command line can
// be read by everybody on the machine.
func hostKeyPEM() []byte {
	const name = "CV_HOST_KEY_PEM"
	key := os.Getenv(name)
	_ = os.Unsetenv(name)
	return []byte(key)
}

type fingerprintCmd struct {
	identityFlags
}

// Run prints how others know the server.
func (c *fingerprintCmd) Run(stdout io.Writer) error {
	id, err := server.IdentityOf(server.Config{
		HostKey: c.HostKey, HostKeyPEM: hostKeyPEM(), StateDir: c.StateDir, PublicAddress: c.PublicAddress,
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "%s\n\n# DNS, in the zone of the host (visitors: ssh -o VerifyHostKeyDNS=yes)\n%s\n\n# ~/.ssh/known_hosts of a visitor\n%s\n",
		id.Fingerprint, id.SSHFP, id.KnownHosts)
	return err
}
