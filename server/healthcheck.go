package server

import (
	"bufio"
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

// healthcheck is the client name of [Healthcheck], by which the log recognises it.
const healthcheck = "cv-healthcheck"

// Healthcheck visits the server of cfg on this machine like any visitor, with a handshake
// and the command "help" at each address, until ctx is done. It returns a readable line for
// each. It uses Listen, ProxyFrom and the host key; it does not compare the server's key if
// this process cannot read one, such as another user's.
func Healthcheck(ctx context.Context, cfg Config) (string, error) {
	proxies, err := cfg.proxies()
	if err != nil {
		return "", err
	}
	known, _, err := cfg.hostKey(false)
	if err != nil && !errors.Is(err, errNoHome) && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
		return "", err
	}
	if err := cfg.ways()[0].check(); err != nil {
		return "", err
	}
	var lines []string
	for _, listen := range cfg.Listen {
		addr, err := localAddress(strings.TrimSpace(listen))
		if err != nil {
			return "", wrong("Listen", err)
		}
		began := time.Now()
		key, err := checkup(ctx, addr, proxies, known)
		if err != nil {
			return "", fmt.Errorf("%s is not healthy: %w", addr, err)
		}
		line := fmt.Sprintf("%s is healthy: %s answered in %s", addr, key, time.Since(began).Round(100*time.Microsecond))
		if known == nil {
			line += "; there is no host key here to compare it with"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), nil
}

// localAddress returns the address at which this machine reaches a server that listens on
// listen.
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

// checkup runs "help" on the server at addr and returns the fingerprint of its host key,
// which must be the known one unless that is nil.
func checkup(ctx context.Context, addr string, proxies []netip.Prefix, known *hostkey.Key) (fingerprint string, err error) {
	waits := "for the connection"
	defer func() {
		if err != nil && ctx.Err() != nil {
			err = errors.New("no answer in time: the check still waits " + waits)
		}
	}()
	nc, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
	if err != nil {
		return "", reason(err)
	}
	defer func() { _ = nc.Close() }()
	defer context.AfterFunc(ctx, func() { _ = nc.Close() })()
	from, hint := guard.Address(nc.LocalAddr()), ""
	if slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(from) }) {
		// This machine counts as a proxy. A LOCAL header says that it has no client.
		h := proxyproto.Header{Version: 2, Command: proxyproto.LOCAL}
		if _, err := h.WriteTo(nc); err != nil {
			return "", reason(err)
		}
		hint = "; does it take this machine for a proxy, too?"
	}
	waits = "for the server's first line; does it take this machine for a proxy?"
	in := bufio.NewReaderSize(nc, maxGreeting)
	if err := greeting(in); err != nil {
		return "", err
	}
	waits = "for the end of the handshake"
	var other error
	conn, channels, requests, err := gossh.NewClientConn(guard.ReadAhead{Conn: nc, Ahead: in}, addr, &gossh.ClientConfig{
		ClientVersion: "SSH-2.0-" + healthcheck,
		HostKeyCallback: func(_ string, _ net.Addr, key gossh.PublicKey) error {
			fingerprint = gossh.FingerprintSHA256(key)
			if known != nil && fingerprint != gossh.FingerprintSHA256(known.PublicKey()) {
				other = fmt.Errorf("it presents %s, but its host key is %s", fingerprint, gossh.FingerprintSHA256(known.PublicKey()))
			}
			return other
		}})
	if other != nil {
		return "", other
	} else if err != nil {
		return "", fmt.Errorf("it ended the handshake%s: %w", hint, reason(err))
	}
	waits = "for an answer to the command help"
	session, err := gossh.NewClient(conn, channels, requests).NewSession()
	if err != nil {
		return "", fmt.Errorf("it opens no session: %w", err)
	}
	var refusal strings.Builder
	session.Stderr = &refusal
	text, err := session.Output("help")
	if refusal.Len() > 0 {
		return "", fmt.Errorf("it says %q", tidyTo(strings.TrimSpace(refusal.String()), maxGreeting))
	} else if err == nil && len(text) == 0 {
		err = errors.New("its help is empty")
	}
	return fingerprint, err
}

// maxGreeting limits the text that a server sends before or instead of SSH, in bytes (RFC
// 4253, section 4.2, which limits a line).
const maxGreeting = 255

// greeting returns an error if the server's first line is not SSH's. The guard tells this
// machine why it rejects connections.
func greeting(in *bufio.Reader) error {
	const begin = "SSH-"
	if head, err := in.Peek(len(begin)); string(head) == begin {
		return nil
	} else if err != nil {
		return fmt.Errorf("it closes the connection without sending anything: %w", reason(err))
	}
	line, _, _ := in.ReadLine()
	why, known := map[string]string{
		guard.Total.String():     "it is full: all the connections that it takes are open",
		guard.PerSource.String(): "it refuses this machine, which has all the connections that one source may have",
		guard.Rate.String():      "it refuses this machine, which connects more often than one source may",
		guard.Resting.String():   "it refuses this machine for some minutes, because what it sent was not SSH",
	}[strings.TrimPrefix(string(line), guard.RefusalLine)]
	if !known {
		why = fmt.Sprintf("it is not an SSH server; it says %q", tidyTo(string(line), maxGreeting))
	}
	return errors.New(why)
}
