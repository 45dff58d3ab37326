package pdf

import (
	"fmt"
	"strings"
)

// element is a node of the structure tree (ISO 32000-1, 14.7): what a piece of
// content is, for those who cannot see where it stands.
type element struct {
	role string // a standard structure type: "H1", "P", "LI"
	lang string // where it is not that of its parent
	list string // for L: how its items are numbered
	url  string // for Link
	kids []kid
	ref  ref
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
	k := &element{role: role}
	e.kids = append(e.kids, kid{element: k})
	return k
}

// link returns the element of a link, which may go on from the line before.
func (e *element) link(url string) *element {
	if n := len(e.kids) - 1; n >= 0 && e.kids[n].element != nil && e.kids[n].element.url == url {
		return e.kids[n].element
	}
	k := e.add("Link")
	k.url = url
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

// write writes the element and those below it.
func (e *element) write(f *file, parent ref) {
	e.ref = f.reserve()
	var kids []string
	for _, k := range e.kids {
		switch {
		case k.link != 0:
			kids = append(kids, fmt.Sprintf("<</Type /OBJR /Pg %v /Obj %v>>", k.page, k.link))
		case k.element == nil:
			kids = append(kids, fmt.Sprintf("<</Type /MCR /Pg %v /MCID %d>>", k.page, k.content))
		case !k.element.empty():
			k.element.write(f, e.ref)
			kids = append(kids, k.element.ref.String())
		}
	}
	more := ""
	if e.lang != "" {
		more = " /Lang " + literal(e.lang)
	}
	if e.list != "" {
		more += " /A <</O /List /ListNumbering /" + e.list + ">>"
	}
	f.set(e.ref, "<</Type /StructElem /S /%s /P %v /K [%s]%s>>", e.role, parent, strings.Join(kids, " "), more)
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
	root.write(f, tree)
	var numbers strings.Builder
	for key, p := range parents {
		if p.link != nil {
			fmt.Fprintf(&numbers, "%d %v ", key, p.link.ref)
			continue
		}
		var refs []ref
		for _, e := range p.contents {
			refs = append(refs, e.ref)
		}
		fmt.Fprintf(&numbers, "%d %v ", key, refs)
	}
	index := f.add("<</Nums [%s]>>", strings.TrimSpace(numbers.String()))
	f.set(tree, "<</Type /StructTreeRoot /K [%v] /ParentTree %v /ParentTreeNextKey %d>>", root.ref, index, len(parents))
	return tree
}

// bookmark is an entry of the outline of the document: a section and its place.
type bookmark struct {
	title string
	page  ref
	top   float64
}

// writeOutline writes the outline and returns its entry of the catalog (ISO 32000-1,
// 12.3.3).
func writeOutline(f *file, marks []bookmark) string {
	if len(marks) == 0 {
		return ""
	}
	root := f.reserve()
	first := root + 1 // of the entries, one object each
	for i, m := range marks {
		around := ""
		if i > 0 {
			around = fmt.Sprintf(" /Prev %v", first+ref(i)-1)
		}
		if i+1 < len(marks) {
			around += fmt.Sprintf(" /Next %v", first+ref(i)+1)
		}
		f.add("<</Title %s /Parent %v /Dest [%v /XYZ 0 %s 0]%s>>", textString(m.title), root, m.page, number(m.top), around)
	}
	f.set(root, "<</Type /Outlines /First %v /Last %v /Count %d>>", first, first+ref(len(marks))-1, len(marks))
	return fmt.Sprintf(" /Outlines %v /PageMode /UseNone", root)
}
