package server

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	gossh "golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

// hostKeyName is the file in the state directory.
const hostKeyName = "host_key"

// maxKeyBytes bounds the file that is read as a key; an ed25519 key has 400.
const maxKeyBytes = 64 << 10

// makeOne is how a wrong key is told.
const makeOne = "make one with: ssh-keygen -t ed25519 -N '' -f FILE"

// hostKey is the key of a server.
type hostKey struct {
	gossh.Signer
	secret []byte // made from the private key, for what nobody else is to compute
	made   string // the file, if the key is new
}

// Identity is how others know a server.
type Identity struct {
	// Fingerprint is the SHA-256 of the host key, as ssh shows it.
	Fingerprint string
	// SSHFP is the DNS record of it (RFC 4255, RFC 7479), as in a zone file.
	SSHFP string
	// KnownHosts is its line in a visitor's known_hosts (sshd(8)).
	KnownHosts string
	// Made is the file of the host key if there was none before.
	Made string
}

// IdentityOf returns the identity of a server with this configuration; the host
// key is made if there is none yet. PublicAddress says its name.
func IdentityOf(cfg Config) (Identity, error) {
	key, err := cfg.hostKey()
	if err != nil {
		return Identity{}, err
	}
	h := host{name: "localhost"}
	if cfg.PublicAddress != "" {
		if h, err = parseHost(cfg.PublicAddress); err != nil {
			return Identity{}, &FlagError{"--public-address", err}
		}
	}
	sum := sha256.Sum256(key.PublicKey().Marshal())
	return Identity{
		Fingerprint: gossh.FingerprintSHA256(key.PublicKey()),
		SSHFP:       h.name + ". IN SSHFP 4 2 " + hex.EncodeToString(sum[:]), // ed25519, SHA-256
		KnownHosts:  knownhosts.Line([]string{h.address()}, key.PublicKey()),
		Made:        key.made,
	}, nil
}

// hostKey returns the host key. The one in the state directory is made when there
// is none.
func (c *Config) hostKey() (*hostKey, error) {
	flag, path, err := c.keySource()
	if err != nil {
		return nil, err
	}
	key, err := c.readKey(path)
	if flag == "--state-dir" && errors.Is(err, fs.ErrNotExist) {
		if err = makeHostKey(path); err == nil {
			if key, err = readHostKey(path); err == nil {
				key.made = path
			}
		}
	}
	if err != nil {
		return nil, &FlagError{flag, err}
	}
	return key, nil
}

// knownKey is the host key that a server of this configuration has, or nil if
// that cannot be known here. It makes none.
func (c *Config) knownKey() (*hostKey, error) {
	flag, path, err := c.keySource()
	if errors.Is(err, errNoHome) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	key, err := c.readKey(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return nil, nil
	} else if err != nil {
		return nil, &FlagError{flag, err}
	}
	return key, nil
}

// keySource is the file that the host key is in, or "" if HostKeyPEM is the key,
// and the flag that says so. What is wrong is a [*FlagError].
func (c *Config) keySource() (flag, path string, err error) {
	switch {
	case len(c.HostKeyPEM) > 0 && c.HostKey != "":
		return "", "", &FlagError{"--host-key", errors.New("there is a key in CV_HOST_KEY_PEM too; leave one of them out")}
	case len(c.HostKeyPEM) > 0 || c.HostKey != "":
		return "--host-key", c.HostKey, nil
	}
	dir := c.StateDir
	if dir == "" {
		if dir, err = defaultStateDir(); err != nil {
			return "", "", &FlagError{"--state-dir", err}
		}
	}
	return "--state-dir", filepath.Join(dir, hostKeyName), nil
}

// readKey reads the key that [Config.keySource] has found.
func (c *Config) readKey(path string) (*hostKey, error) {
	if path == "" {
		return parseHostKey(c.HostKeyPEM, "CV_HOST_KEY_PEM")
	}
	return readHostKey(path)
}

// errNoHome is why there is no state directory.
var errNoHome = errors.New("there is no home directory to keep the host key in; name a directory that survives restarts")

// defaultStateDir is where a program of this user keeps its state.
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

func readHostKey(path string) (*hostKey, error) {
	info, err := os.Stat(path)
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
		return nil, fmt.Errorf("%s is no private key; %s", path, makeOne)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return parseHostKey(text, path)
}

// tooOpen is the permissions that a private key must not have. Secret stores hand
// keys over as root's, readable by a group: systemd's credentials show so the
// access list that names the service, Kubernetes' secrets the fsGroup.
func tooOpen(info fs.FileInfo) fs.FileMode {
	if givenByRoot(info) {
		return 0o037
	}
	return 0o077
}

// parseHostKey reads an ed25519 key, the only kind that clients are offered.
func parseHostKey(text []byte, name string) (*hostKey, error) {
	key, err := gossh.ParsePrivateKey(text)
	var locked *gossh.PassphraseMissingError
	switch {
	case errors.As(err, &locked):
		return nil, fmt.Errorf("%s has a passphrase, which a server cannot type; take it off with: ssh-keygen -p -N '' -f FILE", name)
	case err != nil:
		return nil, fmt.Errorf("%s is no private key: %w; %s", name, err, makeOne)
	case key.PublicKey().Type() != gossh.KeyAlgoED25519:
		return nil, fmt.Errorf("%s is an %s key, and only ed25519 is served; %s", name, key.PublicKey().Type(), makeOne)
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
