package visits

import (
	"testing"

	"wenkaiyue.com/cv/server/guard"
)

// Every reason that the guard has is explained.
func TestReasonsAreExplained(t *testing.T) {
	words := reasons()
	for r := guard.None + 1; r < 255; r++ {
		if words[r.String()] == "" {
			t.Fatalf("%q is not", r)
		}
	}
}
