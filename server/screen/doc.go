// Package screen shows Bubble Tea models on SSH sessions, full screen. It takes
// the place of charm.land/wish/v2/bubbletea where many sessions have to fit on a
// small machine and any of them may be hostile.
//
// # Why
//
// A tea.Program owns two buffers of 112 bytes a cell, a table of 145 KiB of key
// sequences, and a ticker that wakes it 60 times a second. For one terminal that
// is nothing; for a thousand idle visitors it is a gigabyte and a third of a core.
// Here the model is an ordinary tea.Model, which runs unchanged in a tea.Program
// too, but a session that waits for a key holds no cells, runs no timer, sends
// nothing, and has one goroutine beside its handler.
//
// # How
//
//   - Keys, sizes and messages wait until the session takes a turn for them: it updates
//     the model, runs its commands, paints the view and writes the bytes. For a slow
//     client, only the newest view is painted.
//   - Turns go through a gate that lets in one less than there are processors.
//     First frames go before all others, then sessions whose [Source] has worked
//     least. A source that has worked too much of late waits before its next turn,
//     with the newest keys kept. A session that ends stops waiting.
//   - Package paint computes the bytes that lead from one frame to the next once for all
//     visitors; package decode makes messages of input. Both are bounded, whatever a
//     client sends.
//   - Window changes go to a [Window] from the first to the last moment of a
//     channel; the newest counts. At most 250 by 100 cells are painted, in the
//     middle of a larger terminal.
//
// # What a model may use
//
// Views are shown in the alternate screen, with content, title, mouse and cursor;
// a cursor is a block that does not blink. Mouse modes other than none report
// clicks, the wheel and drags. Messages are keys, the mouse, pastes, the size, the
// colour profile, the environment, and the colour of the background after
// tea.RequestBackgroundColor. The model is told colours, environment and size
// after Init and before its first View. Commands run within the turn, so they must
// not block; they may return tea.Quit, tea.Batch, tea.ClearScreen, tea.Raw and messages
// of the model's own. A clipboard is set by tea.Raw with ansi.SetSystemClipboard.
// Everything else that Bubble Tea offers, such as tea.Sequence, tea.Exec, tea.Println
// and inline views, is not supported.
//
// # The end
//
// However a program ends, the terminal is given back if there is still one. After
// the visitor has quit, the model's [Farewell] is printed; after [Window.End], the
// reason; after a panic in the model or in one of its commands, an apology, with exit
// status 1. A panic ends its own session only and is logged without anything that the
// visitor has typed.
package screen
