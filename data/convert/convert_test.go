package convert_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	yaml "go.yaml.in/yaml/v4"

	"wenkaiyue.com/cv/data"
	"wenkaiyue.com/cv/data/syntax"
)

var update = flag.Bool("update", false, "rewrite the expected outputs in testdata")

// TestFormats reads the first file of each archive in testdata, and compares its
// conversion to JSON Resume with the second.
func TestFormats(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("got no files in testdata: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			in := archive.Files[0]
			r, err := data.Read(in.Name, bytes.NewReader(in.Data), nil)
			if err != nil {
				t.Fatal(err)
			}
			placed(t, r.Root, len(syntax.Lines(in.Data)))
			var got bytes.Buffer
			got.WriteString("# format: " + r.Format + "\n")
			for _, s := range r.Unknown {
				got.WriteString("# section: " + s.Value + "\n")
			}
			out, err := yaml.Dump(styled(r.Root), yaml.WithLineWidth(-1))
			if err != nil {
				t.Fatal(err)
			}
			got.Write(out)
			if *update {
				archive.Files = []txtar.File{in, {Name: "resume", Data: got.Bytes()}}
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if len(archive.Files) != 2 || !bytes.Equal(got.Bytes(), archive.Files[1].Data) {
				t.Errorf("%s: got\n%s\nwant the second file of %s", in.Name, got.Bytes(), name)
			}
		})
	}
}

// placed fails for nodes without a place in the file.
func placed(t *testing.T, n *yaml.Node, lines int) {
	t.Helper()
	if n.Line < 1 || n.Line > lines || n.Column < 1 {
		t.Errorf("%q: got place %d:%d, want one in %d lines", n.Value, n.Line, n.Column, lines)
	}
	for _, c := range n.Content {
		placed(t, c, lines)
	}
}

// styled returns a copy of n without the styles of the file.
func styled(n *yaml.Node) *yaml.Node {
	out := &yaml.Node{Kind: n.Kind, Tag: n.Tag, Value: n.Value}
	for _, c := range n.Content {
		out.Content = append(out.Content, styled(c))
	}
	return out
}
