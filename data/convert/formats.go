package convert

import (
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// A format is a way to write a CV.
type format struct {
	name string
	// read returns the parts of the CV in a root of this format, and nil for any
	// other root.
	read func(root *yaml.Node) *parts
	// named says that the names of sections are free in the format, and so no surprise
	// to anybody.
	named bool
}

// formats are tried in this order, after JSON Resume; the last one takes every
// mapping.
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

// renderCV reads RenderCV: everything is in cv, and its sections have names as
// their owner likes. Design and locale are about looks.
func renderCV(root *yaml.Node) *parts {
	if cv := child(root, "cv"); child(cv, "sections", "name") != nil {
		return split(cv)
	}
	return nil
}

// alFolio reads the cv.yml of al-folio, a list of {title, type, contents}; the first
// one of type map has the person.
func alFolio(root *yaml.Node) *parts {
	if root.Kind != yaml.SequenceNode {
		return nil
	}
	p := &parts{}
	for _, e := range root.Content {
		s, ok := titled(e)
		kind := child(e, "type")
		isMap := kind != nil && kind.Value == "map"
		if ok && isMap {
			s.value = mapped(s.value)
		}
		switch {
		case ok && isMap && len(p.person) == 0:
			p.person = pairs(s.value)
		case ok:
			p.sections = append(p.sections, s)
		}
	}
	if len(p.person)+len(p.sections) == 0 {
		return nil
	}
	return p
}

// mapped is a list of {name, value} as a mapping.
func mapped(n *yaml.Node) *yaml.Node {
	var ps []pair
	for _, q := range n.Content {
		if name, value := child(q, "name"), child(q, "value"); name != nil && value != nil {
			ps = append(ps, pair{name, value})
		}
	}
	return mapping(n, ps)
}

// onlineCV reads the data.yml of online-cv: a sidebar with the person, and a
// section a key.
func onlineCV(root *yaml.Node) *parts {
	if child(child(root, "sidebar"), "name") == nil {
		return nil
	}
	p := split(root)
	p.person = slices.DeleteFunc(p.person, func(q pair) bool {
		return q.key.Value == "position" && (q.value.Value == "left" || q.value.Value == "right")
	}) // of the sidebar
	return p
}

// fresh reads FRESH, whose lists stand in objects ("employment.history",
// "skills.sets") and whose person is in name, info, contact, location and social.
func fresh(root *yaml.Node) *parts {
	format := child(child(root, "meta"), "format")
	isFresh := format != nil && strings.HasPrefix(strings.ToUpper(format.Value), "FRESH")
	if child(root, "name") == nil || !isFresh && (child(root, "info") == nil || child(root, "employment", "contact") == nil) {
		return nil
	}
	return split(root)
}

// visiky reads the resume.json of visiky/resume, whose lists ("workExpList") have
// their titles in titleNameMap.
func visiky(root *yaml.Node) *parts {
	names := child(root, "titlenamemap")
	if names == nil && child(root, "workexplist", "educationlist") == nil {
		return nil
	}
	p := split(root)
	for i, s := range p.sections {
		if title := child(names, plain(s.key.Value)); title != nil {
			p.sections[i].title = title.Value
		}
	}
	return p
}

// isBamos recognises the cv.yaml of bamos/cv, all of whose texts are LaTeX.
func isBamos(root *yaml.Node) bool {
	return child(child(root, "name"), "first") != nil && child(root, "order", "ordermd", "orderlatex", "style") != nil
}

// bamos reads bamos/cv, where order lists the sections as [key, title].
func bamos(root *yaml.Node) *parts {
	if !isBamos(root) {
		return nil
	}
	p := split(root)
	titles := map[string]string{}
	for _, q := range pairs(root) {
		for _, e := range q.value.Content {
			if !strings.Contains(plain(q.key.Value), "order") || !isTexts(e) || len(e.Content) < 2 {
				continue
			}
			key, title := e.Content[0].Value, e.Content[1].Value
			if child(root, plain(key)) == nil && child(root, plain(title)) != nil { // some write the title first
				key, title = title, key
			}
			if title != "NONE" {
				titles[key] = title
			}
		}
	}
	p.sections = slices.DeleteFunc(p.sections, func(s part) bool { // of the program that makes the PDF
		return s.key.Value == "all_publications" || strings.HasPrefix(s.key.Value, "order") || strings.HasSuffix(s.key.Value, "_old")
	})
	for i, s := range p.sections {
		p.sections[i].title = titles[s.key.Value]
	}
	return p
}

// flat reads a file with the person and the lists at its root.
func flat(root *yaml.Node) *parts {
	p := split(root)
	if !hasName(root) || !slices.ContainsFunc(p.sections, func(s part) bool { return listNamed(s) != "" }) {
		return nil
	}
	return p
}

// other takes every mapping: what plainly is about the person, at the root or in
// an object of its own, and each list as what its name says. The CV may be all in
// one object.
func other(root *yaml.Node) *parts {
	if root.Kind != yaml.MappingNode {
		return nil
	}
	if hasName(root) {
		return split(root)
	}
	for _, q := range pairs(root) {
		if key := plain(q.key.Value); !isHidden(q.key.Value) && hasName(q.value) && !in("person", key) && key != "meta" && !isSynonym(synonyms("lists"), key) {
			return split(q.value)
		}
	}
	return split(root)
}

// hasName reports whether an object, or one for a person in it, gives a name.
func hasName(n *yaml.Node) bool {
	return child(n, append([]string{"firstname", "lastname"}, words("basics", "name")...)...) != nil ||
		slices.ContainsFunc(pairs(n), func(q pair) bool {
			key := plain(q.key.Value)
			return (in("person", key) || key == "title") && hasName(q.value)
		})
}

// split parts an object into what is about the person, and the sections.
func split(root *yaml.Node) *parts {
	p := &parts{}
	for _, q := range pairs(root) {
		key := plain(q.key.Value)
		isObject := q.value.Kind == yaml.MappingNode && in("person", key) || key == "meta" && hasName(q.value)
		isPerson := isSynonym(synonyms("basics"), key) && !slices.Contains(words("basics", "summary"), key) || in("person", key)
		isFact := isText(q.value) && (len(q.value.Value) < 60 || isSynonym(synonyms("basics"), key))
		switch {
		case isHidden(q.key.Value), isNull(q.value), q.value.ShortTag() == "!!bool":
		case isObject:
			p.person = append(p.person, pairs(q.value)...)
		case key == "meta", isLook(q.key.Value) && !isEntries(q.value) && !isPerson:
		case isPerson, isFact:
			p.person = append(p.person, q)
		default:
			p.sections = append(p.sections, part{key: q.key, value: q.value})
		}
	}
	return p
}
