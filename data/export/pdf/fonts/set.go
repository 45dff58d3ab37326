package fonts

import "slices"

// Set chooses faces for one document. It is not safe for concurrent use.
type Set struct {
	library *Library
	lang    string
	entries []*entry // sorted by rank; nil until one is needed
	sorted  bool
	own     [Code + 1]*Face
	faces   map[key]*Face
	chosen  map[rune]*entry
}

type key struct {
	entry *entry
	bold  bool
}

// NewSet returns the faces of a document in the given language (BCP 47, or "").
func NewSet(l *Library, lang string) *Set {
	return &Set{library: l, lang: lang, faces: map[key]*Face{}, chosen: map[rune]*entry{}}
}

// Has reports whether a face has the character.
func (s *Set) Has(r rune) bool {
	return embeddedCoverage().has(r) || s.choose(r) != nil
}

// Face returns the best face for a character: the embedded one of the style, the
// embedded regular one, or one of the library; nil if no face has it. Eastern prefers
// the library, for punctuation in Chinese text.
func (s *Set) Face(r rune, style Style, eastern bool) *Face {
	if !eastern {
		for _, st := range []Style{style, Regular} {
			if f := s.embedded(st); f.Has(r) {
				return f
			}
		}
	}
	for {
		e := s.choose(r)
		switch {
		case e == nil && eastern:
			return s.Face(r, style, false)
		case e == nil:
			return nil
		}
		if f := s.load(e, r, style); f != nil {
			return f
		}
	}
}

// Own reports whether a face is an embedded one or nil.
func (s *Set) Own(f *Face) bool { return f == nil || f.entry == nil }

// Box returns the face whose first glyph stands for missing characters.
func (s *Set) Box() *Face { return s.embedded(Regular) }

func (s *Set) embedded(style Style) *Face {
	if s.own[style] == nil {
		s.own[style] = embedded(style)
	}
	return s.own[style]
}

// choose returns the library's best font that has the character.
func (s *Set) choose(r rune) *entry {
	if e, ok := s.chosen[r]; ok {
		return e
	}
	if !s.sorted {
		s.sorted = true
		s.entries = slices.DeleteFunc(s.library.all(), (*entry).useless)
		rank := map[*entry]int{}
		for _, e := range s.entries {
			rank[e] = e.rank(s.lang)
		}
		slices.SortStableFunc(s.entries, func(a, b *entry) int { return rank[a] - rank[b] })
	}
	var found *entry
	if i := slices.IndexFunc(s.entries, func(e *entry) bool { return e.chars.has(r) }); i >= 0 {
		found = s.entries[i]
	}
	s.chosen[r] = found
	return found
}

// load returns the face of an entry, or for Bold of the bold one of its family. It rejects a
// font that it cannot load and returns nil.
func (s *Set) load(e *entry, r rune, style Style) *Face {
	bold := style == Bold
	if bold {
		e = s.bold(e, r)
	}
	k := key{e, bold && e.weight < 600}
	if f := s.faces[k]; f != nil {
		return f
	}
	f, err := e.load(bold)
	if err != nil {
		s.library.Reject(&Face{entry: e})
		s.entries = slices.DeleteFunc(s.entries, func(other *entry) bool { return other == e })
		clear(s.chosen)
		return nil
	}
	s.faces[k] = f
	return f
}

// bold returns the bold font of the entry's family that has the character, or the
// entry.
func (s *Set) bold(e *entry, r rune) *entry {
	for _, b := range s.entries {
		if b.family == e.family && b.weight >= 600 && b.weight <= 800 && !b.italic && b.chars.has(r) {
			return b
		}
	}
	return e
}
