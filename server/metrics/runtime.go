package metrics

import (
	"runtime"
	"runtime/metrics"
	"runtime/pprof"
)

// runtimeMetric is one of Go's own (package runtime/metrics), under the name that
// Prometheus' library gives it, which dashboards know.
type runtimeMetric struct{ source, name, kind, help string }

func runtimeMetrics() []runtimeMetric {
	return []runtimeMetric{
		{"/sched/goroutines:goroutines", "go_goroutines", gaugeType, "Goroutines that exist."},
		{"/memory/classes/heap/objects:bytes", "go_memstats_heap_alloc_bytes", gaugeType, "Heap in use by objects, those included that are not collected yet."},
		{"/memory/classes/heap/released:bytes", "go_memstats_heap_released_bytes", gaugeType, "Heap given back to the system."},
		{"/memory/classes/heap/stacks:bytes", "go_memstats_stack_inuse_bytes", gaugeType, "Memory in use by stacks."},
		{"/memory/classes/total:bytes", "go_memstats_sys_bytes", gaugeType, "Memory mapped by the runtime."},
		{"/gc/heap/allocs:bytes", "go_memstats_alloc_bytes_total", counterType, "Heap allocated since the start, freed or not."},
		{"/gc/cycles/total:gc-cycles", "go_gc_cycles_total_gc_cycles_total", counterType, "Collections that have ended."},
	}
}

// writeRuntime writes what is known of Go's runtime.
func writeRuntime(p *page) {
	p.family("go_info", gaugeType, "The version of Go; always 1.")
	p.sample("go_info", labelled([]string{"version"}, runtime.Version()), 1)
	p.single("go_threads", gaugeType, "Threads that have been made.", float64(pprof.Lookup("threadcreate").Count()))
	all := runtimeMetrics()
	samples := make([]metrics.Sample, len(all))
	for i, m := range all {
		samples[i].Name = m.source
	}
	metrics.Read(samples)
	for i, m := range all {
		if samples[i].Value.Kind() == metrics.KindUint64 { // or else it is not known to this Go
			p.single(m.name, m.kind, m.help, float64(samples[i].Value.Uint64()))
		}
	}
}
