package data

import (
	"reflect"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data/clean"
	"wenkaiyue.com/cv/data/publication"
	"wenkaiyue.com/cv/data/uri"
)

// linksByName appends the links of a mapping by their names: {code: https://…}.
func (d *decoder) linksByName(n *yaml.Node, v reflect.Value, path string) {
	for i := 0; i+1 < min(len(n.Content), 2*MaxEntries); i += 2 {
		name := clean.Line(d.text(n.Content[i]))
		d.short(n.Content[i+1], v, name, path+"."+name)
	}
}

func hasKey(n *yaml.Node, key string) bool {
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return true
		}
	}
	return false
}

// short appends the link that n stands for under a key of its own.
func (d *decoder) short(n *yaml.Node, v reflect.Value, key, path string) {
	l := publication.Link{Name: key}
	url := Field{Key: "url", Type: reflect.TypeFor[string](), One: true}
	if key == "arxiv" {
		url.Key = key // a number is as good as an address
	}
	d.decode(n, reflect.ValueOf(&l.URL).Elem(), url, path)
	if l.URL == "" {
		return
	}
	if key == "arxiv" {
		l.URL = uri.ArXivURL(l.URL)
	}
	v.Set(reflect.Append(v, reflect.ValueOf(l)))
}

// urls stores web addresses under the names of those whose they are.
func (d *decoder) urls(n *yaml.Node, v reflect.Value, path string) {
	if len(n.Content) > 2*MaxEntries {
		d.fail(n.Content[2*MaxEntries], "keep those that matter", "this has more than %d names", MaxEntries)
		return
	}
	out := map[string]string{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := clean.Line(d.text(n.Content[i]))
		var url string
		d.decode(n.Content[i+1], reflect.ValueOf(&url).Elem(), Field{Key: "url", Type: reflect.TypeFor[string](), One: true}, path+"."+name)
		if name != "" && url != "" {
			out[name] = url
		}
	}
	if len(out) > 0 {
		v.Set(reflect.ValueOf(out))
	}
}
