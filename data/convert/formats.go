package convert

import (
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// format is a file format for CVs.
type format struct {
	name string
	// find returns the object that holds the person and the sections of a file in this
	// format, or nil for any other file.
	find func(root *yaml.Node) *yaml.Node
	// named means that owners name their sections freely in this format, so that such
	// names need no note.
	named bool
}

// formats returns the formats in the order in which they are tried, after JSON Resume.
// The last one takes every mapping.
func formats() []format {
	return []format{
		{"RenderCV", renderCV, true},
		{"al-folio", alFolio, true},
		{"online-cv", onlineCV, true},
		{"FRESH", fresh, false},
		{"visiky/resume", visiky, false},
		{"bamos/cv", bamos, false},
		{"flat", flat, false},
		{"", other, false},
	}
}

// renderCV finds the CV in a file of RenderCV: all of it is under cv, and owners name
// its sections. It ignores design and locale.
func renderCV(root *yaml.Node) *yaml.Node {
	if cv := child(root, "cv"); child(cv, "sections", "name") != nil {
		return cv
	}
	return nil
}

// alFolio finds the CV in the cv.yml of al-folio, a list of {title, type, contents}. The
// first entry of type map has the person; a map is a list of {name, value}.
func alFolio(root *yaml.Node) *yaml.Node {
	var person []pair
	sections := sequence(root)
	for _, e := range root.Content {
		s, ok := titled(e)
		if kind := child(e, "type"); ok && kind != nil && kind.Value == "map" {
			var facts []pair
			for _, q := range s.value.Content {
				if name, value := child(q, "name"), child(q, "value"); name != nil && value != nil {
					facts = append(facts, pair{name, value})
				}
			}
			if s.value = mapping(s.value, facts); person == nil {
				person, ok = facts, false
			}
		}
		if ok {
			sections.Content = append(sections.Content, mapping(e, []pair{as("title", e, s.key), as("contents", e, s.value)}))
		}
	}
	if root.Kind != yaml.SequenceNode || len(person)+len(sections.Content) == 0 {
		return nil
	}
	return mapping(root, append(person, as("sections", root, sections)))
}

// onlineCV finds the CV in the data.yml of online-cv: a sidebar, left or right, has the
// person, and each other key is a section.
func onlineCV(root *yaml.Node) *yaml.Node {
	side := child(root, "sidebar")
	if child(side, "name") == nil {
		return nil
	}
	return mapping(root, slices.DeleteFunc(slices.Concat(pairs(root), pairs(side)), func(p pair) bool {
		return p.value == side || p.value.Value == "left" || p.value.Value == "right"
	}))
}

// fresh finds the CV in a file of FRESH. Its lists are in objects ("employment.history",
// "skills.sets") and its person in name, info, contact, location and social.
func fresh(root *yaml.Node) *yaml.Node {
	format := child(child(root, "meta"), "format")
	isFresh := format != nil && strings.HasPrefix(strings.ToUpper(format.Value), "FRESH")
	if child(root, "name") != nil && (isFresh || child(root, "info") != nil && child(root, "employment", "contact") != nil) {
		return root
	}
	return nil
}

// visiky finds the CV in the resume.json of visiky/resume. titleNameMap has the titles
// of its lists ("workExpList").
func visiky(root *yaml.Node) *yaml.Node {
	if child(root, "titlenamemap", "workexplist", "educationlist") != nil {
		return root
	}
	return nil
}

// isBamos reports whether root is the cv.yaml of bamos/cv, where every text is LaTeX.
func isBamos(root *yaml.Node) bool {
	return child(child(root, "name"), "first") != nil && child(root, "order", "ordermd", "orderlatex", "style") != nil
}

// bamos finds the CV in a file of bamos/cv and leaves out the settings of the program
// that typesets it.
func bamos(root *yaml.Node) *yaml.Node {
	if !isBamos(root) {
		return nil
	}
	return mapping(root, slices.DeleteFunc(pairs(root), func(p pair) bool {
		return p.key.Value == "all_publications" || strings.HasSuffix(p.key.Value, "_old")
	}))
}

// flat finds the CV in a file that has the person and the lists at its root.
func flat(root *yaml.Node) *yaml.Node {
	if hasName(root) && slices.ContainsFunc(pairs(root), isList) {
		return root
	}
	return nil
}

// isList reports whether a key names a list of JSON Resume, and has a value.
func isList(p pair) bool { return isSynonym(synonyms("lists"), plain(p.key.Value)) && !isNull(p.value) }

// other takes every mapping: it reads plain facts about the person, at the root or in an
// object, and each list under its own name. The whole CV may be in one object.
func other(root *yaml.Node) *yaml.Node {
	if root.Kind != yaml.MappingNode {
		return nil
	}
	if hasName(root) {
		return root
	}
	all := pairs(root)
	for i, p := range all {
		if key := plain(p.key.Value); hasName(p.value) && !isHidden(p.key.Value) && key != "meta" && !isSynonym(synonyms("lists"), key) {
			if flat(p.value) == nil && slices.ContainsFunc(all, func(q pair) bool { return q != p && (isEntries(q.value) || isList(q)) }) {
				return mapping(root, slices.Concat(all[:i], pairs(p.value), all[i+1:])) // the person, under a key of the owner's
			}
			return p.value
		}
	}
	return root
}

// beside returns the keys of the CVs in a file beside the one found, if that is under a key
// too.
func beside(root, found *yaml.Node) (keys []*yaml.Node) {
	all := pairs(root)
	isFound := func(p pair) bool { return p.value == found }
	if !slices.ContainsFunc(all, isFound) {
		return nil
	}
	for _, p := range all {
		if !isFound(p) && flat(p.value) != nil {
			keys = append(keys, p.key)
		}
	}
	return keys
}

// hasName reports whether an object, or one for a person in it, gives a name.
func hasName(n *yaml.Node) bool {
	return child(n, append([]string{"firstname", "lastname"}, words("basics", "name")...)...) != nil ||
		slices.ContainsFunc(pairs(n), func(p pair) bool {
			key := plain(p.key.Value)
			return (in("person", key) || key == "title") && hasName(onlyPerson(p.value))
		})
}

// onlyPerson returns the only element of a list if it is an object about a person, or else
// n itself.
func onlyPerson(n *yaml.Node) *yaml.Node {
	about := slices.Concat(words("basics", "email"), words("basics", "phone"), words("basics", "summary"))
	if n.Kind == yaml.SequenceNode && len(n.Content) == 1 && child(n.Content[0], about...) != nil {
		return n.Content[0]
	}
	return n
}

// split divides an object into facts about the person and sections.
func split(root *yaml.Node) *parts {
	p := &parts{}
	titles := titlesIn(root)
	for _, q := range pairs(root) {
		key := plain(q.key.Value)
		if in("person", key) {
			q.value = onlyPerson(q.value)
		}
		isObject := q.value.Kind == yaml.MappingNode && in("person", key) || key == "meta" && hasName(q.value)
		isPerson := isSynonym(synonyms("basics"), key) && !slices.Contains(words("basics", "summary"), key) || in("person", key) || isAccount(q)
		if isEntries(q.value) && slices.Contains(words("basics", "label"), key) {
			isPerson = false // current_position: [{title: …}]
		}
		isFact := isText(q.value) && (len(q.value.Value) < 60 || isSynonym(synonyms("basics"), key))
		switch {
		case isHidden(q.key.Value), isNull(q.value), q.value.ShortTag() == "!!bool":
		case isObject:
			p.person = append(p.person, pairs(q.value)...)
		case key == "meta", isLook(q.key.Value) && !isEntries(q.value) && !isPerson:
		case isPerson, isFact:
			p.person = append(p.person, q)
		default:
			p.sections = append(p.sections, part{key: q.key, title: titles[key], value: q.value})
		}
	}
	return p
}

// titlesIn returns the titles of an object's keys; the keys are in the form of [plain].
// visiky/resume has titles in titleNameMap, bamos/cv in lists of [key, title].
func titlesIn(root *yaml.Node) map[string]string {
	out := map[string]string{}
	for _, p := range pairs(child(root, "titlenamemap")) {
		out[plain(p.key.Value)] = p.value.Value
	}
	for _, p := range pairs(root) {
		for _, e := range p.value.Content {
			if !strings.HasPrefix(plain(p.key.Value), "order") || !isTexts(e) || len(e.Content) < 2 {
				continue
			}
			key, title := plain(e.Content[0].Value), e.Content[1].Value
			if child(root, key) == nil && child(root, plain(title)) != nil { // some write the title first
				key, title = plain(title), e.Content[0].Value
			}
			if title != "NONE" {
				out[key] = title
			}
		}
	}
	return out
}
