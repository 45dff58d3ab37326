package paper

import (
	"strings"
	"testing"
)

// A line is not made narrower, for the sake of the last one, than a word that it
// has room for.
func TestBalanceBreaksNoWord(t *testing.T) {
	address := "https://example.org/" + strings.Repeat("x", 40)
	for w := len(address); w < len(address)+30; w++ {
		if lines := (Text{{Text: "see " + address + " too"}}).wrap(w, w); !strings.Contains(joinLines(lines), address) {
			t.Errorf("width %d: %q", w, joinLines(lines))
		}
	}
}

func joinLines(lines []Text) string {
	var rows []string
	for _, text := range lines {
		rows = append(rows, text.String())
	}
	return strings.Join(rows, "\n")
}
