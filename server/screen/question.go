package screen

import (
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

const (
	// questionDelay is how long after the model has asked for the background the
	// terminal is asked. Whoever leaves at once is never asked.
	questionDelay = 100 * time.Millisecond
	// answerTime is how long the terminal has to answer.
	answerTime = time.Second
)

// question is what the terminal is asked, its background. The answer comes as
// input. When the program has ended before it, the session waits for it: otherwise
// the visitor's shell would take it for something typed.
type question struct {
	mu       sync.Mutex
	asked    time.Time     // zero before
	answered chan struct{} // closed when there is nothing more to wait for; nil before asked
	settled  bool          // there is nothing more to wait for
}

// ask notes that the terminal is asked now.
func (q *question) ask() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.answered == nil && !q.settled {
		q.asked, q.answered = time.Now(), make(chan struct{})
	}
}

// look looks for the answer in input.
func (q *question) look(msgs []tea.Msg) {
	for _, msg := range msgs {
		if _, ok := msg.(tea.BackgroundColorMsg); ok {
			q.settle(true)
		}
	}
}

// settle ends the wait: there is an answer, or there will be no more input.
func (q *question) settle(answer bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.settled || answer && q.answered == nil { // an answer to nothing
		return
	}
	q.settled = true
	if q.answered != nil {
		close(q.answered)
	}
}

// wait waits for the answer, if one is to come, until gone is closed.
func (q *question) wait(gone <-chan struct{}) {
	q.mu.Lock()
	asked, answered := q.asked, q.answered
	q.mu.Unlock()
	if answered == nil {
		return
	}
	timer := time.NewTimer(time.Until(asked.Add(answerTime)))
	defer timer.Stop()
	select {
	case <-answered:
	case <-timer.C:
	case <-gone:
	}
}
