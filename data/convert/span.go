package convert

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	yaml "go.yaml.in/yaml/v4"
)

// dash parts the ends of a span: "2019 – 2021", "2014--2019", "2011/07 - 2012/01",
// "2013~至今", "Jan 2019 to May 2020".
var dash = regexp.MustCompile(`\s*(?:–|—|--+|~|〜|～|至|\s-\s|\s(?:to|until|bis|a|à)\s)\s*|^(\d{4}(?:[/.]\d\d?)?)-(\d{4}(?:[/.]\d\d?)?)?$|^(\d{4})-(\pL+)$|^\d\d?[/.]\d{4}-(?:\d\d?[/.]\d{4}|\pL+)?$`)

// giveSpan puts both ends of a span under their keys: of a text, a list of two or
// a mapping. What is no span is one date, and the end where there is no other key
// for it.
func (c *converter) giveSpan(r *record, p pair) bool {
	fields := c.schema[r.list]
	if _, ok := fields["startDate"]; !ok || r.filled["startDate"] || r.filled["endDate"] || r.filled["date"] {
		return false
	}
	var start, end *yaml.Node
	switch v := p.value; {
	case isText(v):
		from, to, ok := splitSpan(v.Value)
		if !ok {
			if _, ok := fields["date"]; ok {
				return false // the table has it next
			}
			end = v
			break
		}
		start, end = c.text(v, from), c.text(v, to)
	case v.Kind == yaml.SequenceNode && len(v.Content) <= 2:
		start, end = resolve(v.Content[0]), c.text(v, "present")
		if len(v.Content) == 1 {
			end = nil
		} else if last := resolve(v.Content[1]); !isNull(last) {
			end = last
		}
	case v.Kind == yaml.MappingNode:
		start, end = c.when(child(v, common()[1].words)), c.when(child(v, common()[2].words))
	}
	if start == nil && end == nil || start != nil && !isText(start) || end != nil && !isText(end) {
		return false
	}
	if start != nil {
		r.put(c, "startDate", p, start)
	}
	if end != nil {
		r.put(c, "endDate", p, end)
	}
	return true
}

// when is a date that is given in parts, {year, month}, as one text; n itself where
// it is no such object.
func (c *converter) when(n *yaml.Node) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return n
	}
	year := child(n, "year")
	if year == nil || !isText(year) {
		return n
	}
	if month := child(n, "month"); month != nil {
		if m, err := strconv.Atoi(month.Value); err == nil && m >= 1 && m <= 12 && len(year.Value) == 4 {
			return c.text(n, fmt.Sprintf("%s-%02d", year.Value, m))
		}
	}
	ps := c.dated(pairs(n))
	if at := slices.IndexFunc(ps, func(p pair) bool { return p.key.Value == "date" }); at >= 0 {
		return ps[at].value
	}
	return year
}

// splitSpan parts a span into its ends. An end that is not said is the present.
func splitSpan(s string) (from, to string, ok bool) {
	s = strings.TrimSpace(s)
	if start, ok := strings.CutSuffix(s, "至今"); ok {
		start = strings.TrimRight(start, " -–—~～〜")
		return start, "至今", start != ""
	}
	m := dash.FindAllStringSubmatchIndex(s, 2)
	if len(m) != 1 {
		return "", "", false
	}
	from, to = s[:m[0][0]], s[m[0][1]:]
	if from == "" && to == "" { // years with a bare dash
		from, to, _ = strings.Cut(s, "-")
	}
	if !strings.ContainsFunc(from, unicode.IsDigit) || strings.Count(to, " ") > 3 {
		return "", "", false
	}
	if to == "" {
		to = "present"
	}
	return from, to, true
}
