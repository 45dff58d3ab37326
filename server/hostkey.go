package server

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
	"runtime"

	gossh "golang.org/x/crypto/ssh"
)

// hostKeyName is the name of the key's file in the state directory.
const hostKeyName = "host_key"

// maxKeyBytes bounds the file that is read as a key; an ed25519 key has 400.
const maxKeyBytes = 64 << 10

// makeOne ends the error about a wrong key.
const makeOne = "make one with: ssh-keygen -t ed25519 -N '' -f FILE"

// hostKey is the private key of a server.
type hostKey struct {
	gossh.Signer
	secret []byte // derived from the private key, for hashes that nobody else can compute
	made   string // the path of the file, if the key is new
}

// hostKey returns the host key. The one in the state directory is made when there
// is none.
func (c *Config) hostKey() (*hostKey, error) {
	field, path, err := c.keySource()
	if err != nil {
		return nil, err
	}
	key, err := c.readKey(path)
	if field == "StateDir" && errors.Is(err, fs.ErrNotExist) {
		if err = makeHostKey(path); err == nil {
			if key, err = readHostKey(path); err == nil {
				key.made = path
			}
		}
	}
	if err != nil {
		return nil, wrong(field, err)
	}
	return key, nil
}

// nextHostKey returns the key of NextHostKey, or nil if there is none.
func (c *Config) nextHostKey() (*hostKey, error) {
	if c.NextHostKey == "" {
		return nil, nil
	}
	key, err := readHostKey(c.NextHostKey)
	if err != nil {
		return nil, wrong("NextHostKey", err)
	}
	return key, nil
}

// knownKey returns the host key that a server of this configuration has, or nil if
// there is none that this process may read.
func (c *Config) knownKey() (*hostKey, error) {
	field, path, err := c.keySource()
	if errors.Is(err, errNoHome) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	key, err := c.readKey(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return nil, nil
	} else if err != nil {
		return nil, wrong(field, err)
	}
	return key, nil
}

// keySource returns the path of the host key, or "" if HostKeyPEM is the key, and
// the field that says so. An error is a [*ConfigError].
func (c *Config) keySource() (field, path string, err error) {
	switch {
	case len(c.HostKeyPEM) > 0 && c.HostKey != "":
		return "", "", wrong("HostKeyPEM", errors.New("there is a key file too; leave one of the two out"))
	case len(c.HostKeyPEM) > 0:
		return "HostKeyPEM", "", nil
	case c.HostKey != "":
		return "HostKey", c.HostKey, nil
	}
	dir := c.StateDir
	if dir == "" {
		if dir, err = defaultStateDir(); err != nil {
			return "", "", wrong("StateDir", err)
		}
	}
	return "StateDir", filepath.Join(dir, hostKeyName), nil
}

// readKey reads the key that [Config.keySource] has found.
func (c *Config) readKey(path string) (*hostKey, error) {
	if path == "" {
		return parseHostKey(c.HostKeyPEM, "the text")
	}
	return readHostKey(path)
}

// errNoHome reports that there is no default state directory.
var errNoHome = errors.New("there is no home directory to keep the host key in; name a directory that survives restarts")

// defaultStateDir returns the directory of this program's state for this user.
func defaultStateDir() (string, error) {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "cv"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", errNoHome
	}
	return filepath.Join(home, ".local", "state", "cv"), nil
}

// readHostKey reads the key at path. It checks the file that it has opened, so that
// no other one can take its place in between.
func readHostKey(path string) (*hostKey, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|nonblock, 0) // a FIFO would wait for its writer
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
	if mode := info.Mode().Perm(); mode&tooOpen(info) != 0 && runtime.GOOS != "windows" {
		return nil, fmt.Errorf("%s can be read by others (mode %04o); run: chmod 600 %s", path, mode, path)
	}
	if !info.Mode().IsRegular() || info.Size() > maxKeyBytes {
		return nil, fmt.Errorf("%s is not a private key; %s", path, makeOne)
	}
	text, err := io.ReadAll(io.LimitReader(f, maxKeyBytes))
	if err != nil {
		return nil, err
	}
	return parseHostKey(text, path)
}

// tooOpen returns the permissions that a private key must not have. Secret stores
// mount keys that root owns and a group may read: the mode of systemd's credentials
// shows the access list for the service, that of Kubernetes' secrets the fsGroup.
func tooOpen(info fs.FileInfo) fs.FileMode {
	if givenByRoot(info) {
		return 0o037
	}
	return 0o077
}

// parseHostKey parses an ed25519 key, the only kind that is offered to clients.
func parseHostKey(text []byte, name string) (*hostKey, error) {
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
	secret, err := hkdf.Key(sha256.New, text, nil, "cv secret of the host key", sha256.Size)
	if err != nil {
		return nil, err
	}
	return &hostKey{Signer: key, secret: secret}, nil
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
