//go:build !unix

package server

import "io/fs"

const nonblock = 0

func givenByRoot(fs.FileInfo) bool { return false }

func writable(string) error { return nil }
