package server

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"wenkaiyue.com/cv/data"
)

// maxChanges bounds how many changes a log line names.
const maxChanges = 12

// changes says in a few words what is different in another edition: "name;
// awards: 1 added, 2 changed; new section talks". It is empty if nothing is.
func changes(from, to *edition) string {
	if reflect.DeepEqual(from.cv, to.cv) {
		return ""
	}
	out := basicsChanges(from.cv.Basics, to.cv.Basics)
	was := map[string]*data.Section{}
	for i := range from.sections {
		was[from.sections[i].Name] = &from.sections[i]
	}
	var kept []string // the sections of both, in the order of to
	for i := range to.sections {
		s := &to.sections[i]
		if old := was[s.Name]; old != nil {
			kept = append(kept, s.Name)
			out = append(out, sectionChanges(old, s)...)
		} else {
			out = append(out, "new section "+s.Name)
		}
	}
	for _, s := range from.sections {
		if !slices.Contains(kept, s.Name) {
			out = append(out, "section "+s.Name+" gone")
		}
	}
	before := slices.DeleteFunc(names(from.sections), func(n string) bool { return !slices.Contains(kept, n) })
	if !slices.Equal(before, kept) {
		out = append(out, "order of sections")
	}
	if len(out) == 0 {
		return "what no section shows"
	}
	if more := len(out) - maxChanges; more > 0 {
		out = append(out[:maxChanges], fmt.Sprintf("%d more", more))
	}
	return strings.Join(out, "; ")
}

func names(sections []data.Section) (out []string) {
	for _, s := range sections {
		out = append(out, s.Name)
	}
	return out
}

func basicsChanges(from, to data.Basics) (out []string) {
	if from.Name != to.Name {
		out = append(out, "name")
	}
	if from.Name = to.Name; !reflect.DeepEqual(from, to) {
		out = append(out, "basics")
	}
	return out
}

// sectionChanges counts the entries that are in one version of a section only. As
// many as both have of them count as changed.
func sectionChanges(from, to *data.Section) (out []string) {
	if from.Title != to.Title || from.Label != to.Label {
		out = append(out, to.Name+": title")
	}
	count := map[string]int{}
	for _, it := range from.Items {
		count[content(it)]--
	}
	for _, it := range to.Items {
		count[content(it)]++
	}
	removed, added := 0, 0
	for _, n := range count {
		removed, added = removed+max(-n, 0), added+max(n, 0)
	}
	changed := min(removed, added)
	var words []string
	for _, c := range []struct {
		n    int
		does string
	}{{added - changed, "added"}, {removed - changed, "removed"}, {changed, "changed"}} {
		if c.n > 0 {
			words = append(words, fmt.Sprintf("%d %s", c.n, c.does))
		}
	}
	switch {
	case len(words) > 0:
		out = append(out, to.Name+": "+strings.Join(words, ", "))
	case !slices.EqualFunc(from.Items, to.Items, func(a, b data.Item) bool { return reflect.DeepEqual(a, b) }):
		out = append(out, to.Name+": order")
	}
	return out
}

// content is all that an entry says, whatever its place.
func content(it data.Item) string {
	it.ID = ""
	return fmt.Sprintf("%#v", it)
}
