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

// proofWithin is how long a short session waits for a request that its client has sent
// before it.
const proofWithin = 50 * time.Millisecond

// Rotation is the present and the next host key. It announces both, so that clients
// know the next one before the server has it; a client forgets the keys that are not
// announced. The next key is never offered in a handshake.
type Rotation []*Key

// rotationState is what one connection has had of a rotation that was announced to it.
type rotationState struct {
	asked    sync.Once
	answered chan struct{} // closed after the answer to the first request
}

type rotationKey struct{}

// Equal reports whether two keys are the same.
func (k *Key) Equal(other *Key) bool {
	return bytes.Equal(k.PublicKey().Marshal(), other.PublicKey().Marshal())
}

// Install is an option of a server. The guard follows it and limits its requests.
func (r Rotation) Install(srv *ssh.Server) error {
	if r != nil {
		srv.RequestHandlers = map[string]ssh.RequestHandler{proveRequest: r.prove}
	}
	return nil
}

// Announce names the keys to a client that opens its first session.
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

// Await lets a short session begin after the answer to a client that has asked for proof
// before it; OpenSSH does not wait for it when the session ends.
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

// prove answers the first request of a connection with a signature for each key that
// it names. It refuses if one of them is another key or is named twice, or if nothing has
// been announced.
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

// proofs returns the signatures over a session of the named keys, or nil.
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

// sshString returns b as a string of SSH (RFC 4251, section 5).
func sshString(b []byte) []byte { return gossh.Marshal(struct{ B []byte }{b}) }
