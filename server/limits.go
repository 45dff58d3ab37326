package server

import (
	"cmp"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/data/locale"
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
			refuse(sess, "%s", refusal(&visitOf(sess.Context()).words().Visit, why))
			return
		}
		v.OnNotice(func(why guard.Reason, left time.Duration) {
			s.runner.Send(sess.Context(), tui.Notice(notice(visitOf(sess.Context()).words(), why, left)))
		})
		v.OnEnd(func(why guard.Reason) {
			visitOf(sess.Context()).ends(why.String())
			if line := s.cfg.goodbye(visitOf(sess.Context()).words(), why); !s.runner.End(sess.Context(), line) {
				refuse(sess, "%s", line)
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

// words are those of the visitor's edition.
func (v *visit) words() *locale.Locale {
	v.mu.Lock()
	defer v.mu.Unlock()
	e := cmp.Or(v.now, v.edition)
	if e == nil {
		return locale.English()
	}
	return e.cv.Words()
}
