package server

import (
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"

	"charm.land/ssh"
)

const (
	// calm is how long nobody may have come or gone before a crowd counts as
	// settled.
	calm = time.Second
	// litter is how much unused memory is worth giving back, in bytes.
	litter = 8 << 20
	// room is about how much the heap may grow before it is collected, in bytes.
	room = 48 << 20
	// paceEvery is after how many visits the pace is set anew.
	paceEvery = 64
)

// memory keeps the garbage of key exchanges from costing much. Go's collector
// lets the heap grow to twice what is in use. For a few visitors that means a
// collection every dozen key exchanges; for thousands, who read and allocate
// nothing, that a third of the memory stays litter for minutes.
//
// All of it is settings of the process. An operator who has set GOGC is left
// alone.
type memory struct {
	mu      sync.Mutex
	visits  int
	timer   *time.Timer
	stopped bool
	percent int // GOGC as set here; 0 if it is not ours to set
}

func newMemory() *memory {
	const unset = 100
	m := &memory{percent: unset}
	if was := debug.SetGCPercent(unset); was != unset {
		debug.SetGCPercent(was)
		m.percent = 0
	}
	return m
}

// middleware notes who comes and goes. The timer runs only then, so an idle
// server does not wake up for it.
func (m *memory) middleware(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		m.note()
		next(sess)
		m.note()
	}
}

func (m *memory) note() {
	m.mu.Lock()
	if m.stopped { // by somebody who does not wait for the last visitors
		m.mu.Unlock()
		return
	}
	m.visits++
	due := m.visits%paceEvery == 0
	if m.timer == nil {
		m.timer = time.AfterFunc(calm, m.trim)
	} else {
		m.timer.Reset(calm)
	}
	m.mu.Unlock()
	if due {
		m.pace()
	}
}

// stop has the settings left as they are from now on.
func (m *memory) stop() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stopped = true
	if m.timer != nil {
		m.timer.Stop()
	}
}

// pace sets how far the heap may grow before it is collected: to half as much
// again when it is large, to three times when it is small. Setting it waits for a
// collection under way, so there are few steps, and m.mu is not held.
func (m *memory) pace() {
	percent := 50
	for live := read("/gc/heap/live:bytes"); percent < 200 && live*int64(percent) < 50*room; {
		percent *= 2
	}
	m.mu.Lock()
	set := m.percent != 0 && m.percent != percent
	if set {
		m.percent = percent
	}
	m.mu.Unlock()
	if set {
		debug.SetGCPercent(percent)
	}
}

// trim gives back what a crowd has left behind.
func (m *memory) trim() {
	unused := read("/memory/classes/heap/free:bytes") +
		read("/memory/classes/heap/objects:bytes") - read("/gc/heap/live:bytes")
	if unused > litter {
		debug.FreeOSMemory()
		m.pace()
	}
}

// read returns one of the runtime's metrics, in bytes.
func read(name string) int64 {
	s := []metrics.Sample{{Name: name}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64())
}
