package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"

	"charm.land/log/v2"
	"github.com/charmbracelet/x/term"
	"github.com/coreos/go-systemd/v22/journal"
)

// errorPriority begins the line of an error in journald (sd-daemon(3)).
const errorPriority = "<3>"

// logOutput is where the log of cv serve goes. Lines that cannot be written, as on a
// full disk, are counted; the first one that can follows a record with their number.
type logOutput struct {
	file    io.Writer
	format  string // text or json
	journal bool   // journald reads the file

	mu   sync.Mutex
	lost int   // lines since the last one that was written
	why  error // the last one was lost
	torn bool  // the last one was written in part
}

// newLogOutput returns the output that is stderr.
func newLogOutput(stderr io.Writer, format string) *logOutput {
	return &logOutput{file: stderr, format: format, journal: toJournal()}
}

// toJournal reports whether journald reads stderr.
func toJournal() bool {
	is, err := journal.StderrIsJournalStream()
	return is && err == nil
}

// logger returns the server's logger for records of at least a level, such as "info".
// Only a terminal gets a styled log: styling costs thirty times as much as the rest of
// a record.
func (o *logOutput) logger(least string) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(least)) // the flag has been checked
	if f, ok := o.file.(term.File); ok && o.format == "text" && term.IsTerminal(f.Fd()) {
		return slog.New(escaping{log.NewWithOptions(o.file, log.Options{Level: log.Level(level), ReportTimestamp: true, TimeFormat: time.DateTime})})
	}
	return slog.New(o.handler(o, &slog.HandlerOptions{Level: level}))
}

// libraryLogger returns the logger for what libraries log by themselves: their faults,
// without the address of whom they were serving. That somebody has hung up is no fault.
func (o *logOutput) libraryLogger() *slog.Logger {
	return slog.New((&logOutput{format: "json", journal: o.journal}).handler(o, &slog.HandlerOptions{
		Level: slog.LevelError,
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == "remote" {
				return slog.Attr{}
			}
			return a
		},
	}))
}

// handler returns a handler in the output's format that writes to w.
func (o *logOutput) handler(w io.Writer, options *slog.HandlerOptions) slog.Handler {
	format := func(w io.Writer) slog.Handler {
		if o.format == "json" {
			return slog.NewJSONHandler(w, options)
		}
		return slog.NewTextHandler(w, options)
	}
	if !o.journal {
		return format(w)
	}
	var p priorities
	for i, priority := range []string{"<7>", "<6>", "<4>", errorPriority} {
		p[i] = format(prefixed{w, priority})
	}
	return p
}

// Write implements [io.Writer] for one line. It never fails: a server that cannot log
// goes on.
func (o *logOutput) Write(line []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	text, before := line, 0
	if o.lost > 0 {
		var b bytes.Buffer
		if o.torn {
			b.WriteByte('\n')
		}
		r := slog.NewRecord(time.Now(), slog.LevelWarn, "lines of the log are lost: it could not be written", 0)
		r.Add("lines", o.lost, "err", o.why)
		_ = o.handler(&b, nil).Handle(context.Background(), r)
		before = b.Len()
		b.Write(line)
		text = b.Bytes()
	}
	n, err := o.file.Write(text)
	if n > 0 {
		o.torn = text[n-1] != '\n'
	}
	if n >= before {
		o.lost = 0
	}
	if err != nil {
		o.lost++
		o.why = err
	}
	return len(line), nil
}

// priorities has a handler for each level. Its lines begin with a priority.
type priorities [4]slog.Handler

// Enabled implements [slog.Handler].
func (p priorities) Enabled(ctx context.Context, l slog.Level) bool { return p[0].Enabled(ctx, l) }

// Handle implements [slog.Handler].
func (p priorities) Handle(ctx context.Context, r slog.Record) error {
	return p[min(max(0, (r.Level-slog.LevelDebug)/4), 3)].Handle(ctx, r)
}

// WithAttrs implements [slog.Handler].
func (p priorities) WithAttrs(attrs []slog.Attr) slog.Handler {
	for i, h := range p {
		p[i] = h.WithAttrs(attrs)
	}
	return p
}

// WithGroup implements [slog.Handler].
func (p priorities) WithGroup(name string) slog.Handler {
	for i, h := range p {
		p[i] = h.WithGroup(name)
	}
	return p
}

// prefixed writes each line with a prefix, in one write.
type prefixed struct {
	io.Writer
	prefix string
}

// Write implements [io.Writer].
func (p prefixed) Write(line []byte) (int, error) {
	if _, err := p.Writer.Write(append([]byte(p.prefix), line...)); err != nil {
		return 0, err
	}
	return len(line), nil
}

// escaping escapes the backslashes of texts for a handler that escapes everything
// else: what a client says could forge a field with them.
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
