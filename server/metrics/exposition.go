package metrics

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// The text format of Prometheus, version 0.0.4
// (https://prometheus.io/docs/instrumenting/exposition_formats/), is written here
// and not by Prometheus' own library, which brings protobuf along: together they
// are 2 MB of the 15 that the binary may have. The tests read what is written with
// Prometheus' own parser and linter.

// contentType is the media type of an exposition.
const contentType = "text/plain; version=0.0.4; charset=utf-8"

// The types of a family.
const (
	counterType   = "counter"
	gaugeType     = "gauge"
	histogramType = "histogram"
)

// page is an exposition that is being written.
type page struct{ bytes.Buffer }

// family begins the samples of one metric.
func (p *page) family(name, kind, help string) {
	fmt.Fprintf(p, "# HELP %s %s\n# TYPE %s %s\n", name, strings.NewReplacer(`\`, `\\`, "\n", `\n`).Replace(help), name, kind)
}

// sample is one value; labels are rendered already, or "".
func (p *page) sample(name, labels string, value float64) {
	p.WriteString(name)
	if labels != "" {
		p.WriteString("{" + labels + "}")
	}
	p.WriteString(" " + number(value) + "\n")
}

// single is a family of one value.
func (p *page) single(name, kind, help string, value float64) {
	p.family(name, kind, help)
	p.sample(name, "", value)
}

func number(v float64) string {
	if math.IsInf(v, 1) {
		return "+Inf"
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// labelled renders labels, which are sorted by name, and as many values.
func labelled(labels []string, values ...string) string {
	var b strings.Builder
	for i, name := range labels {
		if i > 0 {
			b.WriteByte(',')
		}
		value := strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`).Replace(strings.ToValidUTF8(values[i], "\ufffd"))
		b.WriteString(name + `="` + value + `"`)
	}
	return b.String()
}

// counters are values that only grow, one for each set of values of the labels.
// Who adds sees to it that these are few.
type counters struct {
	name, help string
	labels     []string

	mu     sync.Mutex
	values map[string]float64 // by rendered labels
}

func newCounters(name, help string, labels ...string) *counters {
	return &counters{name: name, help: help, labels: labels, values: map[string]float64{}}
}

// add adds n, or shows what is not there yet at 0.
func (c *counters) add(n float64, values ...string) {
	key := labelled(c.labels, values...)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.values[key] += n
}

func (c *counters) write(p *page) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p.family(c.name, counterType, c.help)
	for _, key := range slices.Sorted(maps.Keys(c.values)) {
		p.sample(c.name, key, c.values[key])
	}
}

// histogram counts durations by the first of its bounds that is not shorter.
type histogram struct {
	name, help string
	bounds     []time.Duration // rising
	counts     []atomic.Uint64 // as many as bounds, and one for what is longer
	sum        atomic.Int64    // ns
}

func newHistogram(name, help string, bounds ...time.Duration) *histogram {
	return &histogram{name: name, help: help, bounds: bounds, counts: make([]atomic.Uint64, len(bounds)+1)}
}

// observe counts one duration. It costs no memory.
func (h *histogram) observe(d time.Duration) {
	i, _ := slices.BinarySearch(h.bounds, d)
	h.counts[i].Add(1)
	h.sum.Add(int64(d))
}

func (h *histogram) write(p *page) {
	p.family(h.name, histogramType, h.help)
	total := uint64(0)
	for i := range h.counts {
		bound := math.Inf(1)
		if i < len(h.bounds) {
			bound = h.bounds[i].Seconds()
		}
		total += h.counts[i].Load()
		p.sample(h.name+"_bucket", `le="`+number(bound)+`"`, float64(total))
	}
	p.sample(h.name+"_sum", "", time.Duration(h.sum.Load()).Seconds())
	p.sample(h.name+"_count", "", float64(total))
}
