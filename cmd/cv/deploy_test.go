package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Workflows pin every action to a commit, and leave no token in the checkout.
func TestActionsAreFixed(t *testing.T) {
	workflows, err := filepath.Glob("../../.github/workflows/*.yml")
	if err != nil || len(workflows) == 0 {
		t.Fatalf("got workflows %q, %v, want some", workflows, err)
	}
	fixed := regexp.MustCompile(`@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+$`)
	for _, name := range workflows {
		lines := strings.Split(readFile(t, name), "\n")
		for i, line := range lines {
			if !strings.Contains(line, "uses:") {
				continue
			}
			if !fixed.MatchString(line) {
				t.Errorf("%s:%d: got %s, want a commit and its version", name, i+1, line)
			}
			if next := strings.Join(lines[i+1:i+3], ""); strings.Contains(line, "actions/checkout@") && !strings.Contains(next, "persist-credentials: false") {
				t.Errorf("%s:%d: got a checkout that keeps the token, want persist-credentials: false", name, i+1)
			}
		}
	}
}

// Deployments that limit tasks also limit threads, whose number otherwise grows with that
// of the CPUs.
func TestThreadsFitTasks(t *testing.T) {
	for name, want := range map[string]string{
		"cv.service":   `(?m)^Environment=GOMAXPROCS=4\n(.*\n)*?TasksMax=64$`,
		"compose.yaml": `(?m)^      GOMAXPROCS: 4 (.*\n)*?    pids_limit: 64$`,
	} {
		if !regexp.MustCompile(want).MatchString(readFile(t, "../../deploy/"+name)) {
			t.Errorf("%s: got no match for %s", name, want)
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
