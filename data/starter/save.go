package starter

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Free returns an error that says what to do if there is a file at path.
func Free(path string) error {
	_, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	}
	return fmt.Errorf("%s is there already; name another file, or write over it with --force", path)
}

// Save writes a file whole or not at all, readable by everybody. A link is
// followed, so that it stays one.
func Save(path string, content []byte) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".cv-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // nothing is left of a failure
	_, err = f.Write(content)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return os.Rename(f.Name(), path)
}
