package visits

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"time"
)

// maxLine bounds a line, in bytes; a longer one is skipped. The server writes a
// few hundred.
const maxLine = 64 << 10

// Sink receives the records of a log. It may keep them.
type Sink interface {
	Visit(v *Visit) error
	Traffic(t *Traffic) error
}

// Lines is how many lines a log has.
type Lines struct {
	Read    uint64 `json:"read"`
	Skipped uint64 `json:"skipped"` // neither a visit nor traffic
}

// ErrDamaged is what an error of [Read] is if a log cannot be read to its end.
var ErrDamaged = errors.New("the log is damaged")

// Read hands every visit and all traffic in a log to a sink: JSON lines as
// [log/slog] writes them, plain or gzip, as they are or as journald and docker
// keep them. Whatever else there is is skipped and counted. An error is
// [ErrDamaged] and the reader's, after all that could be read, or the sink's.
func Read(r io.Reader, to Sink) (Lines, error) {
	var n Lines
	in := bufio.NewReaderSize(r, maxLine)
	if magic, _ := in.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(in)
		if err != nil {
			return n, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		in = bufio.NewReaderSize(z, maxLine)
	}
	for {
		line, err := nextLine(in)
		if errors.Is(err, io.EOF) && len(line) == 0 {
			return n, nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return n, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		n.Read++
		var failed error
		switch rec := decode(line); {
		case rec.visit != nil:
			failed = to.Visit(rec.visit)
		case rec.traffic != nil:
			failed = to.Traffic(rec.traffic)
		default:
			n.Skipped++
		}
		if failed != nil {
			return n, failed
		}
	}
}

// nextLine returns the next line with its end, or a part of one that is too long,
// which cannot be a record.
func nextLine(in *bufio.Reader) ([]byte, error) {
	line, err := in.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return line, err
	}
	for errors.Is(err, bufio.ErrBufferFull) {
		_, err = in.ReadSlice('\n')
	}
	if errors.Is(err, io.EOF) {
		err = nil // the next call says so
	}
	return []byte("\n"), err
}

// Since passes on what is of a day or later.
func Since(day time.Time, to Sink) Sink { return since{dayOf(day), to} }

type since struct {
	first day
	Sink
}

// Visit implements [Sink].
func (s since) Visit(v *Visit) error {
	if dayOf(v.Time) < s.first {
		return nil
	}
	return s.Sink.Visit(v)
}

// Traffic implements [Sink].
func (s since) Traffic(t *Traffic) error {
	if dayOf(t.Time) < s.first {
		return nil
	}
	return s.Sink.Traffic(t)
}

// ParseSince reads a date, 2026-11-01, or how many days or weeks until now, today
// included: 7d, 4w.
func ParseSince(s string, now time.Time) (time.Time, error) {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t, nil
	}
	var n int
	var unit, rest string
	_, _ = fmt.Sscanf(s, "%d%1s%s", &n, &unit, &rest)
	if n > 0 && n <= 10_000 && rest == "" {
		switch unit {
		case "d":
			return now.AddDate(0, 0, 1-n), nil
		case "w":
			return now.AddDate(0, 0, 1-7*n), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no date; write 2026-11-01, or 7d or 4w for the last days or weeks", s)
}
