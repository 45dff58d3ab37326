//go:build unix

package main

import (
	"math"
	"syscall"
)

// maxDescriptors returns how many files and connections this process can have open. Go has
// raised the soft limit to the hard one.
func maxDescriptors() int {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
		return math.MaxInt32
	}
	return int(min(l.Cur, math.MaxInt32))
}
