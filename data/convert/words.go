package convert

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// synonym lists the words that mean a key, the best one first, in the form of [plain].
type synonym struct {
	key   string
	words []string
}

// Keys that JSON Resume does not have: their values go to several of its keys, or beside
// the value of another one.
const (
	asSpan = "span" // start and end in one
	asOrg  = "org"  // of a free entry: where, or for whom; put before its organization
)

//go:embed words.txt
var wordsFile string

// vocabulary returns the tables of words.txt by their names.
var vocabulary = sync.OnceValue(func() map[string][]synonym {
	out, name := map[string][]synonym{}, ""
	for line := range strings.Lines(folded(wordsFile)) {
		table := out[name]
		switch line[0] {
		case '#', '\n':
		case '[':
			name = strings.Trim(line, "[]\n")
		case ' ':
			last := &table[len(table)-1]
			last.words = append(last.words, strings.Fields(line)...)
		default:
			key, words, _ := strings.Cut(line, ":")
			out[name] = append(table, synonym{key, strings.Fields(words)})
		}
	}
	return out
})

// synonyms returns a table of words.txt. For the entries of a list, the common table follows
// it.
func synonyms(name string) []synonym {
	table := vocabulary()[name]
	switch name {
	case "lists", "basics", "location", "profiles", "name", "free", "sets":
		return table
	}
	return slices.Concat(table, vocabulary()["common"])
}

// words returns the words of one key in a table.
func words(table, key string) []string {
	for _, s := range synonyms(table) {
		if s.key == key {
			return s.words
		}
	}
	return nil
}

// isSynonym reports whether a table has this word.
func isSynonym(table []synonym, word string) bool {
	return slices.ContainsFunc(table, func(s synonym) bool { return slices.Contains(s.words, word) })
}

// IsPublications reports whether a key names the list of publications.
func IsPublications(key string) bool {
	return slices.Contains(words("lists", "publications"), plain(key))
}

// in reports whether a word is in one of the sets of words.txt.
func in(set, word string) bool { return slices.Contains(words("sets", set), word) }
