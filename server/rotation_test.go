package server

import (
	"bytes"
	"net"
	"os/exec"
	"path/filepath"
	"testing"

	gossh "golang.org/x/crypto/ssh"
)

// sshString returns b as an SSH string (RFC 4251, section 5).
func sshString(b []byte) []byte { return gossh.Marshal(struct{ B []byte }{b}) }

// announcedTo opens a session and returns the keys that the server announces before.
func announcedTo(t *testing.T, s *Server) (client gossh.Conn, announced []byte) {
	t.Helper()
	raw, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	conn, channels, requests, err := gossh.NewClientConn(raw, "", &gossh.ClientConfig{HostKeyCallback: gossh.FixedHostKey(s.key.PublicKey())})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		for c := range channels {
			_ = c.Reject(gossh.Prohibited, "")
		}
	}()
	for range 2 { // the server announces them only once
		if _, _, err := conn.OpenChannel("session", nil); err != nil {
			t.Fatal(err)
		}
	}
	said := 0
	for len(requests) > 0 { // before the answers about the channels
		if r := <-requests; r.Type == "hostkeys-00@openssh.com" {
			announced = r.Payload
			said++
		}
	}
	go gossh.DiscardRequests(requests)
	if said > 1 {
		t.Error("the keys are announced twice")
	}
	return conn, announced
}

// The server proves a key once, bound to the session, and signs nothing else.
func TestProofOfKeys(t *testing.T) {
	cfg := testConfig(t)
	cfg.NextHostKey = filepath.Join(t.TempDir(), "next")
	if out, err := exec.CommandContext(t.Context(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", cfg.NextHostKey).CombinedOutput(); err != nil {
		t.Skipf("%v: %s", err, out)
	}
	s, _ := startServer(t, cfg)
	present, next := s.key.PublicKey().Marshal(), s.next.PublicKey().Marshal()
	both := append(sshString(present), sshString(next)...)
	stranger := append(sshString(present), sshString(append(bytes.Clone(next[:len(next)-1]), next[len(next)-1]^1))...)
	for name, payload := range map[string][]byte{
		"nothing": nil, "another key": stranger, "a key twice": append(bytes.Clone(both), sshString(next)...),
		"half a key": both[:len(both)-1], "many": bytes.Repeat(sshString(next), 500),
	} {
		client, _ := announcedTo(t, s)
		if ok, answer, err := client.SendRequest("hostkeys-prove-00@openssh.com", true, payload); err != nil || ok || len(answer) > 0 {
			t.Errorf("%s: got %v, %d bytes, %v, want it refused", name, ok, len(answer), err)
		}
		if ok, _, _ := client.SendRequest("hostkeys-prove-00@openssh.com", true, both); ok {
			t.Errorf("%s: a second request is answered", name)
		}
	}

	client, announced := announcedTo(t, s)
	if !bytes.Equal(announced, both) {
		t.Errorf("got announced keys %q, want both", announced)
	}
	ok, answer, err := client.SendRequest("hostkeys-prove-00@openssh.com", true, sshString(next))
	var proof struct{ Signature []byte }
	if err != nil || !ok || gossh.Unmarshal(answer, &proof) != nil {
		t.Fatalf("got %v, %v, %q, want a proof", ok, err, answer)
	}
	var signature gossh.Signature
	if err := gossh.Unmarshal(proof.Signature, &signature); err != nil {
		t.Fatal(err)
	}
	signed := append(append(sshString([]byte("hostkeys-prove-00@openssh.com")), sshString(client.SessionID())...), sshString(next)...)
	if err := s.next.PublicKey().Verify(signed, &signature); err != nil {
		t.Error(err)
	}
	if ok, _, _ := client.SendRequest("hostkeys-prove-00@openssh.com", true, sshString(next)); ok {
		t.Error("a second request is answered")
	}
}

// Without a next key the server announces and signs nothing.
func TestNoRotation(t *testing.T) {
	s, _ := startServer(t, testConfig(t))
	client, announced := announcedTo(t, s)
	if announced != nil {
		t.Errorf("got announced keys %q, want none", announced)
	}
	if ok, _, _ := client.SendRequest("hostkeys-prove-00@openssh.com", true, sshString(s.key.PublicKey().Marshal())); ok {
		t.Error("a key is proved")
	}
}
