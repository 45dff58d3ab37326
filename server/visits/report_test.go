package visits

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"log/slog"
	"math"
	"math/rand/v2"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
)

// summary returns the report of a log.
func summary(t *testing.T, log io.Reader) *Report {
	t.Helper()
	s := NewSummary()
	if err := s.Read(log); err != nil {
		t.Fatal(err)
	}
	return s.Report()
}

// logOf returns a log of visits by people and by programs, so many a day on average, from
// 2 November 2026 on.
func logOf(days, people, programs int) *bytes.Buffer {
	var b bytes.Buffer
	m := madeUp{rand.New(rand.NewPCG(7, uint64(days)))}
	for i := range days {
		at := time.Date(2026, 11, 2+i, 8, 0, 0, 0, time.UTC)
		for left := [2]int{m.IntN(2*people + 1), m.IntN(2*programs + 1)}; left != [2]int{}; {
			v := m.visit()
			which := 1
			if (clients{}).of(&v).person(&v) {
				which = 0
			}
			if left[which] == 0 {
				continue
			}
			left[which]--
			b.WriteString(line(at.Add(time.Duration(m.IntN(12*3600))*time.Second), slog.LevelInfo, VisitMessage, v.Attrs()))
		}
		c := Traffic{Connections: 300 + m.Uint64N(900), Visits: 9, Refused: map[string]uint64{"garbage": 100 + m.Uint64N(200), "startup": m.Uint64N(90), "idle": 1, "new": 1}}
		b.WriteString(line(at.Add(13*time.Hour), slog.LevelInfo, TrafficMessage, c.Attrs()))
	}
	b.WriteString(line(time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC), slog.LevelInfo, "listening", nil))
	return &b
}

// hostile returns a log with hostile text in every field.
func hostile() *bytes.Buffer {
	var b bytes.Buffer
	for i, bad := range []string{
		"\x1b[31mred\x1b[0m", "\x1b]0;title\a", "a\r\nb\tc", "\u202egnp.vc", strings.Repeat("x", 500), strings.Repeat("漢", 60),
		"e" + strings.Repeat("\u0301", 50), "\u200b", "=1+1", "", "émile", "a\"b,c",
	} {
		v := Visit{From: bad, Client: bad, Term: bad, Size: bad, Tag: bad, Edition: bad, Subsystem: bad, Took: bad + " pdf", Ended: bad, Seconds: 2, Read: []Stay{{bad, 2}}}
		b.WriteString(line(noon.AddDate(0, 0, i), slog.LevelInfo, VisitMessage, v.Attrs()))
		b.WriteString(line(noon, slog.LevelInfo, TrafficMessage, (&Traffic{Refused: map[string]uint64{bad: 1 << 40}}).Attrs()))
	}
	return &b
}

func text(t *testing.T, r *Report) string {
	t.Helper()
	var b strings.Builder
	if err := r.Text(&b, false); err != nil {
		t.Fatal(err)
	}
	return ansi.Strip(b.String())
}

func TestReport(t *testing.T) {
	for name, log := range map[string]*bytes.Buffer{
		"days": logOf(23, 6, 40), "weeks": logOf(100, 2, 30), "months": logOf(500, 1, 4), "years": logOf(1500, 1, 1), "week": logOf(7, 8, 40),
		"one": logOf(1, 4, 4), "programs": logOf(3, 0, 20), "quiet": logOf(9, 0, 0), "hostile": hostile(),
		"nothing": new(bytes.Buffer), "text-log": bytes.NewBufferString("2026-11-02 INFO visit from=192.0.2.0/24\n"),
	} {
		t.Run(name, func(t *testing.T) {
			out := text(t, summary(t, log))
			golden.RequireEqual(t, out)
			for l := range strings.Lines(out) {
				l = strings.TrimSuffix(l, "\n")
				if w := ansi.StringWidth(l); w >= 80 || strings.HasSuffix(l, " ") {
					t.Errorf("got %d columns or a trailing space, want less than 80: %q", w, l)
				}
				for _, r := range l {
					if r < ' ' || r == 0x7f {
						t.Errorf("got control character %q in %q", r, l)
					}
				}
			}
		})
	}
}

