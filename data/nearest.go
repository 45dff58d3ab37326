package data

import "strings"

// Nearest returns the word that takes the fewest edits to make of word, or "" if
// none is near: one edit for words of three to five bytes, two for longer ones.
// Upper and lower case do not count.
func Nearest(word string, words []string) string {
	best, at := "", 3
	word = strings.ToLower(word)
	for _, w := range words {
		near := slips(max(len(word), len(w)))
		if max(len(w)-len(word), len(word)-len(w)) > min(near, at-1) { // and so is the distance
			continue
		}
		if d := distance(word, strings.ToLower(w)); d <= near && d < at {
			best, at = w, d
		}
	}
	return best
}

// slips is how many slips of the finger a word of n bytes may have.
func slips(n int) int {
	switch {
	case n < 3:
		return 0
	case n < 6:
		return 1
	}
	return 2
}

// distance returns how many bytes have to be inserted, left out, replaced or
// swapped with their neighbour to make b of a (the optimal string alignment
// distance). A word of more than 64 bytes is far from every other.
func distance(a, b string) int {
	if len(a) > 64 {
		return len(a)
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range len(b) {
			row[j+1] = min(last[j+1], row[j]) + 1
			if a[i] == b[j] {
				row[j+1] = min(row[j+1], last[j])
			} else {
				row[j+1] = min(row[j+1], last[j]+1)
			}
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
