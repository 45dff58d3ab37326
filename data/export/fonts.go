package export

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"embed"
	"io"
)

//go:embed fonts/*.ttf.gz
var fontFiles embed.FS

// gentium is Gentium Book Basic, regular, bold or italic. It is unpacked for each
// PDF, a small part of what that takes, so that nothing has to be kept.
func gentium(f face) ([]byte, error) {
	packed, err := fontFiles.ReadFile("fonts/GenBkBas" + cmp.Or(string(f), "R") + ".ttf.gz")
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}
