package server

import (
	"crypto/sha256"
	"encoding/hex"

	gossh "golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

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
	key, err := cfg.hostKey()
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
	if next != nil {
		ids = append(ids, identity(h, next))
	}
	return ids, nil
}

// identity returns the identity of a host with a key.
func identity(h host, key *hostKey) Identity {
	sum := sha256.Sum256(key.PublicKey().Marshal())
	return Identity{
		Fingerprint: gossh.FingerprintSHA256(key.PublicKey()),
		SSHFP:       h.name + ". IN SSHFP 4 2 " + hex.EncodeToString(sum[:]), // ed25519, SHA-256
		KnownHosts:  knownhosts.Line([]string{h.address()}, key.PublicKey()),
		Made:        key.made,
	}
}
