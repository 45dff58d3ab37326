package server

import (
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
