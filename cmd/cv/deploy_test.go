package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every action of a workflow is fixed by its commit, and none leaves a token in the
// checkout.
func TestActionsAreFixed(t *testing.T) {
	workflows, err := filepath.Glob("../../.github/workflows/*.yml")
	if err != nil || len(workflows) == 0 {
		t.Fatal(workflows, err)
	}
	fixed := regexp.MustCompile(`@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+$`)
	for _, name := range workflows {
		lines := strings.Split(readFile(t, name), "\n")
		for i, line := range lines {
			if !strings.Contains(line, "uses:") {
				continue
			}
			if !fixed.MatchString(line) {
				t.Errorf("%s:%d: %s", name, i+1, line)
			}
			if next := strings.Join(lines[i+1:i+3], ""); strings.Contains(line, "actions/checkout@") && !strings.Contains(next, "persist-credentials: false") {
				t.Errorf("%s:%d: the token stays in the checkout", name, i+1)
			}
		}
	}
}

// The number of threads is bounded wherever that of tasks is: it follows the number
// of CPUs otherwise.
func TestThreadsFitTasks(t *testing.T) {
	for name, want := range map[string]string{
		"cv.service":   `(?m)^Environment=GOMAXPROCS=4\n(.*\n)*?TasksMax=64$`,
		"compose.yaml": `(?m)^      GOMAXPROCS: 4 (.*\n)*?    pids_limit: 64$`,
	} {
		if !regexp.MustCompile(want).MatchString(readFile(t, "../../deploy/"+name)) {
			t.Errorf("%s: no match for %s", name, want)
		}
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
