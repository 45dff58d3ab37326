package pdf

import "fmt"

// element is a node of the structure tree (ISO 32000-1, 14.7), which tells screen readers
// the role of each piece of content. It enters the tree when its first content is drawn.
// Its parts are in the order of drawing.
type element struct {
	role   string // a standard structure type: "H1", "P", "LI"
	lang   string // if it differs from its parent's
	list   string // for L: how its items are numbered
	url    string // for Link
	parent *element
	link   *element // the last part, if it is a link
	parts  []string // elements, marked content of pages, and annotations of links
	ref    ref
}

func (e *element) add(role string) *element { return &element{role: role, parent: e} }

// linked returns the last part if it is a link to url, or else a new link.
func (e *element) linked(url string) *element {
	if e.link == nil || e.link.url != url {
		e.link = e.add("Link")
		e.link.url = url
	}
	return e.link
}

// tree is the structure tree of a document that is being painted.
type tree struct {
	f        *file
	ref      ref
	root     *element
	elements []*element // with content
	parents  []string   // of the contents of each page, and of each link
}

// number returns the number of an element that has content.
func (t *tree) number(e *element) ref {
	switch {
	case e == nil:
		return t.ref
	case e.ref == 0:
		t.number(e.parent)
		e.ref = t.f.reserve()
		t.elements = append(t.elements, e)
		if e.parent != nil {
			e.parent.parts = append(e.parent.parts, e.ref.String())
		}
	}
	return e.ref
}

// write writes the tree and the map from marked content of a page to its elements.
func (t *tree) write() {
	t.number(t.root) // even if nothing is drawn
	for _, e := range t.elements {
		more := ""
		if e.lang != "" {
			more = " /Lang " + literal(e.lang)
		}
		if e.list != "" {
			more += " /A <</O /List /ListNumbering /" + e.list + ">>"
		}
		t.f.set(e.ref, "<</Type /StructElem /S /%s /P %v /K %s%s>>", e.role, t.number(e.parent), e.parts, more)
	}
	for i, p := range t.parents {
		t.parents[i] = fmt.Sprintf("%d %s", i, p)
	}
	index := t.f.add("<</Nums %s>>", t.parents)
	t.f.set(t.ref, "<</Type /StructTreeRoot /K [%v] /ParentTree %v /ParentTreeNextKey %d>>", t.root.ref, index, len(t.parents))
}

// bookmark is an entry of the document outline: a section and its position.
type bookmark struct {
	title string
	page  ref
	top   float64
}

// writeOutline writes the outline and returns its entry for the catalog (ISO 32000-1,
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
