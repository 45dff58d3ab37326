package server

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// The alerts in deploy name metrics that the server has.
func TestAlertsNameMetrics(t *testing.T) {
	const dir = "../deploy/prometheus/"
	rules, err := os.ReadFile(dir + "cv-alerts.yml")
	if err != nil {
		t.Fatal(err)
	}
	s, _ := startServer(t, watched(t))
	_, known := look(t, s, "/metrics")
	names := regexp.MustCompile(`\bcv_[a-z_]+`).FindAllString(string(rules), -1)
	for _, name := range names {
		if !strings.Contains(known, "\n"+name) {
			t.Errorf("there is no %s", name)
		}
	}
	if len(names) == 0 {
		t.Error("no alert is about the CV")
	}
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("promtool is not installed")
	}
	for _, args := range [][]string{{"check", "config", "prometheus.yml"}, {"check", "rules", "cv-alerts.yml"}} {
		check := exec.CommandContext(t.Context(), promtool, args...)
		check.Dir = dir
		if out, err := check.CombinedOutput(); err != nil {
			t.Errorf("%v: %v: %s", args, err, out)
		}
	}
}
