package data

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/locale"
)

var update = flag.Bool("update", false, "rewrite "+SchemaFile)

// descriptions returns the descriptions of the keys, for the generator.
func descriptions(t *testing.T) (says generator) {
	t.Helper()
	src, err := os.ReadFile("testdata/schema/descriptions.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Load(src, &says); err != nil {
		t.Fatal(err)
	}
	return says
}

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(JSONSchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("cv.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("cv.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// value returns a CV file as a value for the JSON Schema validator.
func value(t *testing.T, src string) any {
	t.Helper()
	var v any
	if err := yaml.Load([]byte(src), &v); err != nil {
		t.Fatal(err)
	}
	return plain(v)
}

// plain returns v with strings in place of dates, which YAML 1.1 has and 1.2 has not.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = plain(v[k])
		}
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	case interface{ Format(string) string }:
		return v.Format("2006-01-02")
	}
	return v
}

// The schema beside the owner's CV is the one of the types.
func TestSchemaFile(t *testing.T) {
	var b bytes.Buffer
	if err := descriptions(t).write(&b); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(SchemaFile, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if old, err := os.ReadFile(SchemaFile); err != nil || !bytes.Equal(old, b.Bytes()) {
		t.Errorf("%s differs from the types (%v); run: go test ./data -run Schema -update", SchemaFile, err)
	}
}

// Every key of every type has a description, and no other key has one.
func TestSchemaDescriptions(t *testing.T) {
	says, known := descriptions(t), map[string][]string{}
	types(reflect.TypeFor[CV](), known)
	known["Free"] = slices.Collect(maps.Keys(freeTitles(&locale.English().Labels)))
	for name, keys := range known {
		for _, key := range keys {
			if says[name][key] == "" {
				t.Errorf("descriptions.yaml lacks %s.%s", name, key)
			}
		}
	}
	for name, keys := range says {
		for key := range keys {
			if !slices.Contains(known[name], key) {
				t.Errorf("descriptions.yaml describes %s.%s, which does not exist", name, key)
			}
		}
	}
}

func types(t reflect.Type, known map[string][]string) {
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t == reflect.TypeFor[date.Date]() {
		return
	}
	for _, f := range Schema().Fields(t) {
		known[t.Name()] = append(known[t.Name()], f.Key)
		types(f.Type, known)
	}
}

func TestSchemaAccepts(t *testing.T) {
	s := compile(t)
	for name, src := range map[string]string{
		"owner":  embedded,
		"nulls":  "basics: {name: A, label: , url: '', location: }\nwork:\nskills: []\n",
		"plain":  "basics: {name: A, location: {postalCode: 12345}}\nwork: [{position: P, startDate: 2020, endDate: 2021-07-01}]\neducation: [{score: 3.9}]\n",
		"names":  "skills: [Go]\nlanguages: [English]\npublications: [{name: P, authors: [A, {name: B, self: true}]}]\nmeta: {sections: [skills], theme: even}\n",
		"free":   "meta: {sections: [{name: talks, title: Talks, items: [{name: T, date: 2020-10, keywords: [a]}]}]}\n",
		"bib":    "publications: {file: papers.bib}\n",
		"mixed":  "publications: [{file: below/papers.json}, {name: P}]\n",
		"notes":  "x-note: anything\nwork: [{x-salary: 1}]\n",
		"resume": `{"$schema": "https://example.com/schema.json", "basics": {"name": "A", "email": "a@example.com", "url": "https://a.example", "profiles": [{"network": "N", "username": "U", "url": "https://n.example"}]}, "work": [{"name": "W", "startDate": "2019-02-03"}], "meta": {"canonical": "https://example.com/resume.json", "version": "v1.0.0", "lastModified": "2017-12-24T15:53:00"}}`,
		"legacy": `{"basics": {"name": "", "picture": "", "website": ""}, "work": [{"company": "C", "website": ""}], "education": [{"gpa": "1"}]}`,
	} {
		if err := s.Validate(value(t, src)); err != nil {
			t.Errorf("%s: got error %v, want none", name, err)
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	s := compile(t)
	for name, tt := range map[string]struct{ src, want string }{
		"misspelled":  {"basics: {name: A, emial: a@example.com}", "emial"},
		"deep":        {"publications: [{name: P, authors: [{nam: A}]}]", "/publications/0/authors/0"},
		"top":         {"worck: []", "worck"},
		"url":         {"basics: {url: example.com}", "/basics/url"},
		"email":       {"basics: {email: you at example.com}", "/basics/email"},
		"country":     {"basics: {location: {countryCode: China}}", "countryCode"},
		"list":        {"meta: {sections: [{name: a, list: worck}]}", "/meta/sections/0"},
		"kind":        {"projects: [{highlights: [{Languages: Go}]}]", "/projects/0/highlights/0"},
		"text":        {"basics: {label: [a, b]}", "/basics/label"},
		"no bib":      {"publications: {file: papers.ris}", "/publications"},
		"absolute":    {"publications: [{file: /etc/papers.bib}]", "/publications/0"},
		"not a truth": {"publications: [{authors: [{self: me}]}]", "/publications/0/authors/0"},
	} {
		err := s.Validate(value(t, tt.src))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got error %v, want one about %s", name, err, tt.want)
		}
	}
}
