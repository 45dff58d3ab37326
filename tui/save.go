package tui

import "strconv"

// save is the table of formats: each file with the line that fetches it.
func (b *setter) save(files []File) {
	b.pageTitle("TAKE IT WITH YOU")
	if len(files) == 0 {
		b.paragraph("", span{text: "There is nothing to take from here."})
		return
	}
	b.paragraph("", span{text: "Type the line in a shell of your own, or press its number to send it to your clipboard.", role: quiet})
	column := 0
	for _, f := range files {
		column = max(column, cells(f.Name)+3)
	}
	for i, f := range files {
		number := span{text: strconv.Itoa(i+1) + "  ", role: title}
		file, about := span{text: f.Name, role: title}, span{text: f.Summary, role: quiet}
		command := []span{{text: f.Command}}
		b.space()
		if b.width < roomy {
			b.set(block{lead: []span{number}, indent: 3, text: []span{file, {text: "  "}, about}})
			b.set(block{lead: pad(nil, 3), indent: 3, text: command})
			continue
		}
		b.set(block{lead: []span{number, file}, indent: column + 3, text: []span{about}})
		b.set(block{lead: pad(nil, column+3), indent: column + 3, text: command})
	}
}
