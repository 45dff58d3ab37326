// Package tui is the interactive CV: a Bubble Tea model that turns a CV, a screen
// size and a theme into a frame. It knows nothing of SSH.
//
// The data flows one way:
//
//	*data.CV → Document → layout (per width, theme, charset) → Model.View → frame
//
// A [Document] belongs to one CV and is shared by all who read it. It lays the CV
// out once for each (width, theme, charset) that somebody asks for: every line
// wrapped and styled, with the item it belongs to. A [Model] is one reader's
// place in it: offset, open page, query. View only picks the lines that are on
// screen, so it is a pure function and costs next to nothing.
//
// Where things are: geometry.go decides what goes where on a screen of some
// size, layout.go and entry.go set the document, theme.go has the colours,
// keys.go the one list of keys, and each page (help.go, contact.go, save.go, problem.go) has
// a file.
package tui
