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

var fourDigits = regexp.MustCompile(`\b\d{4}\b`)

// dated joins a year with the month or the day beside it.
func dated(all []pair) []pair {
	index := func(words ...string) int {
		return slices.IndexFunc(all, func(p pair) bool { return slices.Contains(words, plain(p.key.Value)) && isText(p.value) })
	}
	y, d := index("year"), index("month", "date")
	if y < 0 || d < 0 || fourDigits.MatchString(all[d].value.Value) || !fourDigits.MatchString(all[y].value.Value) {
		return all
	}
	year, s := all[y].value.Value, all[d].value.Value
	month, err := strconv.Atoi(s)
	switch last := s[len(s)-1]; {
	case err == nil && month >= 1 && month <= 12 && len(year) == 4:
		s = fmt.Sprintf("%s-%02d", year, month)
	case last >= '0' && last <= '9':
		s += ", " + year
	default:
		s += " " + year
	}
	out := slices.Clone(all)
	out[d] = as("date", all[d].key, text(all[d].value, s))
	return slices.Delete(out, y, y+1)
}

// when returns a date given in parts, {year, month}, as one text, and any other node
// unchanged.
func when(n *yaml.Node) *yaml.Node {
	year := child(n, "year")
	if !isText(year) {
		return n
	}
	for _, p := range dated(pairs(n)) {
		if p.key.Value == "date" {
			return p.value
		}
	}
	return year
}

// dash matches the separator of a span: "2019 – 2021", "2014--2019", "2011/07 -
// 2012/01", "2013~至今", "Jan 2019 to May 2020".
var dash = regexp.MustCompile(`\s*(?:–|—|--+|~|〜|～|至|\s-\s|\s(?:to|until|bis|a|à|al|até|hasta|до)\s)\s*|^(\d{4}(?:[/.]\d\d?)?)-(\d{4}(?:[/.]\d\d?)?)?$|^(\d{4})-(\pL+)$|^\d\d?[/.]\d{4}-(?:\d\d?[/.]\d{4}|\pL+)?$`)

// giveSpan puts both ends of a span under their keys. The span is a text, a list of two,
// or a mapping. A text that is not a span is one date: the end date, if the list has no
// key for a single date.
func (r *record) giveSpan(p pair) bool {
	if _, ok := r.fields["startDate"]; !ok || r.filled["startDate"] || r.filled["endDate"] || r.filled["date"] {
		return false
	}
	var start, end *yaml.Node
	switch v := p.value; {
	case isText(v):
		from, to, ok := splitSpan(v.Value)
		if _, single := r.fields["date"]; single && !ok {
			return false // the key for a single date comes later
		}
		if end = v; ok {
			start, end = text(v, from), text(v, to)
		}
	case v.Kind == yaml.SequenceNode && len(v.Content) == 1:
		start = v.Content[0]
	case v.Kind == yaml.SequenceNode && len(v.Content) == 2:
		if start, end = v.Content[0], v.Content[1]; isNull(end) {
			end = text(v, "present")
		}
	case v.Kind == yaml.MappingNode:
		start, end = when(child(v, words("common", "startDate")...)), when(child(v, words("common", "endDate")...))
	}
	if start == nil && end == nil || start != nil && !isText(start) || end != nil && !isText(end) {
		return false
	}
	if start != nil {
		r.put("startDate", p.key, start)
	}
	if end != nil {
		r.put("endDate", p.key, end)
	}
	return true
}

// splitSpan splits a span into its ends. A missing end is the present.
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
