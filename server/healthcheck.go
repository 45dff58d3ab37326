package server

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/pires/go-proxyproto"
	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/guard"
	"wenkaiyue.com/cv/server/hostkey"
)

// healthcheck is the client name of [Healthcheck], by which the log knows it.
const healthcheck = "cv-healthcheck"

// Healthcheck visits the server of cfg on this machine as a stranger would, with a
// handshake and the command "help" at each address, until ctx is done. It returns a line
// for people for each. It reads Listen, ProxyFrom and the host key; the server's key is
// not compared if there is none that this process may read, as of another user.
func Healthcheck(ctx context.Context, cfg Config) (string, error) {
	proxies, err := parseNetworks(cfg.ProxyFrom)
	if err != nil {
		return "", wrong("ProxyFrom", err)
	}
	known, _, err := cfg.hostKey()
	if err != nil && !errors.Is(err, errNoHome) && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
		return "", err
	}
	if err := cfg.wayBySSH().check(); err != nil {
		return "", err
	}
	var lines []string
	for _, listen := range cfg.Listen {
		addr, err := localAddress(strings.TrimSpace(listen))
		if err != nil {
			return "", wrong("Listen", err)
		}
		c, began := checkup{proxies: proxies, known: known}, time.Now()
		if err = c.visit(ctx, addr); err != nil && ctx.Err() != nil {
			err = fmt.Errorf("no answer in time: the check still waits %s", c.waits)
		}
		if err != nil {
			return "", fmt.Errorf("%s is not healthy: %w", addr, err)
		}
		line := fmt.Sprintf("%s is healthy: %s answered in %s", addr, gossh.FingerprintSHA256(c.key), time.Since(began).Round(100*time.Microsecond))
		if known == nil {
			line += "; there is no host key here to compare it with"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), nil
}

// localAddress returns the address at which this machine reaches a server that
// listens on listen.
func localAddress(listen string) (string, error) {
	h, port, err := net.SplitHostPort(listen)
	switch {
	case err != nil:
		return "", err
	case port == "0":
		return "", errors.New("port 0 stands for any; write the one that the server has taken")
	case h == "" || h == "0.0.0.0":
		h = "127.0.0.1"
	case h == "::":
		h = "::1"
	}
	return net.JoinHostPort(h, port), nil
}

// checkup is a visit to a server at one address.
type checkup struct {
	net.Conn
	in      *bufio.Reader // of Conn
	waits   string        // what it waits for, from "for" on
	proxies []netip.Prefix
	known   *hostkey.Key    // that the server should have; nil: any
	key     gossh.PublicKey // that it has
	other   error           // it has another one than it should
}

// Read implements [net.Conn].
func (c *checkup) Read(p []byte) (int, error) { return c.in.Read(p) }

// visit runs "help" on the server at addr. The error says why it could not.
func (c *checkup) visit(ctx context.Context, addr string) (err error) {
	c.waits = "for the connection"
	if c.Conn, err = new(net.Dialer).DialContext(ctx, "tcp", addr); err != nil {
		return reason(err)
	}
	defer func() { _ = c.Close() }()
	defer context.AfterFunc(ctx, func() { _ = c.Close() })()
	from, hint := guard.Address(c.LocalAddr()), ""
	if slices.ContainsFunc(c.proxies, func(p netip.Prefix) bool { return p.Contains(from) }) {
		// This machine counts as a proxy; a LOCAL header stands for no client behind it.
		h := proxyproto.Header{Version: 2, Command: proxyproto.LOCAL}
		if _, err := h.WriteTo(c.Conn); err != nil {
			return reason(err)
		}
		hint = "; is this machine in its --proxy-from too?"
	}
	c.waits = "for the server's first line; is this machine in its --proxy-from and not here?"
	if err := c.greeting(); err != nil {
		return err
	}
	c.waits = "for the end of the handshake"
	conn, channels, requests, err := gossh.NewClientConn(c, addr, &gossh.ClientConfig{ClientVersion: "SSH-2.0-" + healthcheck, HostKeyCallback: c.compare})
	if c.other != nil {
		return c.other
	} else if err != nil {
		return fmt.Errorf("it ended the handshake%s: %w", hint, reason(err))
	}
	c.waits = "for an answer to the command help"
	session, err := gossh.NewClient(conn, channels, requests).NewSession()
	if err != nil {
		return fmt.Errorf("it opens no session: %w", err)
	}
	var refusal strings.Builder
	session.Stderr = &refusal
	text, err := session.Output("help")
	switch {
	case refusal.Len() > 0:
		return fmt.Errorf("it says %q", tidyTo(strings.TrimSpace(refusal.String()), maxGreeting))
	case err == nil && len(text) == 0:
		return errors.New("its help is empty")
	}
	return err
}

// compare is a [gossh.HostKeyCallback].
func (c *checkup) compare(_ string, _ net.Addr, key gossh.PublicKey) error {
	if c.key = key; c.known != nil && !bytes.Equal(c.known.PublicKey().Marshal(), key.Marshal()) {
		c.other = fmt.Errorf("it presents %s, but its host key is %s", gossh.FingerprintSHA256(key), gossh.FingerprintSHA256(c.known.PublicKey()))
	}
	return c.other
}

// maxGreeting bounds what a server says before or in place of SSH, in bytes (RFC 4253,
// section 4.2, as to a line).
const maxGreeting = 255

// greeting returns an error if the server's first line is not SSH's. The guard tells this
// machine why it lets nobody in.
func (c *checkup) greeting() error {
	c.in = bufio.NewReaderSize(c.Conn, maxGreeting)
	const begin = "SSH-"
	if head, err := c.in.Peek(len(begin)); string(head) == begin {
		return nil
	} else if err != nil {
		return fmt.Errorf("it closes the connection without a word: %w", reason(err))
	}
	text, _, _ := c.in.ReadLine()
	line := string(text)
	switch strings.TrimPrefix(line, guard.RefusalLine) {
	case guard.Total.String():
		return errors.New("it is full: --max-connections are open")
	case guard.PerSource.String():
		return errors.New("it refuses this machine: --max-per-source connections are open from it")
	case guard.Rate.String():
		return errors.New("it refuses this machine, which connects more often than --rate-per-source and --burst-per-source allow")
	case guard.Resting.String():
		return errors.New("it refuses this machine for some minutes, because what it sent was not SSH")
	}
	return fmt.Errorf("it is no SSH server; it says %q", tidyTo(line, maxGreeting))
}
