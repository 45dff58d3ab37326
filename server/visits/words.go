package visits

// endings is what the server means by the end of a visit.
func endings() map[string]string {
	return map[string]string{
		"left":         "the visitor quit",
		"done":         "a command or a copy was carried out",
		"gone":         "the connection was closed or lost",
		"restart":      "the server was stopped",
		"unread":       "the client stopped reading",
		"panic":        "a fault of the server: see its log",
		"idle":         "nothing was typed for --idle-timeout",
		"session-time": "it was as long as --session-timeout",
	}
}

// reasons is what the server means by a reason to refuse something, or to end it.
func reasons() map[string]string {
	return map[string]string{
		"total":        "more connections than --max-connections",
		"per-source":   "more than --max-per-source from one source",
		"rate":         "more than --rate-per-source from one source",
		"resting":      "the source had sent garbage",
		"proxy":        "a PROXY header was missing or wrong",
		"pending":      "gave way to others while without a session",
		"startup":      "no session within --startup-timeout",
		"garbage":      "what came was not SSH",
		"channels":     "a channel too many, or of a strange type",
		"requests":     "too many requests",
		"request":      "a request that is not granted",
		"command":      "a command that is too long",
		"unread":       "the client stopped reading",
		"idle":         "nothing was typed for --idle-timeout",
		"session-time": "a visit as long as --session-timeout",
	}
}
