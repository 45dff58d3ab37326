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

// kept keeps copies of what is read.
type kept struct {
	visits  []Visit
	traffic []Traffic
}

func (k *kept) Visit(v *Visit) error {
	k.visits = append(k.visits, *v)
	return nil
}

func (k *kept) Traffic(t *Traffic) error {
	k.traffic = append(k.traffic, *t)
	return nil
}

func read(t *testing.T, log string) (*kept, Lines) {
	t.Helper()
	k := &kept{}
	n, err := Read(strings.NewReader(log), time.Time{}, k)
	if err != nil {
		t.Fatal(err)
	}
	return k, n
}

// line is a record as slog writes it.
func line(at time.Time, level slog.Level, msg string, attrs []slog.Attr) string {
	var b strings.Builder
	r := slog.NewRecord(at, level, msg, 0)
	r.AddAttrs(attrs...)
	_ = slog.NewJSONHandler(&b, &slog.HandlerOptions{Level: slog.LevelDebug}).Handle(context.Background(), r)
	return b.String()
}

var noon = time.Date(2026, 11, 3, 12, 0, 0, 123456789, time.FixedZone("", 8*3600))

// What is written is what is read, whatever it is.
func TestWhatIsWrittenIsRead(t *testing.T) {
	m := madeUp{rand.New(rand.NewPCG(1, 2))}
	for i := range 2000 {
		v := m.visit()
		v.Time = noon.Add(time.Duration(i) * time.Hour)
		if i%3 == 0 { // printable, and in need of every escape that JSON has
			v.Client, v.Command = `a"b\c/d<e>&'f`, "é漢字😀"
		}
		k, n := read(t, line(v.Time, slog.LevelInfo, VisitMessage, v.Attrs()))
		if n != (Lines{1, 0}) || len(k.visits) != 1 {
			t.Fatalf("%+v is not read: %+v", v, n)
		}
		got := k.visits[0]
		if !got.Time.Equal(v.Time) || dayOf(got.Time) != dayOf(v.Time) {
			t.Errorf("time %v, want %v", got.Time, v.Time)
		}
		if got.Time = v.Time; !reflect.DeepEqual(got, v) {
			t.Fatalf("read %+v\nwant %+v", got, v)
		}
	}
	came := Traffic{Time: noon, Connections: 1 << 33, Visits: 3, Asides: 2, Refused: map[string]uint64{"garbage": 7, "rate": 1}}
	k, _ := read(t, line(noon, slog.LevelInfo, TrafficMessage, came.Attrs()))
	if len(k.traffic) != 1 || !k.traffic[0].Time.Equal(noon) {
		t.Fatalf("%+v", k)
	}
	if k.traffic[0].Time = noon; !reflect.DeepEqual(k.traffic[0], came) {
		t.Errorf("read %+v, want %+v", k.traffic[0], came)
	}
}

// A log is read as it comes: from a file, docker, journald or a container runtime.
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
		k, n := read(t, log)
		if len(k.visits) != 1 || k.visits[0].Took != "pdf" || n.Read-n.Skipped != 1 {
			t.Errorf("%s: %+v, %+v", name, k, n)
		}
	}
	// Two members, as logs are that have been compressed and put together.
	if k, _ := read(t, zipped.String()+zipped.String()); len(k.visits) != 2 {
		t.Errorf("two members: %d visits", len(k.visits))
	}
}

// What is no visit is skipped, and counted.
func TestReadSkips(t *testing.T) {
	v := Visit{From: "192.0.2.0/24", Client: "OpenSSH_9.9", Seconds: 1, Ended: "left"}
	good := line(noon, slog.LevelInfo, VisitMessage, v.Attrs())
	for _, l := range []string{
		"", "\n", "garbage\n", "{}\n", "[]\n", "null\n", "{", `{"log":"x"}`, `{"log":{}}`, `{"MESSAGE":null}`, "{\"log\":\"{\"}\n", "\x1f", "\x00\xff\n",
		line(noon, slog.LevelInfo, "listening", []slog.Attr{slog.String("address", ":2222")}),
		line(noon, slog.LevelDebug, VisitMessage, v.Attrs()),
		line(noon.AddDate(-40, 0, 0), slog.LevelInfo, VisitMessage, v.Attrs()), // a clock that was never set
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
		k, n := read(t, l+"\n"+good)
		if len(k.visits) != 1 || n.Read-n.Skipped != 1 {
			t.Errorf("%q: %+v, %+v", l, k.visits, n)
		}
	}
}

func TestReadFails(t *testing.T) {
	broken := errors.New("broken")
	if _, err := Read(iotest.ErrReader(broken), time.Time{}, &kept{}); !errors.Is(err, broken) || !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = io.WriteString(z, strings.Repeat("a line\n", 1000))
	_ = z.Close()
	for _, cut := range []int{3, zipped.Len() / 2, zipped.Len() - 1} {
		if _, err := Read(bytes.NewReader(zipped.Bytes()[:cut]), time.Time{}, &kept{}); err == nil {
			t.Errorf("%d bytes of gzip are read", cut)
		}
	}
	good := line(noon, slog.LevelInfo, VisitMessage, (&Visit{}).Attrs())
	table, _ := NewTable(failing{})
	for range 200 {
		if _, err := Read(strings.NewReader(good), time.Time{}, table); err != nil {
			return
		}
	}
	if table.Flush() == nil {
		t.Error("a table that cannot be written is no error")
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

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
		if (err == nil) != (want != "") || err == nil && dayOf(got).Format(time.DateOnly) != want {
			t.Errorf("%q is %v (%v), want %q", s, got, err, want)
		}
	}
	k := &kept{}
	day, _ := ParseSince("2026-11-03", now)
	log := ""
	for _, at := range []time.Time{noon.AddDate(0, 0, -1), noon.Add(-12 * time.Hour), noon, noon.AddDate(1, 0, 0)} {
		log += line(at, slog.LevelInfo, VisitMessage, (&Visit{}).Attrs()) + line(at, slog.LevelInfo, TrafficMessage, (&Traffic{}).Attrs())
	}
	if _, err := Read(strings.NewReader(log), day, k); err != nil || len(k.visits) != 3 || len(k.traffic) != 3 {
		t.Errorf("%d visits, %d of traffic, %v", len(k.visits), len(k.traffic), err)
	}
}
