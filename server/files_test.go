package server

import (
	"os"
	"testing"

	"github.com/pkg/sftp"

	"wenkaiyue.com/cv/server/files"
)

// An SFTP session may have MaxHandles files and directories open at once, and as many
// again after it has closed them.
func TestHandles(t *testing.T) {
	s, _ := startServer(t, testConfig(t))
	client, _ := copying(t, s)
	for round := range 3 {
		var open []*sftp.File
		for range files.MaxHandles {
			f, err := client.Open("cv.txt")
			if err != nil {
				t.Fatalf("round %d, after %d: %v", round, len(open), err)
			}
			open = append(open, f)
		}
		if _, err := client.Open("cv.txt"); err == nil {
			t.Fatal("a file is opened beyond MaxHandles")
		}
		if _, err := client.ReadDir("/"); err == nil {
			t.Fatal("a directory is opened beyond MaxHandles")
		}
		if _, err := client.Stat("cv.txt"); err != nil {
			t.Fatal(err)
		}
		for _, f := range open {
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if list, err := client.ReadDir("/"); err != nil || len(list) < 8 {
			t.Fatalf("got %d files, %v, want at least 8", len(list), err)
		}
	}
}

// StatVFS, as used by df, describes a full file system of the size of its files.
func TestStatVFS(t *testing.T) {
	s, _ := startServer(t, testConfig(t))
	client, _ := copying(t, s)
	if _, ok := client.HasExtension("statvfs@openssh.com"); !ok {
		t.Fatal("statvfs@openssh.com is not announced")
	}
	list, err := client.ReadDir("/")
	if err != nil {
		t.Fatal(err)
	}
	var size uint64
	for _, f := range list {
		size += uint64(f.Size())
	}
	for _, name := range []string{"/", ".", "/cv.txt"} {
		v, err := client.StatVFS(name)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if total := v.TotalSpace(); total < size || total > size+uint64(len(list))*v.Frsize || v.FreeSpace() != 0 || v.Files != uint64(len(list)) || v.Flag&1 == 0 {
			t.Errorf("%s: got %+v, want a full, read-only file system of %d bytes", name, v, size)
		}
	}
	if _, err := client.StatVFS("/nothing"); !os.IsNotExist(err) {
		t.Errorf("a missing file: got %v, want not exist", err)
	}
}
