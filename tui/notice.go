package tui

// Notice is a message for the program: a few words from the house, shown instead
// of the list of keys until a key is pressed.
type Notice string
