package problem

import "strings"

// Nearest returns the one of words that is the fewest edits from word, ignoring case, or ""
// if none is near: one edit for words of three to five bytes, two for longer ones.
func Nearest(word string, words []string) string {
	word = strings.ToLower(word)
	for edits := range 3 {
		for _, w := range words {
			if edits <= max(len(word), len(w))/3 && within(edits, word, strings.ToLower(w)) {
				return w
			}
		}
	}
	return ""
}

// within reports whether at most edits edits turn a into b. An edit inserts, removes or
// replaces a byte, or swaps two neighbours (the optimal string alignment distance).
func within(edits int, a, b string) bool {
	for a != "" && b != "" && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	if a == "" || b == "" {
		return len(a)+len(b) <= edits
	}
	swapped := len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0]
	return edits > 0 && (within(edits-1, a[1:], b) || within(edits-1, a, b[1:]) || within(edits-1, a[1:], b[1:]) ||
		swapped && within(edits-1, a[2:], b[2:]))
}
