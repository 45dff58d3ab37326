package server

import (
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
)

// healthcheck is the client of [Healthcheck]; the log knows it by that name.
const healthcheck = "cv-healthcheck"

// maxHelp bounds what a healthy server says to "help", in bytes.
const maxHelp = 64 << 10

// Healthcheck visits the server of this configuration, on this machine, as a
// stranger would: a handshake, a session, "help". It returns in one sentence how
// that went; an error says where it ended, within the time that ctx has. Of cfg it
// reads Listen, ProxyFrom and where the host key is; a key that cannot be found or
// read here, as the server may be another user, is not compared.
func Healthcheck(ctx context.Context, cfg Config) (string, error) {
	addr, err := localAddress(cfg.Listen)
	if err != nil {
		return "", wrong("Listen", err)
	}
	proxies, err := networks(cfg.ProxyFrom)
	if err != nil {
		return "", wrong("ProxyFrom", err)
	}
	key, err := cfg.knownKey()
	if err != nil {
		return "", err
	}
	began := time.Now()
	presented, err := ask(ctx, addr, proxies, key)
	if err != nil {
		if ctx.Err() != nil {
			err = errors.New("no answer in time")
		}
		return "", fmt.Errorf("%s is not healthy: %w", addr, reason(err))
	}
	return fmt.Sprintf("%s is healthy: %s answered in %s", addr,
		gossh.FingerprintSHA256(presented), time.Since(began).Round(100*time.Microsecond)), nil
}

// localAddress is where to reach a server on this machine that listens at listen.
func localAddress(listen string) (string, error) {
	h, port, err := net.SplitHostPort(listen)
	switch {
	case err != nil || !isPort(port):
		return "", notAnAddress(listen)
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

// ask visits the server and returns the host key that it presented.
func ask(ctx context.Context, addr string, proxies []netip.Prefix, known *hostKey) (gossh.PublicKey, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }() // and with it all that is made on it
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	if from := guard.Address(conn.LocalAddr()); slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(from) }) {
		// This machine counts as a proxy, one with nobody behind it.
		h := proxyproto.Header{Version: 2, Command: proxyproto.LOCAL}
		if _, err := h.WriteTo(conn); err != nil {
			return nil, err
		}
	}
	var presented gossh.PublicKey
	c, channels, requests, err := gossh.NewClientConn(conn, addr, &gossh.ClientConfig{
		ClientVersion: "SSH-2.0-" + healthcheck,
		HostKeyCallback: func(_ string, _ net.Addr, key gossh.PublicKey) error {
			presented = key
			if known != nil && !bytes.Equal(known.PublicKey().Marshal(), key.Marshal()) {
				return fmt.Errorf("it presents %s, and its host key is %s", gossh.FingerprintSHA256(key), gossh.FingerprintSHA256(known.PublicKey()))
			}
			return nil
		},
	})
	if err != nil {
		return nil, err
	}
	client := gossh.NewClient(c, channels, requests)
	return presented, askForHelp(client)
}

// askForHelp runs the command that every visitor may.
func askForHelp(client *gossh.Client) error {
	session, err := client.NewSession()
	if err != nil {
		return err
	}
	stdout, err := session.StdoutPipe()
	if err != nil {
		return err
	}
	var refusal strings.Builder
	session.Stderr = &refusal
	if err := session.Start("help"); err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(stdout, maxHelp))
	if err != nil {
		return err
	}
	err = session.Wait()
	switch {
	case refusal.Len() > 0:
		return fmt.Errorf("it says %q", tidy(strings.TrimSpace(refusal.String())))
	case err != nil:
		return err
	case len(text) == 0:
		return errors.New("it has nothing to say")
	}
	return nil
}
