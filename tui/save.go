package tui

import "strconv"

// save is the table of formats: each file with the line that fetches it, and
// what it is good for where all of that fits in so many rows.
func (b *setter) save(files []File, rows int) {
	b.pageTitle(b.words.Screen.SaveTitle)
	if len(files) == 0 {
		b.paragraph("", span{text: b.words.Screen.SaveNothing})
		return
	}
	word := b.words.Screen.SaveHint
	if b.charset.bare {
		word = b.words.Screen.TypeHint
	}
	b.paragraph("", span{text: word, role: quiet})
	b.space()
	column := 0
	for _, f := range files {
		column = max(column, cells(f.Name)+3)
	}
	spacious := 3*len(files)+len(b.lines) <= rows
	for i, f := range files {
		number := span{text: strconv.Itoa(i+1) + "  ", role: title}
		file, about := span{text: f.Name, role: title}, []span{{text: f.Summary, role: quiet}}
		command := []span{{text: f.Command}}
		switch {
		case b.width < roomy:
			b.set(block{lead: []span{number}, indent: 3, text: []span{file}})
			b.set(block{lead: pad(nil, 3), indent: 3, hang: 2, text: command})
		case spacious:
			b.set(block{lead: []span{number, file}, indent: column + 3, text: command})
			b.set(block{lead: pad(nil, column+3), indent: column + 3, text: about})
			b.space()
		default:
			b.set(block{lead: []span{number, file}, indent: column + 3, hang: 2, text: command})
		}
	}
}
