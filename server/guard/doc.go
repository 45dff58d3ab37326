// Package guard protects a Wish server that admits everybody. It does not depend on what
// the server serves:
//
//	g, err := guard.New(guard.Defaults())
//	srv, err := wish.NewServer(..., g.Install)
//	err = srv.Serve(g.Listener(listener))
//
// A connection passes three gates, and the first that can decide rejects it. Servers of
// other protocols share the guard, each through a [Door].
//
// Admission, before the key exchange (admission.go, source.go, door.go), limits the number
// of connections, in total and for each network, and their rate. It rejects networks that
// have recently sent garbage. If too many connections have no session yet, it closes the
// oldest of the largest crowd for a new one; if there are too many in all, it tells the
// connection of the largest crowd that has been inactive for longest to leave. Listed
// proxies name their clients by the PROXY protocol; no other client may use it. From accept
// to shell, exec or subsystem a connection has one time limit and may send 64 KiB (conn.go).
// The question about the host key has a time limit of its own (handshake.go).
//
// The guard filters requests (channel.go, request.go). It grants sessions only, a few at
// once and a few in total; one terminal of bounded size and safe name; listed environment
// variables; and one shell, exec or subsystem. It denies agents, forwarding and signals,
// and limits the requests in ten seconds. It ends a session that is idle or too long, or
// whose client accepts no output (session.go).
//
// Each source has budgets for its bytes and for the work of its sessions (budget.go).
// x/crypto keeps unread input packet by packet. So the guard stops reading from a
// connection while a channel holds much of it, and closes the connection after three
// seconds in which it writes nothing (budget.go). Handlers that read nothing call
// [Session.Drain].
//
// OpenSSH shows nothing that the server sends before a session. So the guard admits a few
// connections over a limit, and their handlers tell the visitor ([Session.Refusal]). It
// counts every refusal ([Guard.Stats]).
//
// A connection costs a small struct and two timers, and a session no goroutine beside those
// of the server. The guard does nothing while a session is idle.
package guard
