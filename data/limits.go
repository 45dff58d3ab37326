package data

// What a CV file may hold at most. A file with more is refused with the place and
// what to do; none of the limits is near what anybody has written.
const (
	// MaxBytes is the size of the file.
	MaxBytes = 1 << 20
	// MaxEntries is the length of a list.
	MaxEntries = 2000
	// MaxText is the length of one text in bytes. Lines have no limit of their own:
	// a JSON file may well be one line.
	MaxText = 256 << 10
)
