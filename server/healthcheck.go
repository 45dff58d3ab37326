package server

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
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
	proxies, err := networks(cfg.ProxyFrom)
	if err != nil {
		return "", wrong("ProxyFrom", err)
	}
	known, err := cfg.knownKey()
	if err != nil {
		return "", err
	}
	var lines []string
	for _, listen := range cfg.Listen {
		addr, err := localAddress(strings.TrimSpace(listen))
		if err != nil {
			return "", wrong("Listen", err)
		}
		began := time.Now()
		key, err := askForHelp(ctx, addr, proxies, known)
		if err != nil {
			return "", fmt.Errorf("%s is not healthy: %w", addr, err)
		}
		line := fmt.Sprintf("%s is healthy: %s answered in %s", addr, gossh.FingerprintSHA256(key), time.Since(began).Round(100*time.Microsecond))
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
	case err != nil || !isPort(port):
		return "", notAnAddress(listen, ":2222")
	case port == "0":
		return "", errors.New("port 0 stands for any; write the one that the server has taken")
	}
	if ip, err := netip.ParseAddr(h); h == "" || err == nil && ip.IsUnspecified() {
		h = "127.0.0.1"
		if ip.Is6() {
			h = "::1"
		}
	}
	return net.JoinHostPort(h, port), nil
}

// askForHelp runs "help" on the server at addr and returns the server's host key,
// which has to be the known one if that is not nil. The error says why it could not.
func askForHelp(ctx context.Context, addr string, proxies []netip.Prefix, known *hostkey.Key) (key gossh.PublicKey, err error) {
	waits := "for the connection"
	defer func() {
		if err != nil && ctx.Err() != nil {
			err = fmt.Errorf("no answer in time: the check still waits %s", waits)
		}
	}()
	raw, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, reason(err)
	}
	defer func() { _ = raw.Close() }()
	defer context.AfterFunc(ctx, func() { _ = raw.Close() })()
	from := guard.Address(raw.LocalAddr())
	proxied := slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(from) })
	if proxied {
		// This machine counts as a proxy; a LOCAL header stands for no client behind it.
		h := proxyproto.Header{Version: 2, Command: proxyproto.LOCAL}
		if _, err := h.WriteTo(raw); err != nil {
			return nil, reason(err)
		}
	}
	waits = "for the server's first line; is this machine in its --proxy-from and not here?"
	conn := &greeted{raw, bufio.NewReader(raw)}
	if err := conn.greeting(); err != nil {
		return nil, err
	}
	waits = "for the end of the handshake"
	var other error
	c, channels, requests, err := gossh.NewClientConn(conn, addr, &gossh.ClientConfig{
		ClientVersion: "SSH-2.0-" + healthcheck,
		HostKeyCallback: func(_ string, _ net.Addr, presented gossh.PublicKey) error {
			if key = presented; known != nil && !bytes.Equal(known.PublicKey().Marshal(), key.Marshal()) {
				other = fmt.Errorf("it presents %s, but its host key is %s", gossh.FingerprintSHA256(key), gossh.FingerprintSHA256(known.PublicKey()))
			}
			return other
		},
	})
	switch {
	case other != nil:
		return nil, other
	case err != nil && proxied:
		return nil, fmt.Errorf("it ended the handshake; is this machine in its --proxy-from too? (%w)", reason(err))
	case err != nil:
		return nil, fmt.Errorf("it ended the handshake: %w", reason(err))
	}
	waits = "for an answer to the command help"
	session, err := gossh.NewClient(c, channels, requests).NewSession()
	if err != nil {
		return nil, fmt.Errorf("it opens no session: %w", err)
	}
	var refusal strings.Builder
	session.Stderr = &refusal
	text, err := session.Output("help")
	switch {
	case refusal.Len() > 0:
		err = fmt.Errorf("it says %q", tidyTo(strings.TrimSpace(refusal.String()), maxGreeting))
	case err == nil && len(text) == 0:
		err = errors.New("its help is empty")
	}
	return key, err
}

// maxGreeting bounds what a server says before or in place of SSH, in bytes (RFC 4253,
// section 4.2, as to a line).
const maxGreeting = 255

// greeted is a connection whose first line has been looked at.
type greeted struct {
	net.Conn
	in *bufio.Reader
}

// Read implements [net.Conn].
func (g *greeted) Read(p []byte) (int, error) { return g.in.Read(p) }

// greeting returns an error if the server's first line is not SSH's. The guard tells this
// machine why it lets nobody in.
func (g *greeted) greeting() error {
	const begin = "SSH-"
	if head, err := g.in.Peek(len(begin)); string(head) == begin {
		return nil
	} else if err != nil {
		return fmt.Errorf("it closes the connection without a word: %w", reason(err))
	}
	line, _ := io.ReadAll(io.LimitReader(g.in, maxGreeting))
	first, _, _ := strings.Cut(string(line), "\r\n")
	switch why, _ := strings.CutPrefix(first, guard.RefusalLine); why {
	case guard.Total.String():
		return errors.New("it is full: --max-connections are open")
	case guard.PerSource.String():
		return errors.New("it refuses this machine: --max-per-source connections are open from it")
	case guard.Rate.String():
		return errors.New("it refuses this machine, which connects more often than --rate-per-source and --burst-per-source allow")
	case guard.Resting.String():
		return errors.New("it refuses this machine for some minutes, because what it sent was not SSH")
	}
	return fmt.Errorf("it is no SSH server; it says %q", tidyTo(first, maxGreeting))
}
