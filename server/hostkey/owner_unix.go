//go:build unix

package hostkey

import (
	"io/fs"
	"syscall"

	"golang.org/x/sys/unix"
)

// nonblock keeps open(2) from waiting.
const nonblock = syscall.O_NONBLOCK

// tooOpen returns the permissions that a private key must not have. Secret stores mount
// keys that root owns and a group may read: for systemd's credentials the group bits are
// the access list of the service, for Kubernetes' secrets the access of the fsGroup.
func tooOpen(info fs.FileInfo) fs.FileMode {
	if st, ok := info.Sys().(*syscall.Stat_t); ok && st.Uid == 0 {
		return 0o037
	}
	return 0o077
}

// writable reports why this process cannot make files in a directory (access(2)).
func writable(dir string) error { return unix.Access(dir, unix.W_OK|unix.X_OK) }
