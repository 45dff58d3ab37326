package server

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/server/editions"
	"wenkaiyue.com/cv/server/guard"
)

// Messages to a visitor are in the language of the CV.
func TestWordsOfTheEdition(t *testing.T) {
	cv, err := data.Load("a.yaml", strings.NewReader("basics: {name: A. Beispiel}\nmeta: {language: de}"))
	if err != nil {
		t.Fatal(err)
	}
	v := &visit{edition: &editions.Edition{CV: cv}}
	c := &Config{}
	c.Limits.IdleTimeout, c.Limits.SessionTimeout = 10*time.Minute, time.Hour
	for got, want := range map[string]string{
		notice(v.words(), guard.Idle, time.Minute): "noch da? Drücken Sie eine Taste; es bleiben 1 Minute",
		c.goodbye(v.words(), guard.Idle):           "Seit 10 Minuten kam keine Eingabe; auf Wiedersehen.",
		c.goodbye(v.words(), guard.Restart):        "Der Server startet neu; kommen Sie bitte gleich wieder.",
		c.goodbye(v.words(), guard.Total):          "gerade zu viele Besucher; bitte in einer Minute noch einmal versuchen",
		refusal(&v.words().Visit, guard.Command):   "dieser Befehl ist zu lang",
		notice((&visit{edition: &editions.Edition{CV: new(data.CV)}}).words(), guard.Idle, 2*time.Minute): "still there? press any key within 2 minutes",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A visitor reads in the language of the CV why a screen does not open or ends.
func TestWordsBesideTheScreen(t *testing.T) {
	cfg := testConfig(t)
	var err error
	if cfg.First.CV, err = data.Load("a.yaml", strings.NewReader("basics: {name: A. Beispiel}\nmeta: {language: de}")); err != nil {
		t.Fatal(err)
	}
	var log buffer
	cfg.Log = slog.New(slog.NewJSONHandler(&log, nil))
	s, _ := startServer(t, cfg)
	told := func(v *guest, want string) {
		t.Helper()
		err := v.session.Wait()
		if exit, ok := errors.AsType[*gossh.ExitError](err); !ok || exit.ExitStatus() != exitFailed {
			t.Errorf("got %v, want status %d", err, exitFailed)
		}
		if got := v.stderr.String(); got != "cv: "+want+"\r\n" {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	one := open(t, s, gossh.ClientConfig{}, "")
	one.sees("A. Beispiel")
	again(t, one.client, "").sees("A. Beispiel")
	told(again(t, one.client, ""), "diese Verbindung zeigt den Lebenslauf schon zweimal; bitte eine Ansicht schließen und noch einmal versuchen")

	fails := func(change func(*editions.Edition)) *guest {
		first, set := *s.editions.Load().First, *s.editions.Load()
		change(&first)
		set.First = &first
		s.editions.Store(&set)
		return open(t, s, gossh.ClientConfig{}, "")
	}
	const broken = "hier ist etwas schiefgegangen, und es lag nicht an Ihnen"
	v := fails(func(e *editions.Edition) { e.Files = make([]editions.File, 1) })
	v.sees("A. Beispiel")
	v.types("s")
	told(v, broken)
	told(fails(func(e *editions.Edition) { e.Doc = nil }), broken)
	for _, want := range []string{"program panicked", "a session panicked"} {
		if !log.contains(want) {
			t.Errorf("got no %q in the log", want)
		}
	}
}
