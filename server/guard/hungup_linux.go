package guard

import (
	"net"

	"golang.org/x/sys/unix"
)

// hungUp reports whether the other end has closed c or lost it, though there may be
// something left to read.
func hungUp(c net.Conn) (gone bool) {
	tcp, ok := c.(*net.TCPConn)
	if !ok {
		return false
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return false
	}
	_ = raw.Control(func(fd uintptr) {
		p := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLRDHUP}}
		n, err := unix.Poll(p, 0)
		gone = err == nil && n > 0
	})
	return gone
}
