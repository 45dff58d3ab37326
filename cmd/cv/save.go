package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
)

// saveFile writes content to the file at path. It replaces a regular file by renaming, so
// that readers get the old content or the new one; the file keeps its mode and owner, and
// symbolic links stay. It writes directly to anything else: a new file, a terminal, a pipe,
// or a file that cannot be replaced, such as one mounted into a container.
func saveFile(path string, content []byte) error {
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.Size() > 0 {
		old, err := os.OpenFile(path, os.O_WRONLY, 0) // renaming needs no permission to write
		if err != nil {
			return err
		}
		target, err := filepath.EvalSymlinks(path)
		if err = errors.Join(err, old.Close()); err != nil {
			return err
		}
		if f, err := os.CreateTemp(filepath.Dir(target), ".cv-*"); err == nil {
			defer os.Remove(f.Name())
			given := giveTo(f.Name(), info) // while nobody else can read it
			_, err = f.Write(content)
			if err = errors.Join(err, f.Chmod(info.Mode().Perm()), f.Sync(), f.Close()); err != nil {
				return fmt.Errorf("cannot write %s: %w", path, err)
			}
			if given == nil && os.Rename(f.Name(), target) == nil {
				return nil
			}
		}
	}
	return os.WriteFile(path, content, 0o644)
}

// giveTo gives a file the owner and the group of another, on systems that have them.
func giveTo(path string, other fs.FileInfo) error {
	stat := reflect.Indirect(reflect.ValueOf(other.Sys())) // a syscall.Stat_t, except on Windows
	uid, gid := stat.FieldByName("Uid"), stat.FieldByName("Gid")
	if !uid.IsValid() || !gid.IsValid() {
		return nil
	}
	return os.Chown(path, int(uid.Uint()), int(gid.Uint()))
}

// createFile writes a new file. It fails if the file exists, even since a moment ago.
func createFile(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return existsError(path)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(path)
	}
	return err
}

// canCreate returns an error if no file can be created at path, so that init can fail
// before it asks questions.
func canCreate(path string, force bool) error {
	dir := filepath.Dir(path)
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no directory %s; make it first: mkdir -p %s", dir, dir)
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("%s is not a directory, so it cannot contain a file", dir)
	}
	if _, err := os.Lstat(path); err == nil && !force {
		return existsError(path)
	}
	return nil
}

func existsError(path string) error {
	return fmt.Errorf("%s is there already; name another file, or write over it with --force", path)
}
