package problem

import "strings"

// Nearest returns the word that takes the fewest edits to make of word, or "" if
// none is near: one edit for words of three to five bytes, two for longer ones.
// Upper and lower case do not count.
func Nearest(word string, words []string) string {
	best, most := "", 3
	word = strings.ToLower(word)
	for _, w := range words {
		near := 2
		if n := max(len(word), len(w)); n < 6 {
			near = n / 3
		}
		if near = min(near, most-1); max(len(w)-len(word), len(word)-len(w)) > near { // and so is the distance
			continue
		}
		if d := distance(word, strings.ToLower(w)); d <= near {
			best, most = w, d
		}
	}
	return best
}

// distance returns how many bytes have to be inserted, left out, replaced or
// swapped with their neighbour to make b of a (the optimal string alignment
// distance). A word of more than 64 bytes is far from every other.
func distance(a, b string) int {
	if len(a) > 64 {
		return len(a)
	}
	d := make([][]int, len(a)+1) // between the beginnings of the two
	for i := range d {
		d[i] = make([]int, len(b)+1)
		for j := range d[i] {
			switch {
			case i == 0 || j == 0:
				d[i][j] = i + j
			case a[i-1] == b[j-1]:
				d[i][j] = d[i-1][j-1]
			default:
				d[i][j] = 1 + min(d[i-1][j-1], d[i-1][j], d[i][j-1])
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}
