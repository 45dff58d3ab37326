// Package starter makes the first CV file of an owner: from a few answers, or from
// a resume that there is already.
package starter

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"
	"text/template"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/schema"
)

//go:embed starter.yaml.tmpl
var source string

// Answers are what is known of the owner. An empty one is a placeholder behind a
// "#" in the starter; only the name is always there.
type Answers struct {
	Name, Headline, Email, City, Website string
}

// Placeholders answers for somebody who cannot be asked.
func Placeholders() Answers {
	return Answers{Name: "Your Name", Headline: "What you do", Email: "you@example.com", City: "Your City", Website: "https://example.com"}
}

// New returns a commented CV file.
func New(a Answers) ([]byte, error) {
	t, err := template.New("cv.yaml").Funcs(template.FuncMap{"value": scalar, "key": key}).Parse(source)
	if err != nil {
		return nil, fmt.Errorf("reading the starter, a fault of the program: %w", err)
	}
	var b bytes.Buffer
	err = t.Execute(&b, struct {
		Answers
		Schema string
	}{a, schema.FileName})
	if err != nil {
		return nil, fmt.Errorf("filling in the starter: %w", err)
	}
	if _, err := data.Load("cv.yaml", bytes.NewReader(b.Bytes())); err != nil {
		return nil, fmt.Errorf("reading the starter again: %w", err)
	}
	return b.Bytes(), nil
}

// key is a line of YAML, with a placeholder behind a "#" where there is no value.
func key(name, value, placeholder string) (string, error) {
	if value == "" {
		return "#" + name + ": " + placeholder, nil
	}
	s, err := scalar(value)
	return name + ": " + s, err
}

// scalar is a text as YAML writes it on one line. One that could not stand within
// {braces} is in quotes too.
func scalar(s string) (string, error) {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	if strings.ContainsAny(s, ",[]{}") {
		n.Style = yaml.DoubleQuotedStyle
	}
	b, err := yaml.Dump(n, yaml.WithLineWidth(-1))
	return strings.TrimSpace(string(b)), err
}
