package server

import (
	"strings"
	"testing"
	"time"

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
