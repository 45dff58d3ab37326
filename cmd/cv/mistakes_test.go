package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestMistakes runs cv check on the files in testdata/mistakes. Each has a common mistake,
// followed by the expected output. Read that as somebody who does not know the format.
func TestMistakes(t *testing.T) {
	const dir = "testdata/mistakes"
	names, err := filepath.Glob(dir + "/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("got no files in %s: %v", dir, err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			path, err := filepath.Abs(name)
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(t.TempDir())
			var files []txtar.File
			for i := 0; i < len(archive.Files); i++ {
				f, want := archive.Files[i], []byte(nil)
				if i+1 < len(archive.Files) && archive.Files[i+1].Name == "says" {
					i, want = i+1, archive.Files[i+1].Data
				}
				got := checked(t, f)
				if !*update && !bytes.Equal(got, want) {
					t.Errorf("%s:\n%s\ngot\n%s\nwant\n%s", f.Name, f.Data, got, want)
				}
				files = append(files, f, txtar.File{Name: "says", Data: got})
			}
			if archive.Files = files; *update {
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// checked returns the output of cv check for a file.
func checked(t *testing.T, f txtar.File) []byte {
	t.Helper()
	if err := os.WriteFile(f.Name, f.Data, 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	run([]string{"check", f.Name}, &stdout, &stderr)
	return stdout.Bytes()
}
