package main

import (
	"context"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
)

// dialog runs a program on a new terminal, types TYPED after the output ASKED, and
// compares the exit status, -1 after a signal: dialog STATUS ASKED TYPED PROGRAM [ARG...]. ^C in TYPED is
// Ctrl+C. The output is then in the file "screen".
func dialog(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: dialog STATUS ASKED TYPED PROGRAM [ARG...]")
	}
	asked, typed := args[1], strings.ReplaceAll(args[2], "^C", "\x03")
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	path, err := exec.LookPath(args[3])
	ts.Check(err)
	cmd := exec.CommandContext(ctx, path, args[4:]...)
	cmd.Dir = ts.MkAbs(".")
	terminal, err := pty.Start(cmd)
	ts.Check(err)
	defer terminal.Close()
	var screen strings.Builder
	buf := make([]byte, 4096)
	for {
		n, err := terminal.Read(buf)
		screen.Write(buf[:n])
		if typed != "" && strings.Contains(screen.String(), asked) {
			_, err = terminal.WriteString(typed)
			typed = ""
		}
		if err != nil {
			break // the program has ended
		}
	}
	_ = cmd.Wait()
	ts.Logf("%s", screen.String())
	if ctx.Err() != nil {
		ts.Fatalf("%s does not end", args[3])
	}
	if got := strconv.Itoa(cmd.ProcessState.ExitCode()); got != args[0] {
		ts.Fatalf("got exit status %s, want %s", got, args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs("screen"), []byte(screen.String()), 0o644))
}
