package screen

import (
	"sync"
	"time"

	"wenkaiyue.com/cv/server/screen/decode"
)

// readSize is how many bytes of input are read at once. What a visitor types
// takes a few; a paste takes several reads.
const readSize = 512

// input reads what a visitor types, for as long as the channel lives. After the
// program has ended it goes on reading, and drops: x/crypto keeps what is not
// read, packet by packet.
type input struct {
	mu      sync.Mutex
	session *session // nil after stop
	dec     decode.Decoder
	timer   *time.Timer // runs while the beginning of a sequence waits for its end
	epoch   int         // counts reads, so that a timer that fires late does nothing
}

// run reads what the visitor of s types until the channel is closed.
func (in *input) run(s *session) {
	buf := make([]byte, readSize)
	for {
		n, err := s.ssh.Read(buf)
		if n > 0 {
			in.take(buf[:n])
		}
		if err != nil {
			s.hangUp()
			return
		}
	}
}

// stop makes input drop what it reads.
func (in *input) stop() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.halt()
	in.session, in.dec = nil, decode.Decoder{}
}

// halt stops the timer. The caller holds mu.
func (in *input) halt() {
	in.epoch++
	if in.timer != nil {
		in.timer.Stop()
		in.timer = nil
	}
}

func (in *input) take(b []byte) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.session == nil {
		return
	}
	in.halt()
	begun := time.Now()
	msgs := in.dec.Decode(b)
	in.session.source.Spend(time.Since(begun))
	in.session.typed(msgs)
	if wait := in.dec.Patience(); wait > 0 {
		epoch := in.epoch
		in.timer = time.AfterFunc(wait, func() { in.expire(epoch) })
	}
}

// expire takes what waits for more as it is: nothing more has come.
func (in *input) expire(epoch int) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.session == nil || epoch != in.epoch {
		return
	}
	in.timer = nil
	in.session.typed(in.dec.Expire())
}
