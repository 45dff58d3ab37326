package visits

import (
	"maps"
	"slices"
)

// The ends of a visit in the log that are not limits of the guard.
const (
	Left    = "left"
	Done    = "done"
	Gone    = "gone"
	Restart = "restart"
	Panic   = "panic"
)

// endings returns the meanings of the ends of a visit.
func endings() map[string]string {
	return map[string]string{
		Left:           "the visitor quit",
		Done:           "a command or a copy was carried out",
		Gone:           "the connection was closed or lost",
		Restart:        "the server was stopped",
		Panic:          "a fault of the server: see its log",
		"unread":       "the visitor's client stopped reading",
		"idle":         "nothing was typed for --idle-timeout",
		"session-time": "it was as long as --session-timeout",
		"requests":     "too many requests",
	}
}

// Endings returns the ends that a visit can have, in alphabetical order.
func Endings() []string { return slices.Sorted(maps.Keys(endings())) }

// reasons returns the meanings of the guard's reasons to refuse or end something.
func reasons() map[string]string {
	return map[string]string{
		"total":        "more connections than --max-connections",
		"per-source":   "more than --max-per-source from one source",
		"rate":         "more than --rate-per-source from one source",
		"resting":      "the source had sent garbage",
		"proxy":        "a PROXY header was missing or wrong",
		"pending":      "closed without a session to admit others",
		"startup":      "no session within --startup-timeout",
		"garbage":      "the client did not speak SSH",
		"channels":     "too many channels, or one of another type",
		"requests":     "too many requests",
		"request":      "a request that is not granted",
		"command":      "a command that is too long",
		"unread":       "the client stopped reading",
		"idle":         "nothing was typed for --idle-timeout",
		"session-time": "a visit as long as --session-timeout",
		"algorithms":   "the client had no algorithm in common with the server",
	}
}
