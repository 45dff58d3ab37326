// Package guard protects a Wish server that lets everybody in. It knows nothing of what
// is served:
//
//	g, err := guard.New(guard.Defaults())
//	srv, err := wish.NewServer(..., g.Install)
//	err = srv.Serve(g.Listener(listener))
//
// A connection passes three gates and the first that can decide turns it away. Servers of
// other protocols have the same guard, each with a [Door].
//
// Admission, before the key exchange (admission.go, source.go, door.go), limits the number
// of connections in all and of each network, and their rate. Networks that have sent garbage
// lately are turned away. If too many connections have no session yet, the oldest of the
// largest crowd is closed for a new one. Listed proxies name their clients by the PROXY
// protocol, which nobody else may speak. A connection has one time limit from accept to
// shell, exec or subsystem, and may send 64 KiB until then (conn.go). A person who may be
// asked about the host key has a limit of its own (handshake.go).
//
// Requests are filtered (channel.go, request.go). The guard serves sessions only, a few at
// once and a few in all; one terminal with a believable size and name; listed environment
// variables; one shell, exec or subsystem; no agent, forwarding or signals; and so many
// requests in ten seconds. It ends a session that is idle, too long, or whose client accepts
// no output (session.go).
//
// Bytes have a budget of the source, as has the work of its sessions (budget.go). What a
// client sends and no handler reads, x/crypto keeps packet by packet. So a connection waits
// while a channel holds much of that, and is closed after three seconds (conn.go). Handlers
// that read nothing call [Session.Drain].
//
// OpenSSH shows nothing that is sent before a session. So the guard admits a few of the
// connections over a limit, for their handlers to tell the visitor ([Session.Refusal]).
// Everything that is refused is counted ([Guard.Stats]).
//
// A connection takes one small struct and two timers, a session a goroutine for its
// requests. Nothing of the guard runs while a session is idle.
package guard
