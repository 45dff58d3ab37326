package visits

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// read returns the visits in a log, and its report.
func read(t *testing.T, log string) (visits []Record, r *Report) {
	t.Helper()
	s := NewSummary()
	s.Each = func(r *Record, _ bool) error {
		visits = append(visits, *r)
		return nil
	}
	if err := s.Read(strings.NewReader(log)); err != nil {
		t.Fatal(err)
	}
	return visits, s.Report()
}

// line returns a record as slog writes it.
func line(at time.Time, level slog.Level, msg string, attrs []slog.Attr) string {
	var b strings.Builder
	r := slog.NewRecord(at, level, msg, 0)
	r.AddAttrs(attrs...)
	_ = slog.NewJSONHandler(&b, &slog.HandlerOptions{Level: slog.LevelDebug}).Handle(context.Background(), r)
	return b.String()
}

var noon = time.Date(2026, 11, 3, 12, 0, 0, 123456789, time.FixedZone("", 8*3600))

// Visits and traffic are read as they were written.
func TestWhatIsWrittenIsRead(t *testing.T) {
	m := madeUp{rand.New(rand.NewPCG(1, 2))}
	for i := range 2000 {
		v := m.visit()
		at := noon.Add(time.Duration(i) * time.Hour)
		if i%3 == 0 { // printable, with characters that JSON escapes
			v.Client, v.Command = `a"b\c/d<e>&'f`, "é漢字😀"
		}
		got := decode([]byte(line(at, slog.LevelInfo, VisitMessage, v.Attrs())))
		if got == nil || got.Time.Format(time.RFC3339) != at.Format(time.RFC3339) {
			t.Fatalf("got %+v, want %+v at %v", got, v, at)
		}
		if !reflect.DeepEqual(got.Visit, v) {
			t.Fatalf("got %+v\nwant %+v", got.Visit, v)
		}
	}
	came := Traffic{Connections: 1 << 33, Visits: 3, Asides: 2, Refused: map[string]uint64{"garbage": 7, "rate": 1}}
	got := decode([]byte(line(noon, slog.LevelInfo, TrafficMessage, came.Attrs())))
	if got == nil || !got.Time.Equal(noon) || !reflect.DeepEqual(got.Traffic, came) {
		t.Errorf("got %+v, want %+v", got, came)
	}
}

// A log is read in the forms of a file, Docker, journald and a container runtime.
func TestReadForms(t *testing.T) {
	v := Visit{From: "192.0.2.0/24", Client: "OpenSSH_9.9", Command: "pdf", Took: "pdf", Seconds: 0.2, Ended: "done"}
	one := line(noon, slog.LevelInfo, VisitMessage, v.Attrs())
	quoted, _ := json.Marshal(one)
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = io.WriteString(z, one)
	_ = z.Close()
	for name, log := range map[string]string{
		"plain":             one,
		"no end":            strings.TrimSuffix(one, "\n"),
		"CRLF":              strings.TrimSuffix(one, "\n") + "\r\n",
		"spaces":            strings.ReplaceAll(one, `":`, `" : `),
		"gzip":              zipped.String(),
		"docker":            `{"log":` + string(quoted) + `,"stream":"stderr","time":"2026-11-03T04:00:00.1Z"}` + "\n",
		"journald JSON":     `{"__CURSOR":"s=1","MESSAGE":` + string(quoted) + `,"PRIORITY":"6"}` + "\n",
		"journald short":    "Nov 03 12:00:00 host cv[123]: " + one,
		"docker compose":    "cv-1  | " + one,
		"container runtime": "2026-11-03T04:00:00.1Z stderr F " + one,
		"after a long line": strings.Repeat("x", 3*maxLine) + "\n" + one,
	} {
		visits, r := read(t, log)
		if len(visits) != 1 || visits[0].Took != "pdf" || r.Lines.Read-r.Lines.Skipped != 1 {
			t.Errorf("%s: got %+v, %+v, want one visit", name, visits, r.Lines)
		}
	}
	// Two members, as in compressed logs that were concatenated.
	if visits, _ := read(t, zipped.String()+zipped.String()); len(visits) != 2 {
		t.Errorf("two members: got %d visits, want 2", len(visits))
	}
}

