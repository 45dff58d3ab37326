package screen

import (
	"time"

	"charm.land/ssh"
)

// WithFirstFrame has f told once a session, when the first frame of its program
// has been written: handed to SSH, which is as far as a server can see. f is
// called where frames are written, and holds the next one up.
func WithFirstFrame(f func(sess ssh.Session)) Option {
	return func(r *Runner) { r.latency.first = f }
}

// WithInputLatency has f told how long it took from reading what a visitor typed
// to the end of writing what that has changed on the screen. Of input that is
// answered together it is the time of the oldest; input that changes nothing is
// not told. An answer of the terminal's, such as its colours, is input too. f is
// called where frames are written, and holds the next one up.
//
// A session that waits has no cost of it, and a key costs two looks at the clock
// and no memory.
func WithInputLatency(f func(d time.Duration)) Option {
	return func(r *Runner) { r.latency.input = f }
}

// latency tells how fast the sessions of a Runner are. Functions that are nil are
// not told.
type latency struct {
	epoch time.Time // moments are durations since then
	first func(ssh.Session)
	input func(time.Duration)
}

// now is this moment, or 0 if nobody wants to know.
func (l *latency) now() time.Duration {
	if l.input == nil {
		return 0
	}
	return time.Since(l.epoch)
}

// written says that a frame of the session has been written: its first, or the
// answer to input read at the moment asked, if that is not 0.
func (l *latency) written(sess ssh.Session, first bool, asked time.Duration) {
	if first && l.first != nil {
		l.first(sess)
	}
	if asked != 0 && l.input != nil {
		l.input(time.Since(l.epoch) - asked)
	}
}
