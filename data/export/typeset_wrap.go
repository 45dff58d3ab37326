package export

// piece is what stands between two places where a line may break.
type piece struct {
	runs  []run
	space bool // before it
}

// wrap breaks runs into lines no wider than the given widths in points, of the
// first and of the others.
func (t *typesetter) wrap(runs []run, size, first, width float64) [][]span {
	var lines [][]span
	var line []span
	x, room := 0.0, first
	for _, p := range t.pieces(runs, size, min(first, width)) {
		set := p.runs
		if p.space && len(line) > 0 {
			set = append([]run{spaceLike(line[len(line)-1].run, p.runs[0])}, p.runs...)
		}
		spans, end := t.set(set, size, x)
		if end > room && len(line) > 0 {
			lines = append(lines, line)
			line, room = nil, width
			spans, end = t.set(p.runs, size, 0)
		}
		line, x = t.join(line, spans), end
	}
	if len(line) > 0 {
		lines = append(lines, line)
	}
	return lines
}

func (t *typesetter) set(runs []run, size, x float64) (out []span, end float64) {
	for _, r := range runs {
		var s []span
		s, x = t.spans(r, size, x)
		out = append(out, s...)
	}
	return out, x
}

// spaceLike is the space between two runs: part of a link or of code only within
// one.
func spaceLike(before, after run) run {
	s := before
	s.text = " "
	if before.face == code {
		s.face = after.face
	}
	if before.url != after.url {
		s.url = ""
	}
	return s
}

// join appends spans to a line; those alike become one, so that text that is
// copied out of the PDF holds together.
func (t *typesetter) join(line, spans []span) []span {
	for _, s := range spans {
		if n := len(line) - 1; n >= 0 {
			last := line[n]
			last.text, last.x, last.width = s.text, s.x, s.width
			if last == s {
				line[n].text += s.text
				line[n].width += s.width
				continue
			}
		}
		line = append(line, s)
	}
	return line
}

// pieces splits runs where a line may break: at spaces, beside ideographs, and
// anywhere in what is wider than a line.
func (t *typesetter) pieces(runs []run, size, width float64) []piece {
	var out []piece
	var open piece
	before, space := "", false
	end := func() {
		if len(open.runs) > 0 {
			out = append(out, open)
			open = piece{}
		}
	}
	used := 0.0
	for _, r := range runs {
		for _, c := range r.text {
			if c == ' ' {
				end()
				space = true
				continue
			}
			one := r
			one.text = string(c)
			w := t.width(one, size)
			if len(open.runs) > 0 && (used+w > width || breakable(before, one.text)) {
				end()
			}
			if len(open.runs) == 0 {
				open, used = piece{space: space}, 0
				space = false
			}
			open.runs, used, before = appendRun(open.runs, one), used+w, one.text
		}
	}
	end()
	return out
}

// appendRun adds a run, to the last one where they look alike.
func appendRun(runs []run, r run) []run {
	if n := len(runs) - 1; n >= 0 {
		last := runs[n]
		last.text = r.text
		if last == r {
			runs[n].text += r.text
			return runs
		}
	}
	return append(runs, r)
}
