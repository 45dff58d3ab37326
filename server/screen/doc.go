// Package screen shows Bubble Tea models on SSH sessions, full screen. It replaces
// charm.land/wish/v2/bubbletea for many sessions on a small machine, any of which
// may be hostile.
//
// # Why
//
// A tea.Program owns two buffers of 112 bytes a cell, a table of 145 KiB of key
// sequences, and a ticker that wakes it 60 times a second. One terminal can afford
// that; a thousand idle visitors take a gigabyte and a third of a core.
// Here the model is an ordinary tea.Model, which runs unchanged in a tea.Program
// too, but a session that waits for a key holds no cells, runs no timer, sends
// nothing, and has one goroutine beside its handler.
//
// # How
//
//   - Keys, sizes and messages wait for a turn of the session: it updates the model,
//     runs its commands, paints the view and writes the bytes. A slow client gets only
//     the newest view.
//   - Turns go through a gate that admits one session fewer than there are processors.
//     Sessions whose [Source] has worked least go first, and of these, first frames.
//     A source that has recently worked too much waits before its next turn, and keeps
//     the newest keys. A session that ends stops waiting.
//   - Package paint computes the bytes from one frame to the next once for all
//     visitors; package decode turns input into messages. Both are bounded for any
//     input.
//   - Window changes go to a [Window] throughout the life of a channel; the newest
//     counts. At most 250 by 100 cells are painted, in the middle of a larger
//     terminal.
//
// # What a model may use
//
// Views are shown in the alternate screen, with content, title, mouse and cursor;
// a cursor is a block that does not blink. Mouse modes other than none report clicks
// and the wheel. Messages are keys, clicks, the wheel, pastes, the size, the colour
// profile, the environment, and the colour of the background after
// tea.RequestBackgroundColor. The model receives colours, environment and size
// after Init and before its first View. Commands run within the turn, so they must
// not block; they may return tea.Quit, tea.Batch, tea.ClearScreen, tea.Raw and messages
// of the model's own. tea.Raw with ansi.SetSystemClipboard sets the clipboard. Other
// features of Bubble Tea, such as tea.Sequence, tea.Exec, tea.Println and inline views,
// are not supported.
//
// # The end
//
// When a program ends, the session restores the terminal if the client is still there.
// It then prints the model's [Farewell] if the visitor has quit, or the reason after
// [Window.End]. After a panic in the model or in one of its commands, the caller says so. A
// panic ends only its own session; the log of it holds no text that the visitor has typed.
package screen
