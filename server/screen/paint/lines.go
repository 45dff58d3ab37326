package paint

import (
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// lines writes the update of a viewport smaller than its terminal, line by line, because
// the renderer paints whole terminals only.
func (b *bench) lines(from, to frame, term terminal) {
	padding := strings.Repeat("\n", to.place.Height) // so that every line exists
	old, text := strings.Split(padding, "\n"), strings.Split(to.text.Value()+padding, "\n")
	b.out.WriteString(ansi.ResetStyle)
	if from == (frame{}) {
		b.out.WriteString(ansi.CursorHomePosition + ansi.EraseEntireScreen)
	} else {
		old = strings.Split(from.text.Value()+padding, "\n")
	}
	row := uv.NewScreenBuffer(to.place.Width, 1)
	for y := range to.place.Height {
		if text[y] == old[y] {
			continue
		}
		row.Clear()
		uv.NewStyledString(text[y]).Draw(row, row.Bounds()) // draws text, styles and links only
		b.out.WriteString(ansi.CursorPosition(to.place.left+1, to.place.top+y+1))
		b.out.WriteString(ansi.EraseLineRight)
		b.out.WriteString(term.colored(row.Render()))
	}
}
