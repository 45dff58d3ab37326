// Package hostkey reads and makes the private key of a server, and announces the next key
// to its clients.
package hostkey

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	gossh "golang.org/x/crypto/ssh"
)

// maxBytes limits the file of a key; an ed25519 key has 400.
const maxBytes = 64 << 10

// makeOne ends the error about an unsuitable key.
const makeOne = "make one with: ssh-keygen -t ed25519 -N '' -f FILE"

// Key is the private key of a server.
type Key struct {
	gossh.Signer
	// Secret is derived from the private key, for hashes that only the server can compute.
	Secret []byte
}

// Read reads the key at path. It checks the file that it has opened, so that no other file
// can replace it in between.
func Read(path string) (*Key, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|nonblock, 0) // a FIFO would wait for its writer
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w; %s", err, makeOne)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, fmt.Errorf("%s is a directory; name the file of the key in it", path)
	}
	if mode := info.Mode().Perm(); mode&tooOpen(info) != 0 {
		return nil, fmt.Errorf("%s can be read by others (mode %04o); run: chmod 600 %s", path, mode, path)
	}
	if !info.Mode().IsRegular() || info.Size() > maxBytes {
		return nil, fmt.Errorf("%s is not a private key; %s", path, makeOne)
	}
	text, err := io.ReadAll(io.LimitReader(f, maxBytes))
	if err != nil {
		return nil, err
	}
	return Parse(text, path)
}

// Parse parses an ed25519 key, the only type that the server offers.
func Parse(text []byte, name string) (*Key, error) {
	key, err := gossh.ParsePrivateKey(text)
	var locked *gossh.PassphraseMissingError
	switch {
	case errors.As(err, &locked):
		return nil, fmt.Errorf("%s has a passphrase, which a server cannot type; remove it with: ssh-keygen -p -N '' -f FILE", name)
	case err != nil:
		return nil, fmt.Errorf("%s is not a private key: %w; %s", name, err, makeOne)
	case key.PublicKey().Type() != gossh.KeyAlgoED25519:
		return nil, fmt.Errorf("%s is an %s key, but only ed25519 is supported; %s", name, key.PublicKey().Type(), makeOne)
	}
	// Nobody else can make this signature, and it is always the same: RFC 8032.
	signature, err := key.Sign(rand.Reader, []byte("cv secret of the host key"))
	if err != nil {
		return nil, err
	}
	secret, err := hkdf.Key(sha256.New, signature.Blob, nil, "", sha256.Size)
	if err != nil {
		return nil, err
	}
	return &Key{Signer: key, Secret: secret}, nil
}

// Make writes a new ed25519 key. The file never replaces another: two servers that start
// together use the same key. It appears whole or, on a file system without hard links, empty
// for a moment.
func Make(path string) error {
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
	err = os.Link(f.Name(), path)
	if err != nil && !errors.Is(err, fs.ErrExist) { // as on FAT, which has no links
		var claim *os.File
		if claim, err = os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600); err == nil {
			err = errors.Join(claim.Close(), os.Rename(f.Name(), path))
		}
	}
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

// CanMake returns the error that [Make] would return because of its directory, which need
// not exist yet.
func CanMake(path string) error {
	op := "open"
	dir, err := filepath.Abs(filepath.Dir(path))
	for err == nil {
		if err = writable(dir); !errors.Is(err, fs.ErrNotExist) || dir == filepath.Dir(dir) {
			break
		}
		op, path, dir, err = "mkdir", dir, filepath.Dir(dir), nil
	}
	if err != nil {
		return &fs.PathError{Op: op, Path: path, Err: err}
	}
	return nil
}
