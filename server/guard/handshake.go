package guard

import (
	"errors"
	"io"
	"net"
	"sync/atomic"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// Failure says how a handshake has failed: what came between the connection and
// the first channel.
type Failure uint8

// Failures.
const (
	Closed     Failure = iota // the connection was closed, by either side, or lost
	Goodbye                   // the client took its leave, as of a host key that it does not like
	Algorithms                // the client has none in common with us
	Auth                      // the client did not get as far as "none" in six tries
	NotSSH                    // what was sent is not SSH, or not as a client would
	numFailures
)

// String returns the failure as a word for metrics.
func (f Failure) String() string {
	return [numFailures]string{"closed", "goodbye", "algorithms", "auth", "garbage"}[min(f, numFailures-1)]
}

// failures count handshakes that have failed.
type failures [numFailures]atomic.Uint64

// failureOf tells from the error of a handshake how it has failed.
func failureOf(err error) Failure {
	var network net.Error
	var algorithms *gossh.AlgorithmNegotiationError
	var auth *gossh.ServerAuthError
	switch {
	case errors.Is(err, errGarbage):
		return NotSSH
	case errors.As(err, &algorithms):
		return Algorithms
	case errors.As(err, &auth):
		return Auth
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed),
		errors.As(err, &network):
		return Closed
	case isDisconnect(err):
		return Goodbye
	}
	return NotSSH
}

// goodWill reports whether a client of good will may have caused err: those hang
// up, are slow, have no algorithm in common with us, or do not like the host key.
// What is not SSH has been seen to where it was read.
func goodWill(err error) bool {
	return err == nil || failureOf(err) != NotSSH || errors.Is(err, errGarbage)
}

// failed counts a handshake that has failed, unless it never began, and has its source rest if no client
// of good will would fail in that way.
func (g *Guard) failed(nc net.Conn, err error) {
	if errors.Is(err, errSilent) {
		return
	}
	g.failures[failureOf(err)].Add(1)
	if goodWill(err) {
		return
	}
	now := time.Now()
	g.refused.add(Garbage)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.sources.of(Address(nc.RemoteAddr()), now)[0].punish(now)
}
