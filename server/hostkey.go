package server

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	gossh "golang.org/x/crypto/ssh"
)

// hostKeyName is the file in the state directory.
const hostKeyName = "host_key"

// maxKeyBytes bounds the file that is read as a key; an ed25519 key has 400.
const maxKeyBytes = 64 << 10

// hostKey loads the key of cfg.HostKey, or else the one in the state directory,
// which it makes when there is none.
func (c *Config) hostKey() (gossh.Signer, error) {
	if c.HostKey != "" {
		key, err := readHostKey(c.HostKey)
		if err != nil {
			return nil, &FlagError{"--host-key", err}
		}
		return key, nil
	}
	dir := c.StateDir
	if dir == "" {
		var err error
		if dir, err = DefaultStateDir(); err != nil {
			return nil, &FlagError{"--state-dir", err}
		}
	}
	path := filepath.Join(dir, hostKeyName)
	key, err := readHostKey(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err = makeHostKey(path); err == nil {
			key, err = readHostKey(path)
		}
	}
	if err != nil {
		return nil, &FlagError{"--state-dir", err}
	}
	return key, nil
}

func readHostKey(path string) (gossh.Signer, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 && runtime.GOOS != "windows" {
		return nil, fmt.Errorf("%s can be read by others (mode %04o); run: chmod 600 %s", path, mode, path)
	}
	if !info.Mode().IsRegular() || info.Size() > maxKeyBytes {
		return nil, fmt.Errorf("%s is no private key; make one with: ssh-keygen -t ed25519 -N '' -f FILE", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	key, err := gossh.ParsePrivateKey(text)
	var locked *gossh.PassphraseMissingError
	switch {
	case errors.As(err, &locked):
		return nil, fmt.Errorf("%s has a passphrase, which a server cannot type; take it off with: ssh-keygen -p -N '' -f %s", path, path)
	case err != nil:
		return nil, fmt.Errorf("%s is no private key: %w; make one with: ssh-keygen -t ed25519 -N '' -f FILE", path, err)
	}
	return key, nil
}

// makeHostKey writes a new ed25519 key. The file appears whole or not at all, and
// never replaces one: two servers that start together end up with the same key.
func makeHostKey(path string) error {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	block, err := gossh.MarshalPrivateKey(private, "cv host key")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".host_key-*") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(pem.EncodeToMemory(block))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
