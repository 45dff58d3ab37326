package check

import (
	"reflect"

	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/date"
	"wenkaiyue.com/cv/data/decode"
	"wenkaiyue.com/cv/data/problem"
)

// untitled looks whether an entry of a list says more than when it was and where it
// leads.
func untitled(_ *checker, v decode.Value) (message, fix string) {
	name, dated, given := "", false, false
	of := reflect.ValueOf(v.Of).Elem()
	for _, f := range data.Schema().Fields(v.Type) {
		if f.Alone {
			name = f.Key
		}
		isDate := f.Type == reflect.TypeFor[date.Date]()
		dated = dated || isDate
		if of.FieldByIndex(f.Index).IsZero() {
			continue
		}
		if !isDate && !f.One {
			return "", ""
		}
		given = true
	}
	if !dated || !given { // all that have dates are entries of lists
		return "", ""
	}
	return "this entry does not say what it is", "write its `" + name + "`"
}

// profile looks whether somebody who reads of a profile finds it.
func profile(_ *checker, v decode.Value) (message, fix string) {
	p := v.Of.(*data.Profile)
	network, username := p.Network, p.Username
	switch {
	case p.URL != "" || v.Node.Kind == yaml.ScalarNode:
	case network != "" && username == "":
		return "nobody can tell who you are on " + problem.Quote(network), "write the address of your page there as `url`"
	case username != "" && network == "":
		return "nobody can tell where you are " + problem.Quote(username), "write the network's name as `network`, or the address of your page there as `url`"
	}
	return "", ""
}

// bareProfile looks at a text where a profile is wanted: an address makes one.
func bareProfile(c *checker, v decode.Value) (message, fix string) {
	if v.Node.Kind != yaml.ScalarNode {
		return "", ""
	}
	return url(c, v)
}

// scoreLabel looks for a label of nothing.
func scoreLabel(_ *checker, v decode.Value) (message, fix string) {
	if e := v.Of.(*data.Education); e.ScoreLabel == "" || e.Score != "" {
		return "", ""
	}
	return "there is no score for this, so it is not shown", "write the mark as `score`"
}
