package check

import (
	"fmt"
	"reflect"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
)

// untitled looks whether an entry of a list says more than when it was and where
// it leads.
func (c *checker) untitled(n *yaml.Node, t reflect.Type, path string) {
	name, dated, given := "", false, false
	for _, f := range data.Fields(t) {
		if f.Alone {
			name = f.Key
		}
		dated = dated || f.Type == dateType
		for _, key := range append(f.Old, f.Key) {
			if child(n, key) == nil {
				continue
			}
			if f.Type != dateType && !f.One {
				return
			}
			given = true
		}
	}
	if dated && given { // all that have dates are entries of lists
		c.warn(n, path, "untitled", "this entry does not say what it is", fmt.Sprintf("write its `%s`", name))
	}
}

// profile looks whether somebody who reads of a profile finds it.
func (c *checker) profile(n *yaml.Node, path string) {
	network, username := word(n, "network"), word(n, "username")
	switch {
	case child(n, "url") != nil:
	case network != "" && username == "":
		c.warn(n, path, "profile", "nobody can tell who you are on "+quote(network), "write the address of your page there as `url`")
	case username != "" && network == "":
		c.warn(n, path, "profile", "nobody can tell where you are "+quote(username), "write the network's name as `network`, or the address of your page there as `url`")
	}
}

// scoreLabel looks for a label of nothing.
func (c *checker) scoreLabel(n *yaml.Node, path string) {
	if label := child(n, "scoreLabel"); label != nil && child(n, "score") == nil && child(n, "gpa") == nil {
		c.warn(label, path+".scoreLabel", "no-score", "there is no score for this, so it is not shown", "write the mark as `score`")
	}
}
