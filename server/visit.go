package server

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"charm.land/ssh"

	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/server/editions"
	"wenkaiyue.com/cv/server/guard"
	"wenkaiyue.com/cv/server/screen"
	"wenkaiyue.com/cv/server/visits"
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
	editions *editions.Set     // when it began; a reload does not change them
	edition  *editions.Edition // of them, the one that it began with
	typed    []string          // of its command, without the language
	kind     string            // for the metrics

	mu    sync.Mutex
	line  visits.Visit      // of the log, as far as it is known
	now   *editions.Edition // what the visitor has turned to; nil: edition
	place string            // what is on screen: a section or a page
	since time.Time
}

// reads records that a place is on screen from now on; "" is none.
func (v *visit) reads(place string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if place == v.place {
		return
	}
	stay := func(place string) int {
		return slices.IndexFunc(v.line.Read, func(s visits.Stay) bool { return s.Place == place })
	}
	now := time.Now()
	if i := stay(v.place); i >= 0 {
		v.line.Read[i].Seconds += now.Sub(v.since).Seconds()
	}
	if v.place, v.since = place, now; place != "" && stay(place) < 0 {
		v.line.Read = append(v.line.Read, visits.Stay{Place: place})
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
	if len(v.editions.All) > 1 {
		v.note(&v.line.Edition, e.Label())
	}
}

// takes records that a format has been taken home.
func (v *visit) takes(format string) { v.note(&v.line.Took, format) }

// note adds a word to some, once.
func (v *visit) note(words *string, word string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !slices.Contains(strings.Fields(*words), word) {
		*words = strings.TrimSpace(*words + " " + word)
	}
}

// ends records why the session ends. The first reason counts.
func (v *visit) ends(why string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.line.Ended = cmp.Or(v.line.Ended, why)
}

// Exit implements [ssh.Session]. It records the status.
func (v *visit) Exit(status int) error {
	v.mu.Lock()
	v.line.Status = status
	v.mu.Unlock()
	return v.Session.Exit(status)
}

type visitKey struct{}

// newVisit returns a visit that begins now. Doors put it into the context of what they
// serve, for [visitOf].
func (s *Server) newVisit(session *guard.Session) *visit {
	all := s.editions.Load()
	return &visit{guard: session, kind: kindCommand, began: time.Now(), editions: all, edition: all.First}
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
		v.line.Tag = user // no other name is kept
	}
	v.began, v.editions = time.Now(), s.editions.Load()
	v.edition, v.typed = v.editions.Choose(words, v.Environ(), v.line.Tag)
	v.shows(v.edition)
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
