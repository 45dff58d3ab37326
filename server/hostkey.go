package server

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	gossh "golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"wenkaiyue.com/cv/server/hostkey"
)

// hostKeyName is the name of the key's file in the state directory.
const hostKeyName = "host_key"

// hostKey returns the host key, and its path if it is new: the one in the state
// directory is made when there is none.
func (c *Config) hostKey() (key *hostkey.Key, made string, err error) {
	field, path, err := c.keySource()
	if err != nil {
		return nil, "", err
	}
	key, err = c.readKey(path)
	if field == "StateDir" && errors.Is(err, fs.ErrNotExist) {
		if err = hostkey.Make(path); err == nil {
			made = path
			key, err = hostkey.Read(path)
		}
	}
	if err != nil {
		return nil, "", wrong(field, err)
	}
	return key, made, nil
}

// nextHostKey returns the key of NextHostKey, or nil if there is none.
func (c *Config) nextHostKey() (*hostkey.Key, error) {
	if c.NextHostKey == "" {
		return nil, nil
	}
	key, err := hostkey.Read(c.NextHostKey)
	if err != nil {
		return nil, wrong("NextHostKey", err)
	}
	return key, nil
}

// knownKey returns the host key that a server of this configuration has, or nil if
// there is none that this process may read.
func (c *Config) knownKey() (*hostkey.Key, error) {
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
func (c *Config) readKey(path string) (*hostkey.Key, error) {
	if path == "" {
		return hostkey.Parse(c.HostKeyPEM, "the text")
	}
	return hostkey.Read(path)
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

// Identity is how others know a server by one of its host keys.
type Identity struct {
	// Fingerprint is the SHA-256 of the host key, as ssh shows it.
	Fingerprint string
	// SSHFP is its DNS record (RFC 4255, RFC 7479), as in a zone file.
	SSHFP string
	// KnownHosts is its line in a visitor's known_hosts (sshd(8)).
	KnownHosts string
	// Made is the path of the host key if this call has made it.
	Made string
}

// Identities returns the identity of a server with this configuration and, if there is
// a next host key, that of the server which will have it. The host key is made if there
// is none yet. PublicAddress says the server's name.
func Identities(cfg Config) ([]Identity, error) {
	next, err := cfg.nextHostKey()
	if err != nil {
		return nil, err
	}
	key, made, err := cfg.hostKey()
	if err != nil {
		return nil, err
	}
	h := host{name: "localhost"}
	if cfg.PublicAddress != "" {
		if h, err = parseHost(cfg.PublicAddress); err != nil {
			return nil, wrong("PublicAddress", err)
		}
	}
	ids := []Identity{identity(h, key)}
	ids[0].Made = made
	if next != nil {
		ids = append(ids, identity(h, next))
	}
	return ids, nil
}

// identity returns the identity of a host with a key.
func identity(h host, key *hostkey.Key) Identity {
	sum := sha256.Sum256(key.PublicKey().Marshal())
	return Identity{
		Fingerprint: gossh.FingerprintSHA256(key.PublicKey()),
		SSHFP:       h.name + ". IN SSHFP 4 2 " + hex.EncodeToString(sum[:]), // ed25519, SHA-256
		KnownHosts:  knownhosts.Line([]string{h.address()}, key.PublicKey()),
	}
}
