package tui

// Notice is a message for the program: a few words from the house, shown instead
// of the list of keys until the reader does something.
type Notice string
