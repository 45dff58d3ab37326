package screen

import (
	"slices"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"wenkaiyue.com/cv/server/screen/decode"
)

const (
	// readSize is how many bytes of input are read at once. What a visitor types
	// takes a few; a paste takes several reads.
	readSize = 512
	// maxTyped bounds the input messages that wait, and those of one turn. Beyond that
	// the oldest are dropped, so that a visitor who has typed or pasted far too much can
	// still leave.
	maxTyped = 64
)

// input reads what a visitor types, for as long as the channel lives. After the
// program has ended it reads on and drops the input: x/crypto keeps all packets that
// nobody reads.
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
			in.take(buf[:n])
		}
		if err != nil {
			in.session.hangUp()
			return
		}
	}
}

func (in *input) take(b []byte) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.epoch++
	if in.timer != nil {
		in.timer.Stop()
	}
	in.session.typed(in.dec.Decode(b))
	if wait := in.dec.Patience(); wait > 0 {
		epoch := in.epoch
		in.timer = time.AfterFunc(wait, func() { in.expire(epoch) })
	}
}

// expire passes an unfinished sequence on as it is: nothing more has come.
func (in *input) expire(epoch int) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if epoch == in.epoch {
		in.session.typed(in.dec.Expire())
	}
}

// typed passes input to the model. It blocks while much of it waits, and with it
// the client, by SSH's flow control, but not while the source has to wait.
func (s *session) typed(msgs []tea.Msg) {
	var read time.Time
	if s.runner.cfg.KeyFrame != nil {
		read = time.Now()
	}
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
