package pdf

import (
	"fmt"
	"strings"
)

// element is a node of the structure tree (ISO 32000-1, 14.7): what a piece of
// content is, for those who cannot see where it stands.
type element struct {
	role   string // a standard structure type: "H1", "P", "LI"
	lang   string // where it is not that of its parent
	list   string // for L: how its items are numbered
	parent *element
	kids   []kid
	ref    ref
}

// kid is a part of an element: another element, marked content of a page, or the
// annotation of a link.
type kid struct {
	element *element
	page    ref
	content int // number of the marked content on its page
	link    ref
}

func (e *element) add(role string) *element {
	k := &element{role: role, parent: e}
	e.kids = append(e.kids, kid{element: k})
	return k
}

// empty reports an element without content, which is not written.
func (e *element) empty() bool {
	for _, k := range e.kids {
		if k.element == nil || !k.element.empty() {
			return false
		}
	}
	return true
}

// reserve gives each element that has content its number.
func (e *element) reserve(f *file) {
	e.ref = f.reserve()
	for _, k := range e.kids {
		if k.element != nil && !k.element.empty() {
			k.element.reserve(f)
		}
	}
}

// write writes the element and those below it.
func (e *element) write(f *file, parent ref) {
	var kids strings.Builder
	for _, k := range e.kids {
		switch {
		case k.link != 0:
			fmt.Fprintf(&kids, "<</Type /OBJR /Pg %v /Obj %v>> ", k.page, k.link)
		case k.element == nil:
			fmt.Fprintf(&kids, "<</Type /MCR /Pg %v /MCID %d>> ", k.page, k.content)
		case !k.element.empty():
			fmt.Fprintf(&kids, "%v ", k.element.ref)
			k.element.write(f, e.ref)
		}
	}
	more := ""
	if e.lang != "" {
		more += " /Lang " + literal(e.lang)
	}
	if e.list != "" {
		more += " /A <</O /List /ListNumbering /" + e.list + ">>"
	}
	f.set(e.ref, "<</Type /StructElem /S /%s /P %v /K [%s]%s>>", e.role, parent, strings.TrimSpace(kids.String()), more)
}

// parent is an entry of the parent tree: the elements of a page's marked contents,
// or that of a link.
type parent struct {
	contents []*element
	link     *element
}

// writeTree writes the structure tree and the way back from what is on a page.
func writeTree(f *file, root *element, parents []parent) ref {
	tree := f.reserve()
	root.reserve(f)
	root.write(f, tree)
	var numbers strings.Builder
	for key, p := range parents {
		if p.link != nil {
			fmt.Fprintf(&numbers, "%d %v ", key, p.link.ref)
			continue
		}
		var refs strings.Builder
		for _, e := range p.contents {
			fmt.Fprintf(&refs, "%v ", e.ref)
		}
		fmt.Fprintf(&numbers, "%d [%s] ", key, strings.TrimSpace(refs.String()))
	}
	index := f.add("<</Nums [%s]>>", strings.TrimSpace(numbers.String()))
	f.set(tree, "<</Type /StructTreeRoot /K [%v] /ParentTree %v /ParentTreeNextKey %d>>", root.ref, index, len(parents))
	return tree
}
