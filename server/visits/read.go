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

// Lines counts the lines of a log.
type Lines struct {
	Read    uint64 `json:"read"`
	Skipped uint64 `json:"skipped"` // neither a visit nor traffic
}

// ErrDamaged is the error of [Read] if a log cannot be read to its end.
var ErrDamaged = errors.New("the log is damaged")

// Read passes the visits and the traffic of a log on to a sink, without those before
// the day of since. The log is JSON lines as [log/slog] writes them, plain or gzip,
// as they are or as journald and docker keep them. Other lines are skipped and
// counted. Read returns the sink's error at once, and an [ErrDamaged] after all that
// could be read.
func Read(r io.Reader, since time.Time, to Sink) (n Lines, err error) {
	in := bufio.NewReaderSize(r, maxLine)
	if magic, _ := in.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(in)
		if err != nil {
			return n, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		in = bufio.NewReaderSize(z, maxLine)
	}
	first := dayOf(since)
	for err == nil {
		line, failed := nextLine(in)
		if errors.Is(failed, io.EOF) && len(line) == 0 {
			return n, nil
		}
		if failed != nil && !errors.Is(failed, io.EOF) {
			return n, fmt.Errorf("%w: %w", ErrDamaged, failed)
		}
		n.Read++
		switch v, t := decode(line); {
		case v != nil && !dayOf(v.Time).Before(first):
			err = to.Visit(v)
		case t != nil && !dayOf(t.Time).Before(first):
			err = to.Traffic(t)
		case v == nil && t == nil:
			n.Skipped++
		}
	}
	return n, err
}

// nextLine returns the next line with its end, or an empty one for a line longer than
// [maxLine].
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

// ParseSince parses a date, 2026-11-01, or a number of days or weeks that end with
// today: 7d, 4w.
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
	return time.Time{}, fmt.Errorf("%q is not a date; write 2026-11-01, or 7d or 4w for the last days or weeks", s)
}
