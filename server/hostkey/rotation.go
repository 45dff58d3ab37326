package hostkey

import (
	"bytes"
	"crypto/rand"
	"slices"
	"strings"
	"sync"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// The global requests of a change of host keys (PROTOCOL of OpenSSH, section 2.5).
const (
	announceRequest = "hostkeys-00@openssh.com"
	proveRequest    = "hostkeys-prove-00@openssh.com"
)

// proofWithin limits the time that a short session waits for a request that its client sent
// before it.
const proofWithin = 250 * time.Millisecond

// Rotation is the present and the next host key. It announces both, so that clients know
// the next key before the server uses it; they forget keys that are not announced. The
// server never offers the next key in a handshake.
type Rotation []*Key

// rotationState is the state of one connection that a rotation was announced to.
type rotationState struct {
	asked    sync.Once
	answered chan struct{} // closed after the answer to the first request
}

type rotationKey struct{}

// Install is an option of a server. It precedes the guard's, which limits its requests.
func (r Rotation) Install(srv *ssh.Server) error {
	srv.RequestHandlers = map[string]ssh.RequestHandler{proveRequest: r.prove}
	return nil
}

// Announce sends the keys to a client that opens its first session.
func (r Rotation) Announce(ctx ssh.Context) {
	if r == nil {
		return
	}
	ctx.Lock()
	defer ctx.Unlock()
	if ctx.Value(rotationKey{}) != nil {
		return
	}
	ctx.SetValue(rotationKey{}, &rotationState{answered: make(chan struct{})})
	var keys []byte
	for _, key := range r {
		keys = append(keys, sshString(key.PublicKey().Marshal())...)
	}
	conn := ctx.Value(ssh.ContextKeyConn).(gossh.Conn)
	_, _, _ = conn.SendRequest(announceRequest, false, keys) // a lost connection shows in the session
}

// Await makes a short session wait for the answer to its client's earlier request for
// proof, because OpenSSH does not wait for it when the session ends.
func (r Rotation) Await(sess ssh.Session) {
	ctx := sess.Context()
	if _, _, terminal := sess.Pty(); r != nil && !terminal && strings.Contains(ctx.ClientVersion(), "OpenSSH") {
		select {
		case <-ctx.Value(rotationKey{}).(*rotationState).answered:
		case <-ctx.Done():
		case <-time.After(proofWithin):
		}
	}
}

// prove answers the first request of a connection with a signature for each named key. It
// refuses unknown and repeated keys, and any request before an announcement.
func (r Rotation) prove(ctx ssh.Context, _ *ssh.Server, req *gossh.Request) (ok bool, _ []byte) {
	state, announced := ctx.Value(rotationKey{}).(*rotationState)
	if !announced {
		return false, nil
	}
	state.asked.Do(func() {
		defer close(state.answered)
		proofs := r.proofs(ctx.Value(ssh.ContextKeyConn).(gossh.ConnMetadata).SessionID(), req.Payload)
		if ok = proofs != nil; ok {
			_ = req.Reply(true, proofs)
			req.WantReply = false // it has its answer
		}
	})
	return ok, nil
}

// proofs returns the signatures over a session by the named keys, or nil.
func (r Rotation) proofs(session, names []byte) (proofs []byte) {
	for left := slices.Clone(r); len(names) > 0; {
		var next struct {
			Key  []byte
			Rest []byte `ssh:"rest"`
		}
		if gossh.Unmarshal(names, &next) != nil {
			return nil
		}
		names = next.Rest
		i := slices.IndexFunc(left, func(k *Key) bool { return bytes.Equal(k.PublicKey().Marshal(), next.Key) })
		if i < 0 {
			return nil
		}
		signature, err := left[i].Sign(rand.Reader, gossh.Marshal(struct {
			Request      string
			Session, Key []byte
		}{proveRequest, session, next.Key}))
		if err != nil {
			return nil
		}
		proofs = append(proofs, sshString(gossh.Marshal(signature))...)
		left = slices.Delete(left, i, i+1)
	}
	return proofs
}

// sshString encodes b as an SSH string (RFC 4251, section 5).
func sshString(b []byte) []byte { return gossh.Marshal(struct{ B []byte }{b}) }
