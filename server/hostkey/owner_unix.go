//go:build unix

package hostkey

import (
	"io/fs"
	"syscall"

	"golang.org/x/sys/unix"
)

// nonblock keeps open(2) from waiting.
const nonblock = syscall.O_NONBLOCK

// givenByRoot reports whether root owns a file: its group is then whom root lets
// read it.
func givenByRoot(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && st.Uid == 0
}

// writable reports why this process cannot make files in a directory (access(2)).
func writable(dir string) error { return unix.Access(dir, unix.W_OK|unix.X_OK) }