func TestReportJSON(t *testing.T) {
	var b bytes.Buffer
	if err := summary(t, logOf(3, 2, 5)).JSON(&b); err != nil {
		t.Fatal(err)
	}
	golden.RequireEqual(t, b.Bytes())
}

func TestRow(t *testing.T) {
	for name, log := range map[string]*bytes.Buffer{"plain": logOf(2, 2, 3), "hostile": hostile()} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			w := csv.NewWriter(&b)
			if err := w.Write(Columns()); err != nil {
				t.Fatal(err)
			}
			s := NewSummary()
			s.Each = func(r *Record, person bool) error { return w.Write(Row(r, person)) }
			if err := s.Read(log); err != nil {
				t.Fatal(err)
			}
			w.Flush()
			golden.RequireEqual(t, b.Bytes())
			rows, err := csv.NewReader(&b).ReadAll()
			if r := s.Report(); err != nil || len(rows) < 3 || len(rows) != int(r.People+r.Programs)+1 {
				t.Fatalf("got %d rows, %v, want a header and one row for each visit of %+v", len(rows), err, r)
			}
			for _, cell := range slices.Concat(rows...) {
				if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("got cell %q, which is a formula", cell)
				}
			}
		})
	}
}

// The sums and medians of a report are those of its visits.
func TestSums(t *testing.T) {
	for seed := range uint64(20) {
		var log bytes.Buffer
		writeLog(&log, 500, seed)
		visits, r := read(t, log.String())
		var people uint64
		took, stays := 0, map[string][]float64{}
		for _, v := range visits {
			if !(clients{}).of(&v.Visit).person(&v.Visit) {
				continue
			}
			people++
			took += len(strings.Fields(v.Took))
			for _, s := range v.Read {
				if v.terminal() {
					stays[s.Place] = append(stays[s.Place], s.Seconds)
				}
			}
		}
		var days, tags, ends, clients, formats uint64
		for _, d := range r.Days {
			days += d.People + d.Programs
		}
		for _, tag := range r.Tags {
			tags += tag.Visits
		}
		for _, e := range r.Ended {
			ends += e.Times
		}
		for _, c := range r.Clients {
			clients += c.People + c.Programs
		}
		for _, f := range r.Took {
			formats += f.Times
		}
		all := uint64(len(visits))
		if r.Lines.Read != 500 || r.People != people || r.People+r.Programs != all || days != all || clients != all || tags != people || ends != people || formats != uint64(took) {
			t.Errorf("got %+v, want the sums of %d visits, %d of people", r, all, people)
		}
		for _, p := range r.Read {
			s := stays[p.Name]
			slices.Sort(s)
			low, high, sum := s[(len(s)-1)/2], s[len(s)/2], 0.0
			for _, x := range s {
				sum += x
			}
			if p.Median < low-0.01 || p.Median > high+0.01 || math.Abs(p.Total-sum) > 0.1 || p.Visits != uint64(len(s)) {
				t.Errorf("%s: got %+v; want %d visits, a median of %g to %g, a total of %g", p.Name, p, len(s), low, high, sum)
			}
		}
	}
}

