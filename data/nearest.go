package data

import "strings"

// Nearest returns the word that takes the fewest edits to make of word, if they
// are few enough for a slip of the finger (two at most), or "". Upper and lower
// case do not count.
func Nearest(word string, words []string) string {
	best, at := "", 3
	word = strings.ToLower(word)
	for _, w := range words {
		if max(len(w)-len(word), len(word)-len(w)) >= at { // and so is the distance
			continue
		}
		if d := distance(word, strings.ToLower(w)); d < at && d < len(w) {
			best, at = w, d
		}
	}
	return best
}

// distance is the Levenshtein distance of two words, in bytes. A word of more
// than 64 bytes is far from every other.
func distance(a, b string) int {
	if len(a) > 64 {
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
