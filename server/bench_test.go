package server

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// These benchmarks measure the costs of a session and of its bare counterpart in the same run:
//
//	go test -run '^$' -bench . ./server
//
// README.md has the table. On a busy machine the ratios are more reliable than the other
// numbers.

// frameSize is about the size of the first frame of 80 by 24 in bytes. The bare server
// sends as much.
const frameSize = "1300"

// BenchmarkIdle measures 1,000 idle sessions.
func BenchmarkIdle(b *testing.B) {
	for _, size := range []struct {
		name       string
		cols, rows int
	}{{"80x24", 80, 24}, {"120x40", 120, 40}} {
		b.Run(size.name, func(b *testing.B) {
			for b.Loop() {
				cv := idle(b, "cv", 1000, size.cols, size.rows)
				bare := idle(b, frameSize, 1000, size.cols, size.rows)
				b.ReportMetric(cv.memory, "KiB/session")
				b.ReportMetric(bare.memory, "bare-KiB/session")
				b.ReportMetric(cv.memory/bare.memory, "memory-ratio")
				b.ReportMetric(cv.cpu, "cpu-%")
				b.ReportMetric(cv.bytes, "idle-bytes")
			}
		})
	}
}

// BenchmarkIdle5000 measures the total memory of 5,000 idle sessions.
func BenchmarkIdle5000(b *testing.B) {
	for b.Loop() {
		b.ReportMetric(idle(b, "cv", 5000, 80, 24).total/1024, "MiB")
	}
}

type idleCost struct{ memory, total, cpu, bytes float64 }

func idle(b *testing.B, kind string, n, cols, rows int) idleCost {
	server := startChild(b, kind)
	leave(crowd(b, server.addr, 8, cols, rows)) // warm up
	time.Sleep(time.Second)
	before := server.rss(b)
	all := crowd(b, server.addr, n, cols, rows)
	time.Sleep(3 * time.Second)
	cost := idleCost{total: server.rss(b), cpu: float64(server.cpu(b)), bytes: received(all)}
	cost.memory = (cost.total - before) / float64(n)
	const quiet = 5 * time.Second
	time.Sleep(quiet)
	cost.cpu = (float64(server.cpu(b)) - cost.cpu) / float64(quiet) * 100
	cost.bytes = received(all) - cost.bytes
	leave(all)
	return cost
}

func received(all []*visitor) (n float64) {
	for _, v := range all {
		n += float64(v.received.Load())
	}
	return n
}

// BenchmarkFirstFrame measures one visitor after the other, at both servers by turns.
func BenchmarkFirstFrame(b *testing.B) {
	cv, bare := startChild(b, "cv"), startChild(b, frameSize)
	var ours, theirs []time.Duration
	for b.Loop() {
		ours = append(ours, firstFrame(b, cv.addr))
		theirs = append(theirs, firstFrame(b, bare.addr))
	}
	compare(b, "p50", quantile(ours, .5), quantile(theirs, .5))
}

func firstFrame(b *testing.B, addr string) time.Duration {
	v := arrive(b, addr, 80, 24)
	v.cut()
	return v.first
}

func compare(b *testing.B, what string, ours, bare float64) {
	b.ReportMetric(ours, what+"-ms")
	b.ReportMetric(bare, "bare-"+what+"-ms")
	b.ReportMetric(ours/bare, what+"-ratio")
}

// BenchmarkFirstFrameBusy measures eight visitors at a time beside 1,000 idle ones.
func BenchmarkFirstFrameBusy(b *testing.B) {
	for b.Loop() {
		compare(b, "p99", busy(b, "cv"), busy(b, frameSize))
	}
}

func busy(b *testing.B, kind string) float64 {
	server := startChild(b, kind)
	all := crowd(b, server.addr, 1000, 80, 24)
	defer leave(all)
	time.Sleep(2 * time.Second)
	const visits = 1000
	times := make([]time.Duration, visits)
	each(visits, 8, func(i int) { times[i] = firstFrame(b, server.addr) })
	return quantile(times, .99)
}

