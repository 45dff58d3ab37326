package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"net"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// patience is how long a test waits for what must happen: far longer than on any machine.
const patience = time.Minute

// TestMain gives the scripts the programs cv and visit, an SSH client.
func TestMain(m *testing.M) {
	_ = flag.Set("test.parallel", "4") // scripts mostly wait; -parallel on the command line overrides it
	testscript.Main(m, map[string]func(){
		"cv":    main,
		"visit": visitMain,
	})
}

// update writes the output of the programs into the scripts. Read the changes.
var update = flag.Bool("update", false, "rewrite the expected outputs in testdata/script")

// TestScripts runs the scripts in testdata/script with the real binary, over SSH.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		UpdateScripts:       *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_STATE_HOME", env.WorkDir+"/state")
			env.Setenv("CV_FONTS", "none") // independent of the machine
			return nil
		},
		Condition: func(name string) (bool, error) {
			if name == "unshare" {
				return exec.CommandContext(t.Context(), "unshare", "-rm", "mount", "-t", "tmpfs", "cv", "/mnt").Run() == nil, nil
			}
			if name != "paramiko" {
				return false, fmt.Errorf("unknown condition %q", name)
			}
			return exec.CommandContext(t.Context(), debianPython, "-c", "import paramiko").Run() == nil, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"start":   start,
			"end":     end,
			"signal":  signalServer,
			"ended":   ended,
			"get":     get,
			"hup":     hup,
			"logged":  logged,
			"exits":   exits,
			"dialog":  dialog,
			"openssh": openssh("ssh", "-p"),
			"scp":     openssh("scp", "-P"),
			"sftp":    openssh("sftp", "-P"),
		},
	})
}

// debianPython is the distribution's Python, which has the distribution's packages.
const debianPython = "/usr/bin/python3"

// process is a server that a script has started.
type process struct {
	cmd  *exec.Cmd
	done chan error
}

// start runs "cv serve" with args and waits until it listens, on a free port unless args
// name an address. It sets PORT and FINGERPRINT, METRICS if there are metrics, and WEB if
// there is a web door.
func start(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("start cannot be negated; use: ! exec cv serve")
	}
	path, err := exec.LookPath("cv")
	ts.Check(err)
	if !strings.Contains(strings.Join(args, " "), "--listen") {
		args = append(args, "--listen=127.0.0.1:0")
	}
	cmd := exec.CommandContext(context.Background(), path, append([]string{"serve", "--log-format=json"}, args...)...)
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+ts.Getenv("XDG_STATE_HOME"), "CV_FONTS="+ts.Getenv("CV_FONTS"))
	cmd.Dir = ts.MkAbs(".")
	stderr, err := cmd.StderrPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	p := &process{cmd: cmd, done: make(chan error, 1)}
	ready := make(chan map[string]string, 1) // the variables, once the first address listens
	go func() {
		env := map[string]string{}
		log, err := os.Create(ts.MkAbs("server.log"))
		if err == nil {
			defer log.Close()
		}
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			_, _ = log.WriteString(lines.Text() + "\n")
			var r struct{ Msg, Address, Fingerprint string }
			_ = json.Unmarshal(lines.Bytes(), &r)
			switch r.Msg {
			case "host key":
				env["FINGERPRINT"] = r.Fingerprint
			case "metrics":
				env["METRICS"] = r.Address
			case "web door":
				env["WEB"] = "http://" + r.Address
			case "listening":
				_, port, _ := net.SplitHostPort(r.Address)
				if env["PORT"] == "" {
					env["PORT"] = port
					ready <- maps.Clone(env)
				}
			}
		}
		p.done <- cmd.Wait()
	}()
	select {
	case env := <-ready:
		for name, value := range env {
			ts.Setenv(name, value)
		}
	case err := <-p.done:
		ts.Fatalf("the server ended: %v\n%s", err, ts.ReadFile("server.log"))
	case <-time.After(patience):
		_ = cmd.Process.Kill()
		ts.Fatalf("the server does not listen within %s", patience)
	}
	servers.Store(ts, p)
	ts.Defer(func() { p.kill() })
}

// servers holds the running server of each script.
var servers sync.Map

// end sends a signal, TERM by default, and expects the server to end with status 0. With a second argument it sends TERM a second later, which
// must end the server at once.
func end(ts *testscript.TestScript, neg bool, args []string) {
	signalServer(ts, neg, args)
	if len(args) < 2 {
		ended(ts, neg, nil)
		return
	}
	p := serverOf(ts, neg)
	time.Sleep(time.Second)
	ts.Check(p.cmd.Process.Signal(syscall.SIGTERM))
	p.wait(ts, "signal: terminated") // and not with status 0, some seconds later
}

// signalServer sends INT if that is named, or else TERM.
func signalServer(ts *testscript.TestScript, neg bool, args []string) {
	sig := syscall.SIGTERM
	if len(args) > 0 && args[0] == "INT" {
		sig = syscall.SIGINT
	}
	ts.Check(serverOf(ts, neg).cmd.Process.Signal(sig))
}

// ended expects the server, after a signal, to end as for end.
func ended(ts *testscript.TestScript, neg bool, _ []string) {
	serverOf(ts, neg).wait(ts, "<nil>")
}

func serverOf(ts *testscript.TestScript, neg bool) *process {
	v, ok := servers.Load(ts)
	if neg || !ok {
		ts.Fatalf("no server is running, or the command is negated")
	}
	return v.(*process)
}

func (p *process) wait(ts *testscript.TestScript, want string) {
	select {
	case err := <-p.done:
		if got := fmt.Sprint(err); got != want {
			ts.Fatalf("the server ended with %s, want %s", got, want)
		}
		p.done <- nil
	case <-time.After(patience):
		ts.Fatalf("the server does not stop within %s", patience)
	}
}

// hup sends the server a SIGHUP.
func hup(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) > 0 {
		ts.Fatalf("usage: hup")
	}
	ts.Check(serverOf(ts, neg).cmd.Process.Signal(syscall.SIGHUP))
}

// logged waits until PATTERN has exactly COUNT matches in the log: logged COUNT PATTERN.
func logged(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: logged COUNT PATTERN")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	pattern, err := regexp.Compile("(?m)" + args[1])
	ts.Check(err)
	got := 0
	for range 600 {
		if got = len(pattern.FindAllString(ts.ReadFile("server.log"), -1)); got == want {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	ts.Fatalf("got %d matches of %s, want %d:\n%s", got, args[1], want, ts.ReadFile("server.log"))
}

func (p *process) kill() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(patience):
		_ = p.cmd.Process.Kill()
	}
}

// exits runs a program and compares its exit status: exits 127 visit $PORT x.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS PROGRAM [ARG...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("got exit status %d, want %d", got, want)
	}
}

// openssh returns a command that visits the server with a program of OpenSSH, without the
// configuration of the machine: openssh STATUS [OPTION...] HOST [COMMAND].
func openssh(program, port string) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if len(args) < 2 {
			ts.Fatalf("usage: openssh STATUS [OPTION...] HOST [COMMAND]")
		}
		exits(ts, neg, append([]string{args[0], program, "-F", "/dev/null", "-o", "StrictHostKeyChecking=no",
			"-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", port, ts.Getenv("PORT")}, args[1:]...))
	}
}
