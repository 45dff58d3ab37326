package visits

import (
	"slices"
	"testing"

	"wenkaiyue.com/cv/server/guard"
)

// The report explains every limit that ends a visit.
func TestEndingsAreExplained(t *testing.T) {
	for _, why := range []guard.Reason{guard.Idle, guard.SessionTime, guard.Unread, guard.Requests, guard.Restart} {
		if !slices.Contains(Endings(), why.String()) {
			t.Errorf("ending %q is not explained", why)
		}
	}
}

// The report explains every reason of the guard.
func TestReasonsAreExplained(t *testing.T) {
	words := meanings()
	for r := guard.None + 1; r < guard.Restart; r++ {
		if words[r.String()] == "" {
			t.Fatalf("reason %q is not explained", r)
		}
	}
}
