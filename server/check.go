package server

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Check reports what would keep a server of this configuration from starting, as
// [New] would, and logs the same warnings. It listens on nothing and writes nothing:
// whether an address is free shows at the start. A host key that is
// missing where New makes one is no error if its directory can be written.
func Check(cfg Config) error {
	if _, err := prepare(cfg); err != nil {
		return err
	}
	field, path, err := cfg.keySource()
	if err != nil {
		return err
	}
	_, err = cfg.readKey(path)
	if field == "StateDir" && errors.Is(err, fs.ErrNotExist) {
		err = canMake(filepath.Dir(path))
	}
	if err != nil {
		return wrong(field, err)
	}
	return nil
}

// prepare returns a server with everything that is checked before a host key is made
// or an address is taken: its settings, editions and limits.
func prepare(cfg Config) (*Server, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	s := &Server{cfg: cfg, valid: newValid()}
	if cfg.PublicAddress != "" {
		s.public, _ = parseHost(cfg.PublicAddress) // checked above
	}
	s.tags, _ = tagSet(cfg.Tags) // checked too
	s.editions.Store(s.load())
	s.cfg.CV = nil // an edition that is replaced must be collected
	var err error
	if s.guard, err = s.newGuard(); err != nil {
		return nil, err
	}
	if s.next, err = cfg.nextHostKey(); err != nil {
		return nil, err
	}
	return s, nil
}

// canMake reports, with the error of a start, why no file can be made in dir, which
// need not exist yet.
func canMake(dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	op, missing := "open", filepath.Join(dir, hostKeyName)
	for {
		info, err := os.Stat(dir)
		switch {
		case errors.Is(err, fs.ErrNotExist) && dir != filepath.Dir(dir):
			op, missing = "mkdir", dir
			dir = filepath.Dir(dir)
			continue
		case err != nil:
			return err
		case !info.IsDir():
			return &fs.PathError{Op: "mkdir", Path: dir, Err: errors.New("not a directory")}
		}
		if err := writable(dir); err != nil {
			return &fs.PathError{Op: op, Path: missing, Err: err}
		}
		return nil
	}
}
