// Package rawssh is an SSH client for tests that sends any packets, well formed or not, and
// any number of them in one write.
package rawssh

import (
	"bufio"
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"strings"

	gossh "golang.org/x/crypto/ssh"
)

// maxPacket limits the packets from a server, in bytes.
const maxPacket = 256 << 10

// Client is a connection with keys of its own: curve25519-sha256 and
// aes128-gcm@openssh.com. It accepts any host key. One goroutine may send, and one receive.
type Client struct {
	net.Conn
	in        *bufio.Reader
	out, back *sealed // nil before the new keys
}

// sealed is one direction of AES-GCM (RFC 5647, section 7).
type sealed struct {
	cipher.AEAD
	nonce [12]byte
}

func (s *sealed) next() []byte {
	n := s.nonce
	binary.BigEndian.PutUint64(s.nonce[4:], binary.BigEndian.Uint64(s.nonce[4:])+1)
	return n[:]
}

// Keys exchanges keys over nc.
func Keys(nc net.Conn) (*Client, error) {
	c := &Client{Conn: nc, in: bufio.NewReader(nc)}
	key, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	const version = "SSH-2.0-raw"
	q := string(key.PublicKey().Bytes())
	init := KexInit()
	if _, err := nc.Write(c.Seal(c.Seal([]byte(version+"\r\n"), init), message(msgECDHInit, q))); err != nil {
		return nil, err
	}
	theirs, err1 := c.in.ReadString('\n')
	their, err2 := c.Until(msgKexInit)
	answer, err3 := c.Until(msgECDHReply)
	if _, err := c.Until(msgNewKeys); err != nil {
		return nil, errors.Join(err1, err2, err3, err)
	}
	var reply struct{ HostKey, Q, Signature []byte }
	if err := gossh.Unmarshal(answer[1:], &reply); err != nil {
		return nil, err
	}
	public, err := ecdh.X25519().NewPublicKey(reply.Q)
	if err != nil {
		return nil, err
	}
	secret, err := key.ECDH(public)
	if err != nil {
		return nil, err
	}
	k := gossh.Marshal(struct{ K *big.Int }{new(big.Int).SetBytes(secret)})
	h := sha256.Sum256(message(version, strings.TrimRight(theirs, "\r\n"), string(init), string(their),
		string(reply.HostKey), q, string(reply.Q), k))
	if err := c.Send(message(msgNewKeys)); err != nil {
		return nil, err
	}
	derive := func(letter byte) []byte {
		d := sha256.Sum256(bytes.Join([][]byte{k, h[:], {letter}, h[:]}, nil))
		return d[:]
	}
	if c.out, err = newSealed(derive('C'), derive('A')); err != nil {
		return nil, err
	}
	c.back, err = newSealed(derive('D'), derive('B'))
	return c, err
}

func newSealed(key, iv []byte) (*sealed, error) {
	block, err := aes.NewCipher(key[:16])
	if err != nil {
		return nil, err
	}
	s := new(sealed)
	copy(s.nonce[:], iv)
	s.AEAD, err = cipher.NewGCM(block)
	return s, err
}

// Login exchanges keys and authenticates as user with "none".
func Login(nc net.Conn, user string) (*Client, error) {
	c, err := Keys(nc)
	if err != nil {
		return nil, err
	}
	if err := c.Send(Service("ssh-userauth"), message(MsgUserauth, user, "ssh-connection", "none")); err != nil {
		return nil, err
	}
	_, err = c.Until(msgUserauthOK)
	return c, err
}

// Session opens a session channel, whose number is 0 on both sides, with a window
// that is never full.
func (c *Client) Session() error {
	if err := c.Send(Open("session", 1<<31-1)); err != nil {
		return err
	}
	_, err := c.Until(msgChannelConfirm)
	return err
}

// Send sends packets in one write.
func (c *Client) Send(packets ...[]byte) error {
	var b []byte
	for _, p := range packets {
		b = c.Seal(b, p)
	}
	_, err := c.Write(b)
	return err
}

// Seal appends payload to b, as the next packet to send.
func (c *Client) Seal(b, payload []byte) []byte {
	block, before := 16, 1 // bytes of the length are not encrypted
	if c.out == nil {
		block, before = 8, 5
	}
	padding := block - (before+len(payload))%block
	if padding < 4 {
		padding += block
	}
	start := len(b)
	b = binary.BigEndian.AppendUint32(b, uint32(1+len(payload)+padding))
	b = append(append(b, byte(padding)), payload...)
	b = append(b, make([]byte, padding)...)
	if c.out == nil {
		return b
	}
	return append(b[:start+4], c.out.Seal(nil, c.out.next(), b[start+4:], b[start:start+4])...)
}

// Receive returns the payload of the next packet.
func (c *Client) Receive() ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(c.in, head[:]); err != nil {
		return nil, err
	}
	n := binary.BigEndian.Uint32(head[:])
	if n > maxPacket {
		return nil, fmt.Errorf("a packet of %d bytes", n)
	}
	if c.back != nil {
		n += uint32(c.back.Overhead())
	}
	p := make([]byte, n)
	if _, err := io.ReadFull(c.in, p); err != nil {
		return nil, err
	}
	if c.back != nil {
		var err error
		if p, err = c.back.Open(p[:0], c.back.next(), p, head[:]); err != nil {
			return nil, err
		}
	}
	if len(p) == 0 || 1+int(p[0]) >= len(p) {
		return nil, errors.New("an empty packet")
	}
	return p[1 : len(p)-int(p[0])], nil
}

// Until returns the payload of the next packet of a kind, and skips others.
func (c *Client) Until(message byte) ([]byte, error) {
	for {
		if p, err := c.Receive(); err != nil || p[0] == message {
			return p, err
		}
	}
}
