package guard

import (
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"
)

type ptyRequest struct {
	Term                 string
	Cols, Rows, PxX, PxY uint32
	Modes                string
}

func newFilter() *filter { return &filter{subsystems: []string{"sftp"}} }

func TestPtyIsClamped(t *testing.T) {
	for _, c := range []struct{ in, want ptyRequest }{
		{ptyRequest{"xterm-256color", 80, 24, 640, 480, "\x01\x00\x00\x00\x03\x00"}, ptyRequest{"xterm-256color", 80, 24, 0, 0, ""}},
		{ptyRequest{"xterm", 1 << 31, 1 << 31, 1 << 31, 1 << 31, ""}, ptyRequest{"xterm", 500, 200, 0, 0, ""}},
		{ptyRequest{"", 0, 0, 0, 0, ""}, ptyRequest{"xterm", 0, 0, 0, 0, ""}},
		{ptyRequest{"a\x1b]0;evil\a", 80, 24, 0, 0, ""}, ptyRequest{"xterm", 80, 24, 0, 0, ""}},
		{ptyRequest{"../../etc/passwd", 80, 24, 0, 0, ""}, ptyRequest{"xterm", 80, 24, 0, 0, ""}},
		{ptyRequest{"xterm\n", 80, 24, 0, 0, ""}, ptyRequest{"xterm", 80, 24, 0, 0, ""}},
		{ptyRequest{strings.Repeat("x", 65), 80, 24, 0, 0, strings.Repeat("\xff", 9999)}, ptyRequest{"xterm", 80, 24, 0, 0, ""}},
	} {
		f := newFilter()
		out, ok := f.grant("pty-req", gossh.Marshal(c.in))
		var got ptyRequest
		if err := gossh.Unmarshal(out, &got); !ok || f.started || err != nil || got != c.want {
			t.Errorf("%q: got %v, %+v, %v, want %+v", c.in.Term, ok, got, err, c.want)
		}
		if _, ok := f.grant("pty-req", gossh.Marshal(c.in)); ok {
			t.Error("a second terminal is granted")
		}
	}
}

func TestEnv(t *testing.T) {
	for in, want := range map[[2]string]bool{
		{"LANG", "en_US.UTF-8"}: true, {"LC_ALL", "C"}: true, {"COLORTERM", "truecolor"}: true,
		{"NO_COLOR", ""}: true, {"TZ", "UTC"}: true, {"TERM_PROGRAM", "x"}: true,
		{"PATH", "/bin"}: false, {"LD_PRELOAD", "x"}: false, {"TERM", "x"}: false, {"", ""}: false,
		{"LANGUAGE", "x"}: false, {"LC", "x"}: false,
		{"LANG", "a\nb"}: false, {"LANG", "\x1b[31m"}: false, {"LC_\x00", "x"}: false, {"LANG", "\xff"}: false,
		{"LANG", strings.Repeat("x", 124)}: true, {"LANG", strings.Repeat("x", 125)}: false,
	} {
		if _, ok := newFilter().grant("env", env(in[0], in[1])); ok != want {
			t.Errorf("%q: got %v, want %v", in, ok, want)
		}
	}
	f, taken := newFilter(), 0
	for range 1000 {
		if _, ok := f.grant("env", env("LANG", "C")); ok {
			taken++
		}
	}
	if taken != maxEnv {
		t.Errorf("got %d variables, want %d", taken, maxEnv)
	}
}

func TestOneStart(t *testing.T) {
	for _, c := range []struct {
		kind    string
		payload []byte
		want    bool
	}{
		{"shell", nil, true}, {"exec", str("pdf"), true}, {"subsystem", str("sftp"), true},
		{"subsystem", str("netconf"), false}, {"subsystem", str(""), false}, {"exec", []byte{1, 2}, false},
		{"exec", []byte("\xff\xff\xff\xffx"), false},
		{"auth-agent-req@openssh.com", nil, false}, {"x11-req", nil, false}, {"break", make([]byte, 4), false},
		{"signal", str("KILL"), false}, {"xon-xoff", nil, false}, {"", nil, false},
	} {
		f := newFilter()
		if _, ok := f.grant(c.kind, c.payload); ok != c.want || f.started != c.want {
			t.Errorf("%s %q: got %v, want %v", c.kind, c.payload, ok, c.want)
		}
		if _, ok := f.grant("shell", nil); ok == c.want {
			t.Errorf("a shell after %s: got %v, want %v", c.kind, ok, !c.want)
		}
	}
}

func TestLongCommand(t *testing.T) {
	f := newFilter()
	if out, _ := f.grant("exec", str(strings.Repeat("'", 512))); len(out) != 516 || f.long {
		t.Error("a command of 512 bytes is not passed on")
	}
	f = newFilter()
	out, ok := f.grant("exec", str(strings.Repeat("'", 200000)))
	if !ok || !f.started || string(out) != string(str("")) || !f.long {
		t.Errorf("a long command: got %v, %d bytes, want true and an empty command", ok, len(out))
	}
}

// FuzzRequests checks that granted requests are well formed and within the limits.
func FuzzRequests(f *testing.F) {
	f.Add("pty-req", gossh.Marshal(ptyRequest{"xterm", 1 << 31, 24, 0, 0, "\x00"}))
	f.Add("env", env("LC_ALL", "C"))
	f.Add("exec", str("pdf"))
	f.Add("subsystem", str("sftp"))
	f.Add("shell", []byte(nil))
	f.Fuzz(func(t *testing.T, kind string, payload []byte) {
		filter := newFilter()
		out, ok := filter.grant(kind, payload)
		switch {
		case !ok:
			return
		case kind == "pty-req":
			var p ptyRequest
			if gossh.Unmarshal(out, &p) != nil || p.Cols > maxWidth || p.Rows > maxHeight || !isTerminalName(p.Term) || p.Modes != "" {
				t.Errorf("got terminal request %q, want it clamped", out)
			}
		case kind == "env":
			if len(out) > 8+maxEnvBytes {
				t.Errorf("got variable %q, want at most %d bytes", out, maxEnvBytes)
			}
		case kind == "exec":
			if len(out) > 4+maxCommand {
				t.Errorf("got a command of %d bytes, want at most %d", len(out)-4, maxCommand)
			}
		case kind != "shell" && string(out) != string(str("sftp")):
			t.Errorf("request %q is granted", kind)
		}
		begun := filter.started
		if _, again := filter.grant("shell", nil); begun == again {
			t.Errorf("started is %v, and a shell afterwards granted: %v", begun, again)
		}
	})
}
