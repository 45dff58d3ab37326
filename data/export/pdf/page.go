package pdf

import "wenkaiyue.com/cv/data/export/pdf/typeset"

// line is a line of text with its position.
type line struct {
	typeset.Line
	x       float64  // its left end, from the left of the text area, in ems
	element *element // the element whose content it is, or nil
}

// row is one line of the document. Lengths are in ems of its text.
type row struct {
	before  float64 // space above; none at the head of a page
	height  float64
	y       float64 // from the top of the text area, once it is on a page
	lines   []line
	rule    bool   // a hairline at its foot
	columns bool   // its lines are columns, to be read as one line
	keep    bool   // stays with the next row
	heading string // the section that begins here; the space above may grow
}

// paginate distributes rows over pages of the given height. It splits rows that are kept
// together only if they are higher than a page.
func paginate(rows []row, height float64) [][]row {
	pages := [][]row{nil}
	y := 0.0
	place := func(group []row) {
		if len(pages[len(pages)-1]) > 0 && y+extent(group) > height {
			pages, y = append(pages, nil), 0
		}
		page := &pages[len(pages)-1]
		for _, r := range group {
			if len(*page) > 0 {
				y += r.before
			}
			r.y = y
			*page = append(*page, r)
			y += r.height
		}
	}
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n-1].keep {
			n++
		}
		group := rows[:n]
		if rows = rows[n:]; extent(group)-group[0].before <= height {
			place(group)
			continue
		}
		for i := range group { // higher than a page
			place(group[i : i+1])
		}
	}
	return pages
}

func extent(rows []row) (h float64) {
	for _, r := range rows {
		h += r.before + r.height
	}
	return h
}

// filled returns the height of a page's rows.
func filled(page []row) float64 {
	if len(page) == 0 {
		return 0
	}
	last := page[len(page)-1]
	return last.y + last.height
}

// spread moves the rows of a page down to fill height. It adds at most most to the space
// above each section.
func spread(page []row, height, most float64) {
	n := 0
	for i, r := range page {
		if i > 0 && r.heading != "" {
			n++
		}
	}
	each, shift := min((height-filled(page))/float64(max(n, 1)), most), 0.0
	for i := range page {
		if i > 0 && page[i].heading != "" {
			shift += each
		}
		page[i].y += shift
	}
}
