package pdf

import "fmt"

// bookmark is an entry of the outline of the document: a section and its place.
type bookmark struct {
	title *paragraph
	page  ref
	top   float64
}

type outlines []bookmark

// write writes the outline and returns its entry of the catalog (ISO 32000-1,
// 12.3.3).
func (o outlines) write(f *file) string {
	if len(o) == 0 {
		return ""
	}
	root := f.reserve()
	refs := make([]ref, len(o))
	for i := range o {
		refs[i] = f.reserve()
	}
	for i, m := range o {
		around := ""
		if i > 0 {
			around += fmt.Sprintf(" /Prev %v", refs[i-1])
		}
		if i+1 < len(o) {
			around += fmt.Sprintf(" /Next %v", refs[i+1])
		}
		f.set(refs[i], "<</Title %s /Parent %v /Dest [%v /XYZ 0 %s 0]%s>>", textString(string(m.title.runes)), root, m.page, number(m.top), around)
	}
	f.set(root, "<</Type /Outlines /First %v /Last %v /Count %d>>", refs[0], refs[len(refs)-1], len(refs))
	return fmt.Sprintf(" /Outlines %v /PageMode /UseNone", root)
}
