package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"charm.land/log/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
	"github.com/coreos/go-systemd/v22/journal"
)

// errorPriority begins an error line for journald (sd-daemon(3)).
const errorPriority = "<3>"

// maxQueued limits the lines that wait to be written, in bytes.
const maxQueued = 1 << 20

// logOutput is the destination of the log of cv serve. A goroutine of its own writes the
// lines, because a server must go on when the reader of its log hangs. Lines that find no
// room in the queue or cannot be written, as on a full disk, are counted, and their number
// is reported before the next line that can.
type logOutput struct {
	file    io.Writer
	format  string // text or json
	journal bool   // journald reads the file

	mu      sync.Mutex
	level   slog.Level // of the current line
	queue   []logLine
	size    int           // of the queue and of the line that is being written, in bytes
	dropped int           // lines after the queue that found no room
	idle    chan struct{} // closed when all lines are written; nil if they are

	// Of the goroutine that writes.
	lost int   // lines since the last written one
	why  error // why the last line was lost
	torn bool  // the last line was written in part
}

// logLine is a line that waits to be written.
type logLine struct {
	level   slog.Level
	text    []byte
	dropped int // lines before it that found no room
}

// newLogOutput returns an output to stderr.
func newLogOutput(stderr io.Writer, format string) *logOutput {
	return &logOutput{file: stderr, format: format, journal: toJournal()}
}

// toJournal reports whether journald reads stderr.
func toJournal() bool {
	is, err := journal.StderrIsJournalStream()
	return is && err == nil
}

// logger returns the server's logger for records of at least a level, such as "info". Only
// a terminal gets a styled log, because styling costs thirty times as much as the rest of a
// record.
func (o *logOutput) logger(least string) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(least)) // the flag has been checked
	if f, ok := o.file.(term.File); ok && o.format == "text" && term.IsTerminal(f.Fd()) {
		styled := log.NewWithOptions(o, log.Options{Level: log.Level(level), ReportTimestamp: true, TimeFormat: time.DateTime})
		styled.SetColorProfile(colorprofile.Detect(f, os.Environ()))
		return slog.New(leveled{escaping{styled}, o})
	}
	return slog.New(leveled{handler(o, o.format, &slog.HandlerOptions{Level: level}), o})
}

// libraryLogger returns the logger for libraries. It writes their errors, without the
// visitor's address; a client that hangs up is not an error.
func (o *logOutput) libraryLogger() *slog.Logger {
	return slog.New(leveled{handler(o, "json", &slog.HandlerOptions{
		Level: slog.LevelError,
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == "remote" {
				return slog.Attr{}
			}
			return a
		},
	}), o})
}

func handler(w io.Writer, format string, options *slog.HandlerOptions) slog.Handler {
	if format == "json" {
		return slog.NewJSONHandler(w, options)
	}
	return slog.NewTextHandler(w, options)
}

// leveled passes the level of each line to its output.
type leveled struct {
	slog.Handler
	to *logOutput
}

// Handle implements [slog.Handler].
func (h leveled) Handle(ctx context.Context, r slog.Record) error {
	h.to.mu.Lock()
	defer h.to.mu.Unlock()
	h.to.level = r.Level
	return h.Handler.Handle(ctx, r)
}

// WithAttrs implements [slog.Handler].
func (h leveled) WithAttrs(attrs []slog.Attr) slog.Handler {
	return leveled{h.Handler.WithAttrs(attrs), h.to}
}

// WithGroup implements [slog.Handler].
func (h leveled) WithGroup(name string) slog.Handler { return leveled{h.Handler.WithGroup(name), h.to} }

// Write implements [io.Writer] for one line of [leveled], which holds mu. It never waits and
// never fails, because a server that cannot log must go on.
func (o *logOutput) Write(line []byte) (int, error) {
	if o.size+len(line) > maxQueued {
		o.dropped++
		return len(line), nil
	}
	o.queue = append(o.queue, logLine{o.level, bytes.Clone(line), o.dropped})
	o.size += len(line)
	o.dropped = 0
	if o.idle == nil {
		o.idle = make(chan struct{})
		go o.drain()
	}
	return len(line), nil
}

// drain writes lines until the queue is empty.
func (o *logOutput) drain() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for len(o.queue) > 0 {
		l := o.queue[0]
		o.queue = o.queue[1:]
		o.mu.Unlock()
		o.write(l)
		o.mu.Lock()
		o.size -= len(l.text)
	}
	close(o.idle)
	o.queue, o.idle = nil, nil
}

// flush waits until all lines are written, unless their reader hangs.
func (o *logOutput) flush() {
	o.mu.Lock()
	idle := o.idle
	o.mu.Unlock()
	if idle != nil {
		unlessHanging(func() { <-idle })
	}
}

// unlessHanging runs a function that writes for the last time, and returns when it does, or
// after some seconds.
func unlessHanging(write func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		write()
	}()
	select {
	case <-done:
	case <-time.After(2 * time.Second):
	}
}

// write writes one line.
func (o *logOutput) write(l logLine) {
	if l.dropped > 0 {
		o.lost += l.dropped
		o.why = errors.New("its reader hangs")
	}
	var b bytes.Buffer
	if o.lost > 0 {
		if o.torn {
			b.WriteByte('\n')
		}
		b.WriteString(o.priority(slog.LevelWarn))
		r := slog.NewRecord(time.Now(), slog.LevelWarn, "lines of the log are lost: it could not be written", 0)
		r.Add("lines", o.lost, "err", o.why)
		_ = handler(&b, o.format, nil).Handle(context.Background(), r)
	}
	before := b.Len()
	b.WriteString(o.priority(l.level))
	b.Write(l.text)
	n, err := o.file.Write(b.Bytes())
	if n > 0 {
		o.torn = b.Bytes()[n-1] != '\n'
	}
	if n >= before {
		o.lost = 0
	}
	if err != nil {
		o.lost++
		o.why = err
	}
}

// priority returns the prefix of a line of a level for journald, or "".
func (o *logOutput) priority(l slog.Level) string {
	if !o.journal {
		return ""
	}
	return []string{"<7>", "<6>", "<4>", errorPriority}[min(max(0, (l-slog.LevelDebug)/4), 3)]
}

// escaping escapes the backslashes of texts for a handler that escapes everything else. A
// client's text could forge a field with them.
type escaping struct{ slog.Handler }

// Handle implements [slog.Handler].
func (h escaping) Handle(ctx context.Context, r slog.Record) error {
	escaped := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	r.Attrs(func(a slog.Attr) bool {
		if a.Value.Kind() == slog.KindString {
			a.Value = slog.StringValue(strings.ReplaceAll(a.Value.String(), `\`, `\\`))
		}
		escaped.AddAttrs(a)
		return true
	})
	return h.Handler.Handle(ctx, escaped)
}
