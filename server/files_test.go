package server

import (
	"os"
	"testing"

	"github.com/pkg/sftp"

	"wenkaiyue.com/cv/server/files"
)

// A session holds so many files and directories at once, and as many again after
// it has closed some.
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
			t.Fatal("too many files are open")
		}
		if _, err := client.ReadDir("/"); err == nil {
			t.Fatal("too many handles are open")
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
			t.Fatalf("%d files, %v", len(list), err)
		}
	}
}

// df and stat -f show a full file system as large as its files.
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
			t.Errorf("%s: %+v for %d bytes", name, v, size)
		}
	}
	if _, err := client.StatVFS("/nothing"); !os.IsNotExist(err) {
		t.Errorf("a file that is not there: %v", err)
	}
}
