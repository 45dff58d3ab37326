package server

import (
	"net/netip"
	"sync"

	"charm.land/ssh"
	"charm.land/wish/v2"
	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"
)

// maxSources bounds the memory of the rate limit; the source seen longest ago is
// forgotten first.
const maxSources = 16384

// limitRate is the middleware that lets one source start only so many sessions a
// second. The refusal is said inside the session, where a person sees it.
func limitRate(perSecond float64, burst int) (wish.Middleware, error) {
	sources, err := lru.New[netip.Prefix, *rate.Limiter](maxSources)
	if err != nil {
		return nil, err
	}
	var mu sync.Mutex
	allow := func(from netip.Prefix) bool {
		mu.Lock()
		defer mu.Unlock()
		l, ok := sources.Get(from)
		if !ok {
			l = rate.NewLimiter(rate.Limit(perSecond), burst)
			sources.Add(from, l)
		}
		return l.Allow()
	}
	return func(next ssh.Handler) ssh.Handler {
		return func(sess ssh.Session) {
			if !allow(source(sess.RemoteAddr())) {
				refuse(sess, exitFailed, "too many visits from your network; please try again in a minute")
				return
			}
			next(sess)
		}
	}, nil
}
