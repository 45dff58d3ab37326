// Package guard stands between the internet and the sessions of a Wish server
// that lets everybody in. It knows nothing of what is served:
//
//	g, err := guard.New(guard.Defaults())
//	srv, err := wish.NewServer(wish.WithMiddleware(...), g.Install)
//	err = srv.Serve(g.Listener(listener))
//
// A connection passes three gates, and what does not belong there is turned away
// at the first that can tell.
//
// # Gate 1, admission
//
// Before any key exchange (admission.go, source.go): how many connections there
// are in all, how many come from one network, how many of them new in a second,
// and who has sent garbage lately. It stops floods, crowds of silent or
// half-open connections, scanners and everything that does not begin with
// "SSH-". When too many connections have no session yet, the oldest of
// the largest crowd has to go, so that those who say nothing never keep out those
// who do. Where
// proxies are listed, the PROXY protocol tells who is behind them, and nobody
// else may speak it.
//
// From accept to shell, exec or subsystem a connection has one time limit,
// whatever it does in between, and may send 64 KiB: connections that open no
// channel and sessions that ask for no shell do not stay. Only the time in which
// a client may be asking its person about the host key (keyexchange.go) is apart
// from it; it has a limit of its own.
//
// Servers of other protocols beside the SSH server have the same guard, each with a
// [Door] of its own: admission is the same, and a source's connections to all of them
// count together, though how fast they may come does not.
//
// # Gate 2, requests
//
// Around each channel (channel.go, request.go): sessions only, a few at once, a
// few in a life; a terminal of a size and a name that can be believed;
// environment variables from a list; one shell, exec or subsystem; no agent, no
// forwarding, no signals; so many requests in ten seconds. A session ends when
// its visitor has typed nothing for a while, or after an hour, or when nobody
// takes what it sends (session.go, sweep.go).
//
// # Gate 3, input
//
// What a visitor types (input.go): so many bytes a second, the rest dropped, and
// only UTF-8. What nobody reads is read here and dropped, since x/crypto keeps
// it packet by packet: the stderr of the client, and all input after
// [Session.Drain]. A connection that sends more than so many bytes a second waits,
// and so does one of which much has come that its handlers have not read; if they
// do not for three seconds, it is closed (stream.go).
//
// # Refusals
//
// OpenSSH shows no word that is said before a session. So a few of those who are
// over a limit are let in, marked, for [Session.Refusal] to be told to them; many
// are not. Everything that is refused is counted ([Guard.Stats]).
//
// # Cost
//
// A connection takes one small struct, a session one more and a goroutine for its
// requests. All of them share one goroutine that looks at the clock (sweep.go),
// when something can be due and not before; it ends with the last connection.
package guard
