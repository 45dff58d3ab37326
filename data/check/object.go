package check

import (
	"reflect"
	"unicode"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
)

var (
	cvType     = reflect.TypeFor[data.CV]()
	basicsType = reflect.TypeFor[data.Basics]()
	metaType   = reflect.TypeFor[data.Meta]()
)

// object is an object of the file and what its keys can be.
type object struct {
	t      reflect.Type
	fields []data.Field
	given  map[string]bool // keys that say something in it, by their names now
	all    int             // how many keys it has
	known  int             // how many of them are known
}

func objectOf(n *yaml.Node, t reflect.Type) object {
	o := object{t: t, fields: data.Fields(t), given: map[string]bool{}, all: len(n.Content) / 2}
	now := map[string]string{}
	for _, f := range o.fields {
		now[f.Key] = f.Key
		for _, old := range f.Old {
			now[old] = f.Key
		}
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if key := now[n.Content[i].Value]; key != "" {
			o.known++
			o.given[key] = o.given[key] || !data.IsNull(data.Resolve(n.Content[i+1]))
		}
	}
	return o
}

// keys are those that the object can have.
func (o object) keys() (keys []string) {
	for _, f := range o.fields {
		keys = append(keys, f.Key)
	}
	return keys
}

// entry reports whether the object is an entry of a list.
func (o object) entry() bool {
	return o.t != cvType && o.t != basicsType && o.t != metaType && o.t != reflect.TypeFor[data.Location]()
}

// names reports whether the keys may be names of what the list is of, as in
// {German: native}: none of them is known.
func (o object) names() bool { return o.known == 0 && o.entry() }

// meant is the key that somebody means who writes name; one that the object lacks
// comes before one that it has.
func (o object) meant(name string) string {
	if first, _ := utf8.DecodeRuneInString(name); o.names() && unicode.IsUpper(first) {
		return same(name, o.keys()) // "Care" is a name, and not "name" in a slip
	}
	var lacking []string
	for _, k := range o.keys() {
		if !o.given[k] {
			lacking = append(lacking, k)
		}
	}
	for _, known := range [][]string{lacking, o.keys()} {
		if instead := meant(name, known); instead != "" {
			return instead
		}
		for _, f := range o.fields {
			if data.Nearest(name, f.Old) != "" && (!o.given[f.Key] || len(known) > len(lacking)) {
				return f.Key
			}
		}
	}
	return ""
}
