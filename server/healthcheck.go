package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
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
		addr, err := localAddress(listen)
		if err != nil {
			return "", wrong("Listen", err)
		}
		began := time.Now()
		key, err := askForHelp(ctx, addr, proxies, known)
		if err != nil {
			if ctx.Err() != nil {
				err = errors.New("no answer in time")
			}
			return "", fmt.Errorf("%s is not healthy: %w", addr, reason(err))
		}
		lines = append(lines, fmt.Sprintf("%s is healthy: %s answered in %s", addr, gossh.FingerprintSHA256(key), time.Since(began).Round(100*time.Microsecond)))
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
// which has to be the known one if that is not nil.
func askForHelp(ctx context.Context, addr string, proxies []netip.Prefix, known *hostkey.Key) (key gossh.PublicKey, err error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	if from := guard.Address(conn.LocalAddr()); slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(from) }) {
		// This machine counts as a proxy; a LOCAL header stands for no client behind it.
		h := proxyproto.Header{Version: 2, Command: proxyproto.LOCAL}
		if _, err := h.WriteTo(conn); err != nil {
			return nil, err
		}
	}
	c, channels, requests, err := gossh.NewClientConn(conn, addr, &gossh.ClientConfig{
		ClientVersion: "SSH-2.0-" + healthcheck,
		HostKeyCallback: func(_ string, _ net.Addr, presented gossh.PublicKey) error {
			if key = presented; known != nil && !bytes.Equal(known.PublicKey().Marshal(), key.Marshal()) {
				return fmt.Errorf("it presents %s, but its host key is %s", gossh.FingerprintSHA256(key), gossh.FingerprintSHA256(known.PublicKey()))
			}
			return nil
		},
	})
	if err != nil {
		return nil, err
	}
	session, err := gossh.NewClient(c, channels, requests).NewSession()
	if err != nil {
		return nil, err
	}
	var refusal strings.Builder
	session.Stderr = &refusal
	text, err := session.Output("help")
	switch {
	case refusal.Len() > 0:
		err = fmt.Errorf("it says %q", tidy(strings.TrimSpace(refusal.String())))
	case err == nil && len(text) == 0:
		err = errors.New("its help is empty")
	}
	return key, err
}
