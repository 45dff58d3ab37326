package screen

import (
	"io"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

// readSize is how many bytes of input are read at once. What a visitor types
// takes a few; a paste takes several reads.
const readSize = 512

// input reads what a visitor types, for as long as the channel lives. After the
// program has ended it goes on reading, and drops: what is not read is kept by
// x/crypto, packet by packet.
type input struct {
	r      io.Reader
	hungUp func() // called when there is nothing more to read

	mu    sync.Mutex
	send  func([]tea.Msg) // blocks while the program is busy; nil after stop
	dec   decoder
	timer *time.Timer // runs while the beginning of a sequence waits for its end
	epoch int         // counts reads, so that a timer that fired late does nothing
}

func newInput(r io.Reader, send func([]tea.Msg), hungUp func()) *input {
	return &input{r: r, send: send, hungUp: hungUp}
}

// run reads until the channel is closed.
func (in *input) run() {
	buf := make([]byte, readSize)
	for {
		n, err := in.r.Read(buf)
		if n > 0 {
			in.take(buf[:n])
		}
		if err != nil {
			in.mu.Lock()
			hungUp := in.hungUp
			in.mu.Unlock()
			if hungUp != nil {
				hungUp()
			}
			return
		}
	}
}

// stop has input drop what it reads, and forget the program.
func (in *input) stop() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.halt()
	in.send, in.hungUp, in.dec = nil, nil, decoder{}
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
	if in.send == nil {
		return
	}
	in.halt()
	in.deliver(in.dec.decode(b))
	if wait := in.dec.patience(); wait > 0 {
		epoch := in.epoch
		in.timer = time.AfterFunc(wait, func() { in.expire(epoch) })
	}
}

// expire takes what waits for more as it is: nothing more has come.
func (in *input) expire(epoch int) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.send == nil || epoch != in.epoch {
		return
	}
	in.timer = nil
	in.deliver(in.dec.expire())
}

// deliver hands messages to the program, which makes one frame of them. It
// holds the reader up while the program is busy, and with it, by SSH's flow
// control, the client.
func (in *input) deliver(msgs []tea.Msg) {
	if len(msgs) > 0 {
		in.send(msgs)
	}
}
