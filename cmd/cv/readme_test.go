//go:build unix

package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// elsewhere has the commands of the README that TestReadme does not run, and where they are
// tested or what they need.
var elsewhere = map[string]string{
	"ssh cv.wenkaiyue.com": "the host itself",
	"docker build -t cv .": ".ci/image",
	"docker run -p 22:2222 -e CV_PUBLIC_ADDRESS=cv.example.org -v cv:/var/lib/cv --read-only --cap-drop ALL cv": ".ci/image",
	"go test ./...":                                  ".ci/run",
	"go test ./tui -update":                          "rewrites what the tests compare with",
	"go test ./cmd/cv -update":                       "rewrites what the tests compare with",
	"go test ./data -update":                         "rewrites what the tests compare with",
	".github/pictures/make.py":                       "Chromium",
	"cv view cv.yaml":                                "a terminal",
	"journalctl -u cv -o cat | cv visits --since 7d": "journald",
	"docker compose -f deploy/compose.yaml logs --no-log-prefix cv | cv visits": "Docker",
	"cv visits cv.log cv.log.*.gz":                                              "visits.txtar",
	"CV_SOAK=1m go test ./server -run Storm -v":                                 ".ci/run, for a shorter time",
	"CV_SOAK=20m go test ./server -run Soak -timeout 30m -v":                    ".ci/run, for a shorter time",
	"CV_CHROMIUM=/usr/bin/chromium go test ./server -run Browser":               "Chromium",
}

// TestReadme runs every command in the README's blocks without a language, in a clean home.
// Servers that they start go on during the commands after them. The commands of
// deploy/README.md run on a machine of their own, in .ci/guide.
//
//	CV_README=1 go test ./cmd/cv -run Readme -v
func TestReadme(t *testing.T) {
	if os.Getenv("CV_README") == "" {
		t.Skip("takes port 2222 and half a minute; set CV_README=1")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	// OpenSSH finds its home in the user database, so it needs options here.
	shim := "#!/bin/sh\nexec " + lookPath(t, "ssh") + " -F /dev/null -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR \"$@\"\n"
	if err := os.WriteFile(filepath.Join(home, "ssh"), []byte(shim), 0o755); err != nil {
		t.Fatal(err)
	}
	env := append(os.Environ(), "XDG_STATE_HOME="+home, "PATH="+home+":"+os.Getenv("PATH"))
	for _, block := range readmeBlocks(t, filepath.Join(root, "README.md")) {
		t.Run(block[0], func(t *testing.T) {
			dir := root
			if slices.ContainsFunc(block, func(line string) bool { return strings.HasPrefix(line, "cv ") }) {
				dir = t.TempDir() // of a user with the binary and a CV
				follow(t, dir, env, "cv render json > resume.json")
			}
			for _, line := range block {
				if where := elsewhere[line]; where != "" {
					t.Logf("%s: %s", line, where)
					continue
				}
				follow(t, dir, env, line)
			}
		})
	}
}

func lookPath(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// readmeBlocks returns the commands of each block without a language, without comments.
func readmeBlocks(t *testing.T, path string) (blocks [][]string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	open, skip := false, false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "```"):
			open = !open
			if skip = open && line != "```"; open && !skip {
				blocks = append(blocks, nil)
			}
		case open && !skip:
			if command, _, _ := strings.Cut(line, "  #"); command != "" {
				last := &blocks[len(blocks)-1]
				*last = append(*last, strings.TrimSpace(command))
			}
		}
	}
	// Blocks of output or of a tree of files have no commands.
	return slices.DeleteFunc(blocks, func(b []string) bool {
		first := strings.Fields(b[0])[0]
		return strings.HasPrefix(first, "{") || strings.HasSuffix(first, "/")
	})
}

// follow runs one line. A server runs until the test ends.
func follow(t *testing.T, dir string, env []string, line string) {
	t.Helper()
	var out bytes.Buffer
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), "sh", "-c", line)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, env, &out, &out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // "go run" has a child
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	serves := line == "go run ./cmd/cv" || strings.HasPrefix(line, "cv serve")
	if !serves {
		select {
		case err := <-done:
			if err != nil || out.Len() == 0 && !strings.Contains(line, ">") {
				t.Errorf("%s: got %v, want success and output:\n%s", line, err, out.String())
			}
		case <-time.After(5 * time.Minute):
			_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
			t.Errorf("%s: does not end within 5 minutes", line)
		}
		return
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM)
		<-done
	})
	for range 300 {
		if exec.CommandContext(t.Context(), "cv", "healthcheck", "--state-dir", t.TempDir()).Run() == nil {
			return
		}
		select {
		case err := <-done:
			done <- err
			t.Fatalf("%s: ended with %v, want a server:\n%s", line, err, out.String())
		case <-time.After(200 * time.Millisecond):
		}
	}
	t.Fatalf("%s: does not become healthy", line)
}