// BenchmarkVisits measures how often eight clients can connect, get a frame and leave.
func BenchmarkVisits(b *testing.B) {
	cv, bare := startChild(b, "cv"), startChild(b, frameSize)
	rate := func(addr string) float64 {
		const visits = 1000
		start := time.Now()
		each(visits, 8, func(int) { firstFrame(b, addr) })
		return visits / time.Since(start).Seconds()
	}
	rate(cv.addr)
	rate(bare.addr)
	for b.Loop() {
		ours, theirs := rate(cv.addr), rate(bare.addr)
		b.ReportMetric(ours, "visits/s")
		b.ReportMetric(theirs, "bare-visits/s")
		b.ReportMetric(ours/theirs, "rate-ratio")
	}
}

// BenchmarkKeys measures 200 readers who press two keys a second each.
func BenchmarkKeys(b *testing.B) {
	server := startChild(b, "cv")
	all := crowd(b, server.addr, 200, 80, 24)
	defer leave(all)
	for b.Loop() {
		var mu sync.Mutex
		var times []time.Duration
		const presses, period = 20, 500 * time.Millisecond
		each(len(all), len(all), func(i int) {
			time.Sleep(period * time.Duration(i) / time.Duration(len(all)))
			for n := range presses {
				key := "j"
				if n%4 == 0 {
					key = "\x1b[C"
				}
				start := time.Now()
				if d := all[i].press(key); d > 0 {
					mu.Lock()
					times = append(times, d)
					mu.Unlock()
				}
				time.Sleep(period - time.Since(start))
			}
		})
		b.ReportMetric(quantile(times, .5), "p50-ms")
		b.ReportMetric(quantile(times, .99), "p99-ms")
	}
}

// BenchmarkBytes measures the output for a frame, a jump to the next section, and a line.
func BenchmarkBytes(b *testing.B) {
	server := startChild(b, "cv")
	for b.Loop() {
		v := arrive(b, server.addr, 80, 24)
		time.Sleep(300 * time.Millisecond)
		last := v.received.Load()
		b.ReportMetric(float64(last), "frame-bytes")
		since := func(key string) float64 {
			v.press(key)
			time.Sleep(50 * time.Millisecond)
			n := v.received.Load() - last
			last += n
			return float64(n)
		}
		var jumps, lines []float64
		for range 4 {
			jumps = append(jumps, since("\x1b[C"))
		}
		since("g")
		for range 30 {
			lines = append(lines, since("j"))
		}
		slices.Sort(jumps)
		slices.Sort(lines)
		b.ReportMetric(jumps[len(jumps)-1], "largest-jump-bytes")
		b.ReportMetric(lines[len(lines)/2], "median-line-bytes")
		v.cut()
	}
}

// BenchmarkRudeVisits measures what is left of 3,000 visits that end in every rude way.
func BenchmarkRudeVisits(b *testing.B) {
	server := startChild(b, "cv")
	rude := []func(*visitor){
		(*visitor).cut,
		func(v *visitor) { _, _ = io.WriteString(v.ch, "q"); time.Sleep(10 * time.Millisecond); v.cut() },
		func(v *visitor) {
			_, _ = io.WriteString(v.ch, "qjjjjjjjjj")
			time.Sleep(10 * time.Millisecond)
			v.cut()
		},
		func(v *visitor) { _ = v.ch.Close(); time.Sleep(10 * time.Millisecond); v.cut() },
		func(v *visitor) { _, _ = io.WriteString(v.ch, "\x1b"); v.cut() },
		func(v *visitor) { _, _ = io.WriteString(v.ch, "\x1b[C\x1b[C"); v.cut() },
	}
	round := func(n int) {
		each(n, 8, func(i int) { rude[i%len(rude)](arrive(b, server.addr, 80, 24)) })
		time.Sleep(2 * time.Second)
	}
	round(300)
	for b.Loop() {
		before := server.stats(b)
		round(3000)
		after := server.stats(b)
		b.ReportMetric(float64(after.Goroutines-before.Goroutines), "goroutines-left")
		b.ReportMetric((float64(after.Heap)-float64(before.Heap))/1024, "heap-KiB-left")
	}
}

// BenchmarkBinary measures the size of the stripped binary.
func BenchmarkBinary(b *testing.B) {
	for b.Loop() {
		out := filepath.Join(b.TempDir(), "cv")
		cmd := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", out, "../cmd/cv")
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if text, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, text)
		}
		info, err := os.Stat(out)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size())/1e6, "MB")
	}
}
