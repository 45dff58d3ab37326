package server

import (
	"errors"
	"io/fs"

	"wenkaiyue.com/cv/server/hostkey"
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
		err = hostkey.CanMake(path)
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
