package server

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// The alerts and the dashboard in deploy name metrics that the server has, and each alert
// has a test that shows when it fires.
func TestAlertsNameMetrics(t *testing.T) {
	t.Parallel()
	const dir = "../deploy/prometheus/"
	s, _ := startServer(t, watched(t))
	_, known := look(t, s, "/metrics")
	for _, file := range []string{"cv-alerts.yml", "grafana.json"} {
		names := regexp.MustCompile(`\bcv_[a-z_]+`).FindAllString(readText(t, dir+file), -1)
		for _, name := range names {
			// Only a server with several editions has this metric.
			if name != "cv_edition_visits_total" && !strings.Contains(known, "\n"+name) {
				t.Errorf("%s: the server has no metric %s", file, name)
			}
		}
		if len(names) == 0 {
			t.Errorf("%s: got no metrics of the CV", file)
		}
	}
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("promtool is not installed")
	}
	for _, args := range [][]string{{"check", "config", "prometheus.yml"}, {"check", "rules", "cv-alerts.yml"}, {"test", "rules", "cv-alerts.test.yml"}} {
		check := exec.CommandContext(t.Context(), promtool, args...)
		check.Dir = dir
		if out, err := check.CombinedOutput(); err != nil {
			t.Errorf("%v: %v: %s", args, err, out)
		}
	}
	rules, tests := readText(t, dir+"cv-alerts.yml"), readText(t, dir+"cv-alerts.test.yml")
	for _, alert := range regexp.MustCompile(`alert: (\w+)`).FindAllStringSubmatch(rules, -1) {
		if !strings.Contains(tests, "alertname: "+alert[1]+"\n        exp_alerts:") {
			t.Errorf("alert %s has no test", alert[1])
		}
	}
}

func readText(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
