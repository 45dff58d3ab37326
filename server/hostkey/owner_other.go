//go:build !unix

package hostkey

import "io/fs"

const nonblock = 0

func tooOpen(fs.FileInfo) fs.FileMode { return 0 }

func writable(string) error { return nil }
