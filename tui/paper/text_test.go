package paper

import (
	"strings"
	"testing"
)

// Balancing lines does not break a word that fits a line.
func TestBalanceBreaksNoWord(t *testing.T) {
	address := "https://example.org/" + strings.Repeat("x", 40)
	for w := len(address); w < len(address)+30; w++ {
		if lines := (Text{{Text: "see " + address + " too"}}).wrap(w, w); !strings.Contains(joinLines(lines), address) {
			t.Errorf("width %d: got %q, want the address in one piece", w, joinLines(lines))
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
