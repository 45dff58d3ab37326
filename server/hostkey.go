package server

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"

	gossh "golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"wenkaiyue.com/cv/server/hostkey"
)

// hostKeyName is the name of the key file in the state directory.
const hostKeyName = "host_key"

// errNoHome reports that the state directory has no default.
var errNoHome = errors.New("there is no home directory to keep the host key in; name a directory that survives restarts")

// hostKey reads the host key. If it is missing and can be made, hostKey also returns its
// path, and makes it if shall is set. An error is a [*ConfigError].
func (c *Config) hostKey(shall bool) (key *hostkey.Key, made string, err error) {
	switch {
	case len(c.HostKeyPEM) > 0 && c.HostKey != "":
		return nil, "", wrong("HostKeyPEM", errors.New("there is a key file too; leave one of the two out"))
	case len(c.HostKeyPEM) > 0:
		key, err = hostkey.Parse(c.HostKeyPEM, "the text")
		return key, "", wrong("HostKeyPEM", err)
	case c.HostKey != "":
		key, err = hostkey.Read(c.HostKey)
		return key, "", wrong("HostKey", err)
	}
	path, err := c.ownKey()
	if err == nil {
		key, err = hostkey.Read(path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		if made, err = path, nil; shall {
			if err = hostkey.Make(path); err == nil {
				key, err = hostkey.Read(path)
			}
		}
	}
	return key, made, wrong("StateDir", err)
}

// ownKey returns the path of the key that the server makes for itself.
func (c *Config) ownKey() (string, error) {
	dir := c.StateDir
	if state := os.Getenv("XDG_STATE_HOME"); dir == "" && filepath.IsAbs(state) {
		dir = filepath.Join(state, "cv")
	}
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", errNoHome
		}
		dir = filepath.Join(home, ".local", "state", "cv")
	}
	return filepath.Join(dir, hostKeyName), nil
}

// nextKey reads NextHostKey. It returns nil if that is empty.
func (c *Config) nextKey() (*hostkey.Key, error) {
	if c.NextHostKey == "" {
		return nil, nil
	}
	key, err := hostkey.Read(c.NextHostKey)
	return key, wrong("NextHostKey", err)
}

// useKey sets the host key of the server, and the next one to announce.
func (s *Server) useKey(key *hostkey.Key) {
	s.key = key
	switch {
	case s.next == nil:
	case bytes.Equal(s.next.Secret, s.key.Secret):
		s.cfg.Log.Warn("the next host key is the present one, so nothing is announced; name another file, or none")
	default:
		s.cfg.Log.Info("next host key", "fingerprint", gossh.FingerprintSHA256(s.next.PublicKey()))
		s.rotation = hostkey.Rotation{s.key, s.next}
	}
}

// Identity is the identity of a server by one of its host keys.
type Identity struct {
	// Fingerprint is the SHA-256 of the host key, in the format of ssh.
	Fingerprint string
	// SSHFP is its DNS record (RFC 4255, RFC 7479), as in a zone file.
	SSHFP string
	// KnownHosts is its line in a visitor's known_hosts (sshd(8)).
	KnownHosts string
	// Made is the path of the host key if this call made it.
	Made string
}

// Identities returns the identity of a server by its host key and, if there is one, by its
// next host key. It makes a missing host key. PublicAddress is the server's name.
func Identities(cfg Config) ([]Identity, error) {
	h, err := cfg.public()
	if err != nil {
		return nil, err
	}
	next, err := cfg.nextKey()
	if err != nil {
		return nil, err
	}
	key, made, err := cfg.hostKey(true)
	if err != nil {
		return nil, err
	}
	name := cmp.Or(h.name, "localhost")
	var ids []Identity
	for _, k := range []*hostkey.Key{key, next} {
		if k != nil {
			sum := sha256.Sum256(k.PublicKey().Marshal())
			ids = append(ids, Identity{
				Fingerprint: gossh.FingerprintSHA256(k.PublicKey()),
				SSHFP:       name + ". IN SSHFP 4 2 " + hex.EncodeToString(sum[:]), // ed25519, SHA-256
				KnownHosts:  knownhosts.Line([]string{net.JoinHostPort(name, cmp.Or(h.port, "22"))}, k.PublicKey()),
			})
		}
	}
	ids[0].Made = made
	return ids, nil
}
