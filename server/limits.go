package server

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"charm.land/ssh"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/server/guard"
	"wenkaiyue.com/cv/tui"
)

// newGuard returns the guard of the server.
func (s *Server) newGuard() (*guard.Guard, error) {
	limits := s.cfg.Limits
	limits.Subsystems = []string{"sftp"}
	limits.Visit = s.receive
	var err error
	if limits.ProxyFrom, err = networks(s.cfg.ProxyFrom); err != nil {
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
		v := visitOf(sess.Context())
		if why := v.guard.Refusal(); why != guard.None {
			v.guard.Drain()
			v.refuse("%s", refusal(&v.words().Visit, why))
			return
		}
		v.guard.OnNotice(func(why guard.Reason, left time.Duration) {
			v.window.Send(tui.Notice(notice(v.words(), why, left)))
		})
		v.guard.OnEnd(func(why guard.Reason) {
			v.ends(why.String())
			if line := s.cfg.goodbye(v.words(), why); !v.window.End(line) {
				v.refuse("%s", line)
			}
		})
		next(sess)
	}
}

// refusal returns the message for a refused visitor.
func refusal(w *locale.Visit, why guard.Reason) string {
	switch why {
	case guard.PerSource:
		return w.PerSource
	case guard.Rate:
		return w.Rate
	case guard.Resting:
		return w.Resting
	case guard.Command:
		return w.CommandTooLong
	}
	return w.Full
}

// notice returns the message for a visitor whose session ends before long.
func notice(w *locale.Locale, why guard.Reason, left time.Duration) string {
	text := w.Visit.TimeUp
	if why == guard.Idle {
		text = w.Visit.StillThere
	}
	return locale.Fill(text, "time", w.Duration(left))
}

// goodbye returns the message for a visitor whose session ends.
func (c *Config) goodbye(w *locale.Locale, why guard.Reason) string {
	switch why {
	case guard.Idle:
		return locale.Fill(w.Visit.Idle, "time", w.Duration(c.Limits.IdleTimeout))
	case guard.Restart:
		return w.Visit.Restart
	}
	return locale.Fill(w.Visit.Over, "time", w.Duration(c.Limits.SessionTimeout))
}