// Lines that are no visits are skipped and counted.
func TestReadSkips(t *testing.T) {
	v := Visit{From: "192.0.2.0/24", Client: "OpenSSH_9.9", Seconds: 1, Ended: "left"}
	good := line(noon, slog.LevelInfo, VisitMessage, v.Attrs())
	for _, l := range []string{
		"", "\n", "garbage\n", "{}\n", "[]\n", "null\n", "{", `{"log":"x"}`, `{"log":{}}`, `{"MESSAGE":null}`, "{\"log\":\"{\"}\n", "\x1f", "\x00\xff\n",
		line(noon, slog.LevelInfo, "listening", []slog.Attr{slog.String("address", ":2222")}),
		line(noon, slog.LevelDebug, VisitMessage, v.Attrs()),
		line(noon.AddDate(-40, 0, 0), slog.LevelInfo, VisitMessage, v.Attrs()), // from a clock that is not set
		line(noon.AddDate(90, 0, 0), slog.LevelInfo, VisitMessage, v.Attrs()),
		strings.Replace(good, `"seconds":1`, `"seconds":-1`, 1),
		strings.Replace(good, `"seconds":1`, `"seconds":1e400`, 1),
		strings.Replace(good, `"seconds":1`, `"seconds":NaN`, 1),
		strings.Replace(good, `"seconds":1`, `"seconds":"1"`, 1),
		strings.Replace(good, `"seconds":1`, `"read":[1]`, 1),
		strings.Replace(good, `"seconds":1`, `"status":"x"`, 1),
		strings.Replace(good, `"OpenSSH_9.9"`, `7`, 1),
		strings.Replace(good, "2026", "x", 1),
		strings.Replace(good, "}", "", 1),
	} {
		visits, r := read(t, l+"\n"+good)
		if len(visits) != 1 || r.Lines.Read-r.Lines.Skipped != 1 {
			t.Errorf("%q: got %+v, %+v, want one visit", l, visits, r.Lines)
		}
	}
}

func TestReadFails(t *testing.T) {
	broken := errors.New("broken")
	if err := NewSummary().Read(iotest.ErrReader(broken)); !errors.Is(err, broken) || !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v, want %v and %v", err, broken, ErrDamaged)
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = io.WriteString(z, strings.Repeat("a line\n", 1000))
	_ = z.Close()
	for _, cut := range []int{3, zipped.Len() / 2, zipped.Len() - 1} {
		if err := NewSummary().Read(bytes.NewReader(zipped.Bytes()[:cut])); !errors.Is(err, ErrDamaged) {
			t.Errorf("%d bytes of gzip: got no %v", cut, ErrDamaged)
		}
	}
	good := line(noon, slog.LevelInfo, VisitMessage, (&Visit{}).Attrs())
	full := NewSummary()
	full.Each = func(*Record, bool) error { return io.ErrShortWrite }
	if err := full.Read(strings.NewReader(good + good)); !errors.Is(err, io.ErrShortWrite) || full.Report().Lines.Read != 1 {
		t.Errorf("a row that cannot be written: got %v after %d lines, want the error after 1", err, full.Report().Lines.Read)
	}
}

// Text is cleaned where it enters.
func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"OpenSSH_9.9":            "OpenSSH_9.9",
		"\x1b]0;x\a\r\n\t":       "?]0;x????",
		"a\u202eb\u0085c\u200b":  "a?b?c?",
		"e\u0301\u0301":          "e??",
		"\xff\xfeA":              "??A",
		"漢字 é":                   "漢字 é",
		strings.Repeat("é", 999): strings.Repeat("é", maxText),
		strings.Repeat("x", 999): strings.Repeat("x", maxText),
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSince(t *testing.T) {
	now := time.Date(2026, 11, 25, 0, 30, 0, 0, time.FixedZone("", 8*3600))
	for s, want := range map[string]string{
		"2026-11-01": "2026-11-01", "1d": "2026-11-25", "7d": "2026-11-19", "4w": "2026-10-29",
		"": "", "0d": "", "-1d": "", "7": "", "7y": "", "7d4": "", "d": "", "2026-13-01": "", "99999999d": "", "yesterday": "",
	} {
		got, err := ParseSince(s, now)
		if (err == nil) != (want != "") || got != want {
			t.Errorf("%q: got %v (%v), want %q", s, got, err, want)
		}
	}
	log := ""
	for _, at := range []time.Time{noon.AddDate(0, 0, -1), noon.Add(-12 * time.Hour), noon, noon.AddDate(1, 0, 0)} {
		log += line(at, slog.LevelInfo, VisitMessage, (&Visit{}).Attrs()) + line(at, slog.LevelInfo, TrafficMessage, (&Traffic{Connections: 1}).Attrs())
	}
	summary := NewSummary()
	summary.Since = "2026-11-03"
	err := summary.Read(strings.NewReader(log))
	if r := summary.Report(); err != nil || r.Programs != 3 || r.Connections != 3 || r.First != "2026-11-03" {
		t.Errorf("got %+v, %v, want 3 programs and 3 connections since 2026-11-03", r, err)
	}
}