// The memory of a summary is bounded, even if every line has new names.
func TestMemoryIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("in short mode")
	}
	s := NewSummary()
	r, w := io.Pipe()
	go func() {
		for i := range 70_000 {
			name := fmt.Sprintf("%d-%s", i, strings.Repeat("x", 50))
			v := Visit{From: name, Client: "OpenSSH" + name, Term: name, Size: name, Tag: name, Took: name, Seconds: float64(i), Read: []Stay{{name, 1}, {name + "b", 2}}, Ended: name}
			_, err := io.WriteString(w, line(noon.AddDate(0, 0, i%25000), slog.LevelInfo, VisitMessage, v.Attrs()))
			if err != nil {
				return
			}
		}
		w.Close()
	}()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	if err := s.Read(r); err != nil || s.report.Lines.Skipped > 0 {
		t.Fatal(s.report.Lines, err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	report := s.Report()
	if len(report.Tags) != maxNames+1 || len(report.Read) != maxNames+1 || report.Tags[0].Name != other || report.Sources != maxSources {
		t.Errorf("got %d tags, %d places, %d sources", len(report.Tags), len(report.Read), report.Sources)
	}
	if mb := (int64(after.HeapAlloc) - int64(before.HeapAlloc)) >> 20; mb > 32 {
		t.Errorf("the heap grew by %d MiB, want at most 32", mb)
	}
	runtime.KeepAlive(s)
}

// The chart has few enough rows for a screen, and they cover every day.
func TestPieces(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for days, want := range map[int]string{1: "DAY", 31: "DAY", 32: "WEEK", 150: "WEEK", 200: "MONTH", 700: "MONTH", 800: "YEAR", 20000: "YEAR"} {
		last := start.AddDate(0, 0, days-1)
		r := &Report{First: start.Format(time.DateOnly), Last: last.Format(time.DateOnly)}
		for d := start; !d.After(last); d = d.AddDate(0, 0, 1) {
			r.Days = append(r.Days, Day{d.Format(time.DateOnly), Who{People: 1}})
		}
		p := &page{}
		p.days(r)
		title, rows, _ := strings.Cut(strings.TrimSpace(ansi.Strip(p.String())), "\n")
		sum := 0
		for row := range strings.Lines(rows) {
			words := strings.Fields(row)
			n, err := strconv.Atoi(words[len(words)-1])
			if err != nil {
				t.Fatal(err)
			}
			sum += n
		}
		if !strings.HasPrefix(title, "PEOPLE BY "+want) || sum != days {
			t.Errorf("%d days: got %q with %d days in the rows, want PEOPLE BY %s", days, title, sum, want)
		}
	}
}

// A day without visits has a row too, and visits without a tag have the last row.
func TestEmptyRows(t *testing.T) {
	p := &page{}
	p.days(&Report{First: "2026-11-02", Last: "2026-11-04", Days: []Day{{"2026-11-02", Who{People: 1}}, {"2026-11-04", Who{Programs: 2}}}})
	p.tags([]Tag{{Place: Place{Name: "", Visits: 5}}, {Place: Place{Name: "acme", Visits: 2}}})
	if out := ansi.Strip(p.String()); !regexp.MustCompile(`Mon  2 Nov .* 1\n  Tue  3 Nov\n  Wed  4 Nov +2\n(?s:.*)  acme +█+ +2\n  \(none\) +5\n$`).MatchString(out) {
		t.Errorf("got rows\n%s", out)
	}
	p = &page{}
	if p.tags([]Tag{{Place: Place{Visits: 5}}}); p.String() != "" {
		t.Errorf("got %q without tags, want nothing", p.String())
	}
}

// A person who saw two editions counts for both, and a program for none.
func TestReportOfEditions(t *testing.T) {
	var b bytes.Buffer
	for i, edition := range []string{"zh", "en zh", "zh", "de", ""} {
		v := Visit{From: "192.0.2.0/24", Client: "OpenSSH_9.9", Took: "pdf", Edition: edition, Ended: Done}
		if edition == "de" {
			v.Client = "Go"
		}
		b.WriteString(line(noon.AddDate(0, 0, i), slog.LevelInfo, VisitMessage, v.Attrs()))
	}
	r := summary(t, &b)
	if want := []Count{{"zh", 3}, {"en", 1}}; !slices.Equal(r.Editions, want) {
		t.Errorf("got editions %v, want %v", r.Editions, want)
	}
	if out := text(t, r); !strings.Contains(out, "BY EDITION") || !strings.Contains(out, "  zh ") {
		t.Errorf("got no editions in %s", out)
	}
}
