package pdf

import "slices"

// row is one line of the document before it is put on a page. Lengths are in
// points.
type row struct {
	before  float64 // space above; none at the head of a page
	height  float64
	pieces  []piece
	rule    bool     // a hairline at its foot
	columns bool     // its pieces stand in columns, and are to be read as one line
	keep    bool     // not to be parted from the next row
	stretch bool     // the space above may grow to fill a page
	section *element // a heading: what the outline leads to
}

// piece is a line of a paragraph at its place in a row: x points from the left
// margin, with text of em points.
type piece struct {
	line
	element *element
	x, em   float64
	shared  *links
}

// placed is a row at its place, from the top of the text area.
type placed struct {
	row
	y float64
}

// paginate puts rows on pages of the given height and never parts rows that are
// kept together, unless together they are more than a page.
func paginate(rows []row, height float64) [][]placed {
	pages := [][]placed{nil}
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
			*page = append(*page, placed{row: r, y: y})
			y += r.height
		}
	}
	for len(rows) > 0 {
		group := rows[:kept(rows)]
		rows = rows[len(group):]
		if extent(group)-group[0].before <= height {
			place(group)
			continue
		}
		for i := range group { // it has to be parted
			place(group[i : i+1])
		}
	}
	return pages
}

// kept is the number of rows at the head that stay together.
func kept(rows []row) int {
	for i, r := range rows {
		if !r.keep {
			return i + 1
		}
	}
	return len(rows)
}

func extent(rows []row) (h float64) {
	for _, r := range rows {
		h += r.before + r.height
	}
	return h
}

// filled is the height that a page's rows take.
func filled(page []placed) float64 {
	if len(page) == 0 {
		return 0
	}
	last := page[len(page)-1]
	return last.y + last.height
}

// spread moves the rows of a page down so that it is filled to height, as far as
// an addition of most points to each space that may grow does it.
func spread(page []placed, height, most float64) []placed {
	page = slices.Clone(page)
	n := 0
	for i, r := range page {
		if i > 0 && r.stretch {
			n++
		}
	}
	if n == 0 {
		return page
	}
	each, shift := min((height-filled(page))/float64(n), most), 0.0
	for i := range page {
		if i > 0 && page[i].stretch {
			shift += each
		}
		page[i].y += shift
	}
	return page
}
