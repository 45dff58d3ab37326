package metrics

import "github.com/prometheus/procfs"

// writeProcess writes what the system knows of the process (proc(5)), under the
// names that Prometheus gives it. What cannot be read is left out.
func writeProcess(p *page) {
	self, err := procfs.Self()
	if err != nil {
		return
	}
	if stat, err := self.Stat(); err == nil {
		p.single("process_cpu_seconds_total", counterType, "Time of processors used, by the program and for it.", stat.CPUTime())
		p.single("process_resident_memory_bytes", gaugeType, "Memory that is resident.", float64(stat.ResidentMemory()))
		p.single("process_virtual_memory_bytes", gaugeType, "Memory that is mapped.", float64(stat.VirtualMemory()))
		if start, err := stat.StartTime(); err == nil {
			p.single("process_start_time_seconds", gaugeType, "When the process started, in seconds of Unix time.", start)
		}
	}
	if n, err := self.FileDescriptorsLen(); err == nil {
		p.single("process_open_fds", gaugeType, "File descriptors that are open.", float64(n))
	}
	if limits, err := self.Limits(); err == nil {
		p.single("process_max_fds", gaugeType, "File descriptors that may be open.", float64(limits.OpenFiles))
	}
}
