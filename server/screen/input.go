package screen

import (
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"wenkaiyue.com/cv/server/screen/decode"
)

const (
	// readSize is the number of bytes of input read at once. Keys take a few; a paste takes
	// several reads.
	readSize = 512
	// maxTyped limits the input messages that wait, and those of one turn. Beyond it the
	// oldest are dropped, so that a visitor who has typed or pasted far too much can still
	// leave.
	maxTyped = 64
)

// input reads the visitor's input for as long as the channel lives. After the program has
// ended it drops the input, because x/crypto keeps all unread packets.
type input struct {
	session *session

	mu    sync.Mutex
	dec   decode.Decoder
	timer *time.Timer // runs while the beginning of a sequence waits for its end
	epoch int         // counts reads, so that a timer that fires late does nothing
}

// run reads until the channel is closed.
func (in *input) run() {
	buf := make([]byte, readSize)
	for {
		n, err := in.session.ssh.Read(buf)
		if n > 0 {
			in.decode(buf[:n])
		}
		if err != nil {
			in.session.hangUp()
			return
		}
	}
}

func (in *input) decode(b []byte) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.epoch++
	if in.timer != nil {
		in.timer.Stop()
	}
	in.session.typed(in.dec.Decode(b))
	if wait := in.dec.Patience(); wait > 0 {
		epoch := in.epoch
		in.timer = time.AfterFunc(wait, func() {
			in.mu.Lock()
			defer in.mu.Unlock()
			if epoch == in.epoch { // nothing more has come
				in.session.typed(in.dec.Expire())
			}
		})
	}
}

// typed passes input to the model. While much of it waits, typed blocks, and the client
// with it, by SSH's flow control. It does not block while the source has to wait.
func (s *session) typed(msgs []tea.Msg) {
	read := time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, msg := range msgs {
		if _, ok := msg.(tea.BackgroundColorMsg); ok {
			s.settle()
		}
	}
	for some := range slices.Chunk(msgs, maxTyped) {
		for len(s.todo.typed)+len(some) > maxTyped && !s.throttled && !s.ended {
			s.changed.Wait()
		}
		if s.ended {
			return
		}
		if len(s.todo.typed) == 0 {
			s.todo.read = read
		}
		s.todo.typed = append(s.todo.typed, some...)
		s.todo.typed = slices.Delete(s.todo.typed, 0, max(0, len(s.todo.typed)-maxTyped))
		s.signal()
	}
}
