// Package fonts finds the fonts of a PDF: an embedded serif family for Latin, Greek and
// Cyrillic letters, and the fonts of this machine for other scripts.
//
// Font files are hostile input: their number and size are limited, a broken one is
// skipped, and a panic of the parser counts as a broken file.
package fonts

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Library is the fonts of files and folders. It searches them on first use and keeps the
// result. It is safe for concurrent use; nil is an empty library.
type Library struct {
	paths  []string
	system bool
	once   sync.Once

	mu       sync.Mutex
	entries  []*entry
	warnings []error
}

// None is the path that means only the embedded fonts.
const None = "none"

// New returns the library of the given files and folders, or of the system's font folders
// if none are given. For [None] alone it returns nil.
func New(paths ...string) *Library {
	if len(paths) == 1 && paths[0] == None {
		return nil
	}
	paths = slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return strings.TrimSpace(p) == "" })
	if len(paths) == 0 {
		return &Library{paths: systemFolders(), system: true}
	}
	return &Library{paths: paths}
}

// The limits of a search.
const (
	maxFiles = 4000  // font files
	maxSeen  = 40000 // names in folders
	maxDepth = 10
)

func systemFolders() []string {
	home, _ := os.UserHomeDir()
	var out []string
	switch runtime.GOOS {
	case "darwin":
		out = []string{"/System/Library/Fonts", "/Library/Fonts", filepath.Join(home, "Library/Fonts")}
	case "windows":
		out = []string{filepath.Join(os.Getenv("WINDIR"), "Fonts")}
	default:
		out = []string{"/usr/share/fonts", "/usr/local/share/fonts", filepath.Join(home, ".local/share/fonts"), filepath.Join(home, ".fonts")}
	}
	return slices.DeleteFunc(out, func(p string) bool { return !filepath.IsAbs(p) })
}

// Warnings searches the paths that the operator named and returns an error for each that is
// missing or has no usable font. It neither searches nor reports the system's folders.
func (l *Library) Warnings() []error {
	if l == nil || l.system {
		return nil
	}
	l.all()
	return l.warnings
}

// all returns the fonts, in the order of the paths and of their names.
func (l *Library) all() []*entry {
	if l == nil {
		return nil
	}
	l.once.Do(l.search)
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.entries)
}

func (l *Library) search() {
	files := 0
	for _, path := range l.paths {
		found, last := 0, errors.New("there is no font (.ttf, .otf, .ttc) in it")
		err := eachFile(path, func(file string) bool {
			if files++; files > maxFiles {
				return false
			}
			entries, err := examine(file)
			if err != nil {
				last = err
			}
			found += len(entries)
			l.entries = append(l.entries, entries...)
			return true
		})
		if err == nil && found == 0 {
			err = last
		}
		if err != nil && !l.system {
			l.warnings = append(l.warnings, fmt.Errorf("fonts: %s: %w", path, err))
		}
	}
}

// eachFile calls f with a file, or with the font files under a folder in the order of
// their names, until f returns false.
func eachFile(path string, f func(string) bool) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		f(path)
		return nil
	}
	seen := 0
	depth := strings.Count(filepath.Clean(path), string(filepath.Separator)) + maxDepth
	return filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		seen++
		switch {
		case seen > maxSeen:
			return filepath.SkipAll
		case err != nil:
			if p == path {
				return err
			}
			return fs.SkipDir // unreadable
		case d.IsDir() && strings.Count(p, string(filepath.Separator)) >= depth:
			return filepath.SkipDir
		case !d.IsDir() && isFont(p) && !f(p):
			return filepath.SkipAll
		}
		return nil
	})
}

func isFont(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".ttf", ".otf", ".ttc", ".otc":
		return true
	}
	return false
}

// Reject removes a face from the library for good, because its use failed. It reports
// whether that changed the library: an embedded face stays.
func (l *Library) Reject(f *Face) bool {
	if l == nil || f == nil || f.entry == nil {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	before := len(l.entries)
	l.entries = slices.DeleteFunc(l.entries, func(e *entry) bool { return e == f.entry })
	return len(l.entries) < before
}
