package visits

import (
	"slices"
	"testing"

	"wenkaiyue.com/cv/server/guard"
)

// Every limit that ends a visit is explained.
func TestEndingsAreExplained(t *testing.T) {
	for _, why := range []guard.Reason{guard.Idle, guard.SessionTime, guard.Unread, guard.Requests, guard.Restart} {
		if !slices.Contains(Endings(), why.String()) {
			t.Errorf("%q is not", why)
		}
	}
}

// Every reason that the guard has is explained.
func TestReasonsAreExplained(t *testing.T) {
	words := meanings()
	for r := guard.None + 1; r < guard.Restart; r++ {
		if words[r.String()] == "" {
			t.Fatalf("%q is not", r)
		}
	}
}
