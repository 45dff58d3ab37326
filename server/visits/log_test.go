package visits

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"time"
)

// Values of visits to a typical server on port 22.
var (
	peoplesClients = []string{"OpenSSH_9.9", "OpenSSH_9.6p1 Ubuntu-3ubuntu13.8", "OpenSSH_9.2p1 Debian-2+deb12u5", "OpenSSH_for_Windows_9.5", "PuTTY_Release_0.81", "libssh2_1.11.0", "WinSCP_release_6.3.5"}
	botsClients    = []string{"Go", "Go", "Go", "libssh_0.9.6", "paramiko_3.4.0", "AsyncSSH_2.14.2", "JSCH_0.2.16", "OpenSSH_7.4", "russh_0.44.0"}
	placesSeen     = []string{"education", "awards", "publications", "research", "skills", "contact", "help", "save"}
	formatsTaken   = []string{"text", "pdf", "pdf", "pdf", "vcard", "json", "bibtex", "markdown"}
	browsers       = []string{"Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15", "curl/8.14.1"}
	waysToEnd      = []string{"left", "left", "left", "gone", "idle", "session-time"}
)

// madeUp makes up visits like real ones; they depend only on the seed.
type madeUp struct{ *rand.Rand }

func (m madeUp) of(words []string) string { return words[m.IntN(len(words))] }

// network returns a network that is reserved for documentation.
func (m madeUp) network() string {
	if m.IntN(3) == 0 {
		return m.of([]string{"192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"})
	}
	return fmt.Sprintf("2001:db8:%x::/48", m.IntN(1<<16))
}

func (m madeUp) seconds(most float64) float64 {
	return float64(int(m.ExpFloat64()*most*10/4)) / 10
}

func (m madeUp) visit() Visit {
	if m.IntN(10) < 7 {
		return Visit{From: m.network(), Client: m.of(botsClients), Command: m.of([]string{"uname -a", "/ip cloud print", "ls", "echo ok"}), Status: 127, Seconds: 0.1, Ended: "done"}
	}
	v := Visit{From: m.network(), Client: m.of(peoplesClients), Seconds: m.seconds(1), Ended: "done"}
	if m.IntN(3) == 0 {
		v.Tag = m.of([]string{"acme", "globex", "initech"})
	}
	switch m.IntN(7) {
	case 6:
		v = Visit{Door: Web, From: v.From, Client: m.of(browsers), Took: m.of([]string{"html", "html", "pdf"}), Ended: "done"}
	case 0:
		v.Command, v.Took = "pdf", "pdf"
	case 1:
		v.Subsystem, v.Took = "sftp", m.of(formatsTaken)
	default:
		v.Term, v.Size, v.Ended, v.Seconds = "xterm-256color", "120x40", m.of(waysToEnd), 0
		for _, p := range placesSeen[:1+m.IntN(len(placesSeen))] {
			v.Read = append(v.Read, Stay{p, m.seconds(40)})
			v.Seconds = tenths(v.Seconds + v.Read[len(v.Read)-1].Seconds)
		}
	}
	return v
}

// writeLog writes a log: mostly visits, traffic in one of 50 lines, and some other lines.
func writeLog(w io.Writer, lines int, seed uint64) {
	m := madeUp{rand.New(rand.NewPCG(seed, 0))}
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.FixedZone("", 3600))
	h := slog.NewJSONHandler(w, nil)
	log := func(msg string, attrs []slog.Attr) {
		r := slog.NewRecord(at, slog.LevelInfo, msg, 0)
		r.AddAttrs(attrs...)
		_ = h.Handle(context.Background(), r)
	}
	for i := range lines {
		at = at.Add(time.Duration(m.ExpFloat64() * float64(200*24*time.Hour) / float64(lines)))
		switch {
		case i%50 == 49:
			t := Traffic{Connections: 10 + m.Uint64N(500), Visits: m.Uint64N(50), Refused: map[string]uint64{"garbage": m.Uint64N(200), "startup": m.Uint64N(100), "rate": m.Uint64N(20)}}
			log(TrafficMessage, t.Attrs())
		case i%100 == 0:
			log("a session panicked", []slog.Attr{slog.String("panic", "a \"quoted\" word\n"), slog.Int("n", i)})
		default:
			v := m.visit()
			log(VisitMessage, v.Attrs())
		}
	}
}
