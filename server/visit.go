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
	kindCommand     = "command" // or plain text without a terminal
	kindFiles       = "files"   // SFTP and both protocols of scp
	kindWeb         = "web"     // a page or a file fetched by a browser
)

// visit is one visitor's stay, from the door on: the editions of the visitor and, for the
// log, the events. By SSH it is also the session, from its start on. Its own methods may be
// called concurrently.
type visit struct {
	ssh.Session
	guard    *guard.Session
	window   screen.Window
	began    time.Time
	editions *editions.Set     // at its start; a reload does not change them
	edition  *editions.Edition // of them, the one at its start
	typed    []string          // words of its command, without the language
	kind     string            // for the metrics

	mu    sync.Mutex
	line  visits.Visit      // of the log, so far
	now   *editions.Edition // the edition that the visitor has turned to; nil: edition
	place string            // on screen: a section or a page
	since time.Time
}

// reads records that a place is on screen from now on, or "".
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

// shows records that the visitor sees an edition, if there are several.
func (v *visit) shows(e *editions.Edition) {
	if len(v.editions.All) > 1 {
		v.note(&v.line.Edition, e.Label())
	}
}

// takes records that the visitor has taken a format.
func (v *visit) takes(format string) { v.note(&v.line.Took, format) }

// note adds word to words, once.
func (v *visit) note(words *string, word string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !slices.Contains(strings.Fields(*words), word) {
		*words = strings.TrimSpace(*words + " " + word)
	}
}

// ends records why the session ends. The first call counts.
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

// newVisit returns a visit that begins now. Doors put it into their contexts, for
// [visitOf].
func (s *Server) newVisit(session *guard.Session) *visit {
	all := s.editions.Load()
	return &visit{guard: session, kind: kindCommand, began: time.Now(), editions: all, edition: all.First}
}

// visitOf returns the visit of a context from a door.
func visitOf(ctx context.Context) *visit { return ctx.Value(visitKey{}).(*visit) }

// enter begins a visit when its session begins.
func (s *Server) enter(v *visit) {
	var words []string
	if v.RawCommand() != "" {
		words = v.Command()
	}
	if user := strings.ToLower(v.User()); s.tags[user] {
		v.line.Tag = user // no other name is stored
	}
	v.began, v.editions = time.Now(), s.editions.Load()
	v.edition, v.typed = v.editions.Choose(words, v.Environ(), v.line.Tag)
	v.shows(v.edition)
}

// ending returns how the visit has ended: by the guard, with the connection, or otherwise.
func (v *visit) ending(otherwise string) string {
	if why := v.guard.Ended(); why != guard.None {
		return why.String()
	}
	if v.Context().Err() != nil {
		return visits.Gone
	}
	return otherwise
}

// words returns the words of the visitor's edition.
func (v *visit) words() *locale.Locale {
	v.mu.Lock()
	defer v.mu.Unlock()
	return cmp.Or(v.now, v.edition).CV.Words()
}
