package server

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/server/guard"
	"wenkaiyue.com/cv/server/screen"
	"wenkaiyue.com/cv/tui"
)

// newGuard returns the guard of the server, with the limits of cfg.
func (c *Config) newGuard() (*guard.Guard, error) {
	limits := c.Limits
	limits.Subsystems = []string{"sftp"}
	limits.Window = func(ctx ssh.Context) (ssh.Context, func(*gossh.Request) bool) {
		w, ctx := screen.NewWindow(ctx)
		return ctx, w.Take
	}
	var err error
	if limits.ProxyFrom, err = networks(c.ProxyFrom); err != nil {
		return nil, wrong("ProxyFrom", err)
	}
	return guard.New(limits)
}

// networks parses CIDRs and addresses.
func networks(list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range list {
		s = strings.TrimSpace(s)
		p, err := netip.ParsePrefix(s)
		if err != nil {
			ip, err := netip.ParseAddr(s)
			if err != nil {
				return nil, fmt.Errorf("%q is no network; write one such as 192.0.2.0/24", s)
			}
			p = netip.PrefixFrom(ip, ip.BitLen())
		}
		if p.Bits() == 0 {
			return nil, fmt.Errorf("%s would believe everybody; name the networks of your proxies", s)
		}
		out = append(out, p.Masked())
	}
	return out, nil
}

// limit is the middleware that tells visitors what the guard has decided: that the
// session is refused, will end soon, or ends.
func (s *Server) limit(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		v := guard.SessionOf(sess.Context())
		if why := v.Refusal(); why != guard.None {
			v.Drain()
			refuse(sess, "%s", refusal(why))
			return
		}
		v.OnNotice(func(why guard.Reason, left time.Duration) {
			s.runner.Send(sess.Context(), tui.Notice(s.cfg.notice(why, left)))
		})
		v.OnEnd(func(why guard.Reason) {
			visitOf(sess.Context()).ends(why.String())
			if line := s.cfg.goodbye(why); !s.runner.End(sess.Context(), line) {
				refuse(sess, "%s", line)
			}
		})
		next(sess)
	}
}

// refusal returns the message for a refused visitor.
func refusal(why guard.Reason) string {
	switch why {
	case guard.PerSource:
		return "too many connections from your network; please close one and try again"
	case guard.Rate:
		return "too many visits from your network; please try again in a minute"
	case guard.Resting:
		return "what came from your network lately was not SSH; please try again in ten minutes"
	case guard.Command:
		return "that command is too long"
	}
	return "too many visitors at the moment; please try again in a minute"
}

func (c *Config) notice(why guard.Reason, left time.Duration) string {
	left = left.Round(time.Second)
	if why == guard.Idle {
		return "still there? press any key within " + words(left)
	}
	return "time is up in " + words(left) + "; come back any time"
}

func (c *Config) goodbye(why guard.Reason) string {
	switch why {
	case guard.Idle:
		return "Nothing has been typed for " + words(c.Limits.IdleTimeout) + "; goodbye."
	case guard.Restart:
		return restarting
	}
	return "A visit ends after " + words(c.Limits.SessionTimeout) + "; please come back any time."
}

// restarting is the message for visitors when the server shuts down.
const restarting = "The server is restarting; please come back in a moment."

// words returns a duration in words: "10 minutes".
func words(d time.Duration) string {
	for _, u := range []struct {
		unit time.Duration
		name string
	}{{time.Hour, "hour"}, {time.Minute, "minute"}, {time.Second, "second"}} {
		switch n := d / u.unit; {
		case n == 0 || d%u.unit != 0:
		case n == 1:
			return "1 " + u.name
		default:
			return fmt.Sprintf("%d %ss", n, u.name)
		}
	}
	return d.String()
}
