package server

import (
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"

	"charm.land/ssh"
)

const (
	// calm is how long nobody may have come before a crowd counts as arrived.
	calm = time.Second
	// litter is how much garbage is worth collecting, in bytes.
	litter = 8 << 20
)

// trimmer gives memory back after a crowd has come. Key exchanges leave garbage,
// which Go collects only when the heap has grown to twice what is in use; while
// thousands of visitors read and nothing is allocated, that moment does not come
// for minutes, and a third of the memory of the server is litter.
type trimmer struct {
	mu    sync.Mutex
	timer *time.Timer
}

// middleware has the memory trimmed when nobody has come for a while. The timer
// runs only then, so an idle server does not wake up for it.
func (t *trimmer) middleware(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		t.mu.Lock()
		if t.timer == nil {
			t.timer = time.AfterFunc(calm, trim)
		} else {
			t.timer.Reset(calm)
		}
		t.mu.Unlock()
		next(sess)
	}
}

func (t *trimmer) stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.timer != nil {
		t.timer.Stop()
	}
}

func trim() {
	heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/heap/live:bytes"}}
	metrics.Read(heap)
	if objects, live := heap[0].Value.Uint64(), heap[1].Value.Uint64(); objects > live+litter {
		debug.FreeOSMemory()
	}
}
