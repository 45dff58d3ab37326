// Package starter makes the first CV file of an owner: from a few answers, or from
// an existing resume.
package starter

import (
	"cmp"
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
)

//go:embed starter.yaml
var source string

//go:embed academic.yaml
var academic string

// Answers describe the owner. In the starter, an empty answer is a placeholder after a "#",
// except for the name, which is always set.
type Answers struct {
	Name, Headline, Email, City, Website string

	Academic bool // for a researcher's lists
}

// Placeholders returns the answers of a sample CV, for an owner who cannot be asked.
func Placeholders() Answers {
	return Answers{Name: "Your Name", Headline: "What you do", Email: "you@example.com", City: "Your City", Website: "https://example.com"}
}

// New returns a commented CV file.
func New(a Answers) ([]byte, error) {
	p := Placeholders()
	location := "#location:\n  #  city: " + p.City + "\n  #  country: Your Country\n  #  countryCode: CN"
	if a.City != "" {
		location = "location:\n    " + key("city", a.City, p.City) + "\n    #country: Your Country\n    #countryCode: CN"
	}
	template := source
	if a.Academic {
		template = academic
	}
	file := strings.NewReplacer(
		"{{schema}}", data.SchemaFile,
		"{{name}}", scalar(cmp.Or(a.Name, p.Name)),
		"{{label}}", key("label", a.Headline, p.Headline),
		"{{email}}", key("email", a.Email, p.Email),
		"{{url}}", key("url", a.Website, p.Website),
		"{{location}}", location,
	).Replace(template)
	if _, err := data.Load("cv.yaml", strings.NewReader(file)); err != nil {
		return nil, fmt.Errorf("reading the starter again: %w", err)
	}
	return []byte(file), nil
}

// key returns a line of YAML, after a "#" and with a placeholder if the value is empty.
func key(name, value, placeholder string) string {
	if value == "" {
		return "#" + name + ": " + placeholder
	}
	return name + ": " + scalar(value)
}

// scalar returns a text as YAML on one line, which is also valid within {braces}.
func scalar(s string) string {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	if strings.ContainsAny(s, ",[]{}") {
		n.Style = yaml.DoubleQuotedStyle
	}
	emoji := stand(n)
	b, err := yaml.Dump(n, yaml.WithLineWidth(-1))
	if err != nil {
		return strconv.Quote(s) // which YAML reads too
	}
	return strings.TrimSpace(emoji.Replace(string(b)))
}
