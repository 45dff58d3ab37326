// Package screen runs Bubble Tea programs on SSH sessions. It takes the place
// of charm.land/wish/v2/bubbletea, with the same Handler and the same kind of
// Middleware, where many sessions have to fit on a small machine.
//
// # Why
//
// A tea.Program that has a terminal of its own keeps two buffers of 112 bytes a
// cell, a table of 145 KiB of key sequences, and a ticker that wakes it 60 times
// a second. For one terminal that is nothing; for a thousand idle visitors it is
// a gigabyte and a third of a core. Here the program is still a tea.Program, and
// the model an ordinary tea.Model that runs unchanged under Bubble Tea's own
// renderer, but a session that waits for a key holds no cells, runs no timer,
// and sends nothing: about 30 KiB on top of what golang.org/x/crypto/ssh takes
// for the connection.
//
// # How
//
//   - Frames are painted when the model has changed, not on a tick. A session
//     remembers the text of its last frame; texts are interned, so that visitors
//     who look at the same page share one copy.
//   - The bytes that lead from one frame to the next are computed on benches: as
//     many renderers and cell buffers of ultraviolet's as there are processors,
//     for all sessions together. They depend on nothing but the two frames and the
//     kind of terminal, and are kept in a cache of bounded size, so that what one
//     visitor's key has cost the next visitor's is had for free.
//   - A goroutine writes while there is something to write, at most 1 KiB at
//     once, and ends. The program never waits for the network: if the client is
//     slow, views replace each other and only the newest is painted. A client
//     that takes nothing for 15 seconds is disconnected.
//   - Input is decoded with ultraviolet's decoder, without a key table. All that
//     arrives in one packet is one update of the screen. What a client may send
//     is bounded everywhere, and dropped where it makes no sense.
//   - The size of the window is always the newest one, is never absurd (see
//     [WindowChanges]), and is known before the first frame, which is therefore
//     the right one and goes out in one burst with the modes it needs.
//
// # What is different from Bubble Tea at a terminal
//
// The model is told colours, environment and size after Init and before its
// first View. tea.Suspend does nothing and tea.Exec is dropped: both would act
// on the server. Terminals are not asked for anything, such as synchronized
// output or the Kitty keyboard protocol, unless the model does. The options of a
// program that connect it with a terminal, tea.WithFilter among them, are set by
// the Runner. Characters that are wider than one cell are measured as Bubble Tea
// does before a terminal has said that it supports mode 2027.
//
// # The end
//
// However a program ends, the terminal is given back if there is still one: the
// modes are off, the cursor shows, the main screen is back. After the visitor
// has quit, the model's [Farewell] is printed there; after [Runner.End] or
// [Runner.EndAll], the reason; after a panic in the model or in one of its
// commands, an apology, with exit status 1. A panic ends its own session only
// and is logged without anything that the visitor has typed. Nothing of a session stays
// but, for half a second at most, the goroutine that stops Bubble Tea's ticker,
// and commands that the model has started and that have not returned.
package screen
