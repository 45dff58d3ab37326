package guard

import (
	"reflect"
	"sync"

	gossh "golang.org/x/crypto/ssh"
)

// This file reads unexported fields of golang.org/x/crypto/ssh (v0.59.0). If a later
// version has another layout, TestLayout fails, and the server works without them.

// field returns a pointer to the unexported field of type T at path, or nil if there is
// none.
func field[T any](of any, path ...string) *T {
	v := reflect.ValueOf(of)
	for _, name := range path {
		for v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		if v.Kind() != reflect.Struct {
			return nil
		}
		v = v.FieldByName(name)
	}
	if !v.IsValid() || !v.CanAddr() || v.Type() != reflect.TypeFor[T]() {
		return nil
	}
	return (*T)(v.Addr().UnsafePointer())
}

// incomingOf returns the queue between the goroutine of x/crypto that reads packets and the
// one that handles them, or nil. If the latter has ended and the queue is full, the reader
// blocks for ever.
func incomingOf(c gossh.ConnMetadata) <-chan []byte {
	if queue := field[chan []byte](c, "transport", "incoming"); queue != nil {
		return *queue
	}
	return nil
}

// unseenPackets is the number of bytes that may be read before the queue is known: the 16
// packets that it holds, of 26 bytes each, the shortest that x/crypto accepts.
const unseenPackets = 16 * 26

// windowSize is the number of bytes that a client may send on a channel before any of them
// is read (RFC 4254, section 5.2).
const windowSize = 2 << 20

// unread returns the number of unread bytes, of data and stderr, that a client has sent on
// a channel. x/crypto keeps each packet, however small, in a buffer of its own.
func unread(ch gossh.NewChannel) int {
	mu, left, consumed := field[sync.Mutex](ch, "windowMu"), field[uint32](ch, "myWindow"), field[uint32](ch, "myConsumed")
	if mu == nil || left == nil || consumed == nil {
		return 0
	}
	mu.Lock()
	defer mu.Unlock()
	return windowSize - int(*left) - int(*consumed)
}

// isDisconnect reports whether err is the SSH_MSG_DISCONNECT of a client (RFC
// 4253, section 11.1).
func isDisconnect(err error) bool {
	return err != nil && reflect.TypeOf(err).String() == "*ssh.disconnectMsg"
}
