package data

import (
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"

	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/locale"
	"wenkaiyue.com/cv/data/publication"
)

// node is one schema, with its fields in reading order.
type node struct {
	Schema       string   `json:"$schema,omitzero"`
	Title        string   `json:"title,omitzero"`
	Description  string   `json:"description,omitzero"`
	Type         []string `json:"type,omitzero"`
	Enum         []string `json:"enum,omitzero"`
	Examples     []string `json:"examples,omitzero"`
	Pattern      string   `json:"pattern,omitzero"`
	PatternError string   `json:"patternErrorMessage,omitzero"` // for editors, like the next two
	Deprecation  string   `json:"deprecationMessage,omitzero"`
	DoNotSuggest bool     `json:"doNotSuggest,omitzero"`
	Items        *node    `json:"items,omitzero"`
	AnyOf        []*node  `json:"anyOf,omitzero"`

	Properties        Object           `json:"properties,omitzero"`
	PatternProperties map[string]*node `json:"patternProperties,omitzero"`
	Additional        *bool            `json:"additionalProperties,omitzero"`
}

// generator makes the JSON Schema of the types of this package. It has their descriptions, by
// type and key.
type generator map[string]map[string]string

// write writes the schema as indented JSON.
func (g generator) write(w io.Writer) error {
	root := g.object(reflect.TypeFor[CV]())
	root.Schema = "http://json-schema.org/draft-07/schema#"
	root.Title = "A CV in the vocabulary of JSON Resume 1.x"
	root.Properties.Add("$schema", &node{Description: "The schema of a JSON file.", Type: []string{"string"}, DoNotSuggest: true})
	for _, name := range slices.Sorted(maps.Keys(freeTitles(&locale.English().Labels))) {
		root.add(name, g.value(reflect.TypeFor[[]Entry](), "items"), g["Free"][name])
	}
	return EncodeJSON(w, root)
}

// add adds a property with a description.
func (n *node) add(key string, v *node, description string) {
	v.Description = description
	n.Properties.Add(key, v)
}

func (g generator) object(t reflect.Type) *node {
	n := &node{Type: []string{"object", "null"}}
	if t != reflect.TypeFor[Meta]() { // which JSON Resume leaves to every tool
		n.Additional = new(bool)
		n.PatternProperties = map[string]*node{"^x-": {Description: "A note to yourself; it is not shown."}}
	}
	for _, f := range Schema().Fields(t) {
		n.add(f.Key, g.value(f.Type, f.Key), g[t.Name()][f.Key])
		if key := f.WordsKey(); key != "" {
			n.add(key, text(), "The words to show for `"+f.Key+"`, where that is for programs.")
		}
		for _, short := range f.Short {
			if short == "arxiv" {
				n.add(short, text(), "Its number at arXiv, such as 2211.05729.")
			} else {
				n.add(short, g.value(reflect.TypeFor[string](), "url"), "A link, as one of `"+f.Key+"`.")
			}
		}
	}
	for _, f := range Schema().Fields(t) {
		for _, old := range f.Old {
			if slices.ContainsFunc(n.Properties, func(m Member) bool { return m.Key == old }) {
				continue
			}
			v := g.value(f.Type, f.Key)
			v.Deprecation, v.DoNotSuggest = fmt.Sprintf("The key for this is `%s` now.", f.Key), true
			n.Properties.Add(old, v)
		}
	}
	return n
}

// value returns the schema of a value of type t under a key.
func (g generator) value(t reflect.Type, key string) *node {
	switch {
	case t == reflect.TypeFor[date.Date]():
		n := text()
		n.Examples = []string{"2021-07", "11/2019", "Expected 07/2023", "present"}
		return n
	case t.Kind() == reflect.Bool:
		return &node{Type: []string{"boolean", "null"}}
	case t.Kind() == reflect.Map:
		return &node{Type: []string{"object", "null"}, PatternProperties: map[string]*node{"": g.value(t.Elem(), "url")}}
	case t == reflect.TypeFor[[]publication.Publication]():
		file := &node{Type: []string{"object"}, Additional: new(bool)}
		file.Properties.Add("file", &node{
			Description: "A bibliography beside the CV or in a folder below, in BibTeX (.bib) or CSL-JSON (.json), whose entries stand here.",
			Type:        []string{"string"}, Pattern: `^[^/].*\.([bB][iI][bB]|[jJ][sS][oO][nN])$`, PatternError: "A path below the folder of the CV that ends in .bib or .json",
		})
		return &node{AnyOf: []*node{{Type: []string{"array", "null"}, Items: &node{AnyOf: []*node{g.item(t.Elem(), key), file}}}, file}}
	case t.Kind() == reflect.Slice:
		return &node{Type: []string{"array", "null"}, Items: g.item(t.Elem(), key)}
	case t.Kind() == reflect.Struct:
		return g.object(t)
	}
	n := text()
	switch key {
	case "url", "canonical":
		n.Pattern, n.PatternError = "^(https?://\\S+|mailto:\\S+)?$", "A web address begins with https://"
	case "email", "emails":
		n.Pattern, n.PatternError = "^([^\\s@]+@[^\\s@]+\\.[^\\s@]+)?$", "An email address is like name@example.com"
	case "countryCode":
		n.Pattern, n.PatternError = "^([A-Z]{2})?$", "Two capital letters, such as CN or DE"
	case "group", "only", "sort", "numbers":
		n.Type, n.Enum = nil, Choices()[key]
	case "list":
		n.Type, n.Enum = nil, Lists()
	}
	return n
}

// item returns the schema of an element of a list. For some types it admits a name in place
// of an entry.
func (g generator) item(t reflect.Type, key string) *node {
	n := g.value(t, key)
	switch t {
	case reflect.TypeFor[publication.Author](), reflect.TypeFor[Skill](), reflect.TypeFor[Language](),
		reflect.TypeFor[Interest](), reflect.TypeFor[Entry](), reflect.TypeFor[SectionConfig]():
		return &node{AnyOf: []*node{n, {Type: []string{"string"}}}}
	}
	return n
}

func text() *node { return &node{Type: []string{"string", "number", "null"}} }
