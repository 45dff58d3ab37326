package server

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"

	"wenkaiyue.com/cv/server/guard"
	"wenkaiyue.com/cv/server/screen"
	"wenkaiyue.com/cv/server/visits"
	"wenkaiyue.com/cv/tui"
)

// The kinds of visits, for the metrics.
const (
	kindInteractive = "interactive"
	kindCommand     = "command" // plain text without a terminal is one too
	kindFiles       = "files"   // SFTP and both protocols of scp
	kindWeb         = "web"     // a page or a file that a browser has fetched
)

// visit is one session: what it is shown and, for the log, what happens in it. Its
// methods may be called concurrently.
type visit struct {
	began    time.Time
	editions *editions // those of its start, also after a reload
	edition  *edition  // of them, the one that it began with
	typed    []string  // of its command, without the language

	mu     sync.Mutex
	now    *edition // what the visitor has turned to; nil: edition
	kind   string   // empty: a command
	place  string   // what is on screen: a section or a page
	since  time.Time
	read   []stay   // in the order of first reading; as many as there are places
	took   []string // names of formats, in the order of first taking
	shown  []string // labels of editions, in the order of first reading
	status int
	ended  string
}

// stay is how long a place has been on screen.
type stay struct {
	place string
	time  time.Duration
}

// reads records what is on screen from now on; "" for nothing.
func (v *visit) reads(place string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if place == v.place {
		return
	}
	now := time.Now()
	if i := slices.IndexFunc(v.read, func(s stay) bool { return s.place == v.place }); i >= 0 {
		v.read[i].time += now.Sub(v.since)
	}
	if v.place, v.since = place, now; place != "" && !slices.ContainsFunc(v.read, func(s stay) bool { return s.place == place }) {
		v.read = append(v.read, stay{place: place})
	}
}

// turns records that the visitor has turned to another language.
func (v *visit) turns(e *edition) {
	v.shows(e)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.now = e
}

// shows records that the visitor is shown an edition, where there are several.
func (v *visit) shows(e *edition) {
	if len(v.editions.all) == 1 {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if label := v.editions.label(e); !slices.Contains(v.shown, label) {
		v.shown = append(v.shown, label)
	}
}

// is records the kind of the visit.
func (v *visit) is(kind string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.kind = kind
}

// takes records that a format has been taken home.
func (v *visit) takes(format string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !slices.Contains(v.took, format) {
		v.took = append(v.took, format)
	}
}

// ends records why the session ends. The first reason counts.
func (v *visit) ends(why string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.ended == "" {
		v.ended = why
	}
}

// exits records the exit status.
func (v *visit) exits(status int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.status = status
}

// visitSession is a session whose visit its context knows.
type visitSession struct {
	ssh.Session
	ctx visitContext
}

type visitContext struct {
	ssh.Context
	visit *visit
}

type visitKey struct{}

// Value implements [context.Context].
func (c *visitContext) Value(key any) any {
	if key == (visitKey{}) {
		return c.visit
	}
	return c.Context.Value(key)
}

// Context implements [ssh.Session].
func (s *visitSession) Context() ssh.Context { return &s.ctx }

// Exit implements [ssh.Session].
func (s *visitSession) Exit(status int) error {
	s.ctx.visit.exits(status)
	return s.Session.Exit(status)
}

// visitOf returns the visit of a session's context. It panics for a context that
// has not passed [Server.logVisits]: a visit without an edition shows nobody a CV.
func visitOf(ctx context.Context) *visit {
	return ctx.Value(visitKey{}).(*visit)
}

// reader is the model of a visit. It records what is on screen.
type reader struct {
	tui.Model
	visit *visit
}

// Update implements [tea.Model].
func (r *reader) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m, cmd := r.Model.Update(msg)
	r.Model, _ = m.(tui.Model)
	r.visit.reads(r.Place())
	return r, cmd
}

// programEnded records why the interactive CV of a session has ended.
func programEnded(sess ssh.Session, why error) {
	v := visitOf(sess.Context())
	v.reads("")
	switch {
	case why == nil:
		v.ends(visits.Left)
	case errors.Is(why, screen.ErrEnded):
		v.ends(visits.Restart) // the other reasons have been noted already
	case errors.Is(why, screen.ErrPanicked):
		v.ends(visits.Panic)
	default:
		v.ends(end(sess, visits.Gone))
	}
}

// end returns why a session was terminated, preferring the guard's reason.
func end(sess ssh.Session, otherwise string) string {
	if why := guard.SessionOf(sess.Context()).Ended(); why != guard.None {
		return why.String()
	}
	if sess.Context().Err() != nil {
		return visits.Gone
	}
	return otherwise
}
