package screen

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// panicError is why a session ends whose model, or painter, has panicked.
type panicError struct {
	where string // init, update, view, command, farewell, painter, input
	value string
	stack string
}

func (e *panicError) Error() string { return "panic in " + e.where + ": " + e.value }

func (e *panicError) Is(target error) bool { return target == ErrPanicked }

// newPanicError describes the recovered value r. What a panic says may hold
// what the visitor typed, so that only errors of the runtime are quoted, of
// others the type.
func newPanicError(where string, r any) *panicError {
	value := fmt.Sprintf("%T", r)
	if err, ok := r.(runtime.Error); ok {
		value = err.Error()
	}
	return &panicError{where: where, value: value, stack: string(debug.Stack())}
}
