package server

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/server/editions"
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

// visit is one visitor's stay, from the door on: what they are shown and, for the log,
// what happens. By SSH it is the session too, from its start on. Its own methods may be
// called concurrently.
type visit struct {
	ssh.Session
	guard    *guard.Session
	window   screen.Window
	began    time.Time
	editions *editions.Set     // those of its start, also after a reload
	edition  *editions.Edition // of them, the one that it began with
	typed    []string          // of its command, without the language
	tag      string            // the user name if it is a tag, else "": no other is kept

	mu     sync.Mutex
	now    *editions.Edition // what the visitor has turned to; nil: edition
	kind   string            // empty: a command
	place  string            // what is on screen: a section or a page
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
func (v *visit) turns(e *editions.Edition) {
	v.shows(e)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.now = e
}

// shows records that the visitor is shown an edition, where there are several.
func (v *visit) shows(e *editions.Edition) {
	if len(v.editions.All) == 1 {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if label := v.editions.Label(e); !slices.Contains(v.shown, label) {
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

// Exit implements [ssh.Session]. It records the status.
func (v *visit) Exit(status int) error {
	v.mu.Lock()
	v.status = status
	v.mu.Unlock()
	return v.Session.Exit(status)
}

type visitKey struct{}

// newVisit returns a visit that begins now. Doors put it into the context of what they
// serve, for [visitOf].
func (s *Server) newVisit(session *guard.Session) *visit {
	all := s.editions.Load()
	return &visit{guard: session, began: time.Now(), editions: all, edition: all.First}
}

// visitOf returns the visit of a context that a door has made.
func visitOf(ctx context.Context) *visit { return ctx.Value(visitKey{}).(*visit) }

// enter begins a visit as its session begins.
func (s *Server) enter(v *visit) {
	var words []string
	if v.RawCommand() != "" {
		words = v.Command()
	}
	if user := strings.ToLower(v.User()); s.tags[user] {
		v.tag = user
	}
	v.began, v.editions = time.Now(), s.editions.Load()
	v.edition, v.typed = v.editions.Choose(words, v.Environ(), v.tag)
	v.shows(v.edition)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.here[v] = struct{}{}
}

func (s *Server) leave(v *visit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.here, v)
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

// end returns why the visit was ended, preferring the guard's reason, or otherwise.
func (v *visit) end(otherwise string) string {
	if why := v.guard.Ended(); why != guard.None {
		return why.String()
	}
	if v.Context().Err() != nil {
		return visits.Gone
	}
	return otherwise
}

// words are those of the visitor's edition.
func (v *visit) words() *locale.Locale {
	v.mu.Lock()
	defer v.mu.Unlock()
	return cmp.Or(v.now, v.edition).CV.Words()
}
