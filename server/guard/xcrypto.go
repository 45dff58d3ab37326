package guard

import (
	"reflect"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// This file reads what golang.org/x/crypto/ssh does not export (v0.59.0). Where a
// later version has another layout, incomingOf returns nil and isDisconnect
// reports false; TestLayout fails then, and the server goes on without them.

// unseenPackets is the number of bytes that may be read before incomingOf can be called: 16
// packets, as many as x/crypto queues, of 26 bytes, the shortest that it accepts.
const unseenPackets = 16 * 26

// authWithin bounds the time between authentication and the return of the connection by
// x/crypto.
const authWithin = time.Second

// incomingOf returns the queue between the goroutine of x/crypto that reads packets and the
// one that handles them. If the latter has ended and the queue is full, the reader stays
// for ever.
func incomingOf(c gossh.ConnMetadata) <-chan []byte {
	v := reflect.ValueOf(c)
	for _, name := range [...]string{"transport", "incoming"} {
		for v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if v.Kind() != reflect.Struct {
			return nil
		}
		v = v.FieldByName(name)
	}
	if !v.IsValid() || !v.CanAddr() || v.Type() != reflect.TypeFor[chan []byte]() {
		return nil
	}
	return *(*chan []byte)(v.Addr().UnsafePointer())
}

// isDisconnect reports whether err is the SSH_MSG_DISCONNECT of a client (RFC
// 4253, section 11.1).
func isDisconnect(err error) bool {
	return err != nil && reflect.TypeOf(err).String() == "*ssh.disconnectMsg"
}

// observe notes the queue of a connection as soon as there is one.
func (g *Guard) observe(c *conn, cfg *gossh.ServerConfig) {
	cfg.PreAuthConnCallback = func(pre gossh.ServerPreAuthConn) {
		if queue := incomingOf(pre); queue != nil {
			c.incoming.Store(&queue)
		}
		c.keyed.Store(true)
	}
	cfg.AuthLogCallback = func(_ gossh.ConnMetadata, _ string, err error) {
		if err == nil {
			c.authenticated.Store(true)
		}
	}
}

// release ends the goroutines of a closed connection: x/crypto's reader may wait for room
// in the queue, and all others for the reader. If the guard has not closed the connection
// (judged), its source is judged by the reason.
func (c *conn) release(judged bool) {
	if queue := c.incoming.Load(); queue != nil {
		for range *queue {
		}
	}
	if !judged {
		return
	}
	if sc := c.established(); sc != nil && !goodWill(sc.Wait()) {
		c.guard.punish(c)
		c.guard.refused.add(Garbage)
	}
}

// established returns x/crypto's connection, or nil if the handshake has failed.
func (c *conn) established() gossh.Conn {
	for waited := time.Duration(0); c.authenticated.Load() && waited < authWithin; waited += time.Millisecond {
		if sc, ok := c.ctx.Value(ssh.ContextKeyConn).(gossh.Conn); ok {
			return sc
		}
		time.Sleep(time.Millisecond)
	}
	return nil
}
