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

func env(name, value string) []byte {
	return gossh.Marshal(struct{ Name, Value string }{name, value})
}

func str(s string) []byte { return gossh.Marshal(struct{ Value string }{s}) }

func newFilter() *filter {
	cfg := Defaults()
	cfg.Subsystems = []string{"sftp"}
	return &filter{cfg: &cfg}
}

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
		v, out := f.judge("pty-req", gossh.Marshal(c.in))
		var got ptyRequest
		if err := gossh.Unmarshal(out, &got); v != pass || err != nil || got != c.want {
			t.Errorf("%q: %d, %+v, %v", c.in.Term, v, got, err)
		}
		if v, _ := f.judge("pty-req", gossh.Marshal(c.in)); v != refuse {
			t.Error("a second terminal is granted")
		}
	}
}

func TestEnv(t *testing.T) {
	for in, want := range map[[2]string]verdict{
		{"LANG", "en_US.UTF-8"}: pass, {"LC_ALL", "C"}: pass, {"COLORTERM", "truecolor"}: pass,
		{"NO_COLOR", ""}: pass, {"TZ", "UTC"}: pass, {"TERM_PROGRAM", "x"}: pass,
		{"PATH", "/bin"}: refuse, {"LD_PRELOAD", "x"}: refuse, {"TERM", "x"}: refuse, {"", ""}: refuse,
		{"LANGUAGE", "x"}: refuse, {"LC", "x"}: refuse,
		{"LANG", "a\nb"}: refuse, {"LANG", "\x1b[31m"}: refuse, {"LC_\x00", "x"}: refuse, {"LANG", "\xff"}: refuse,
		{"LANG", strings.Repeat("x", 124)}: pass, {"LANG", strings.Repeat("x", 125)}: refuse,
	} {
		if v, _ := newFilter().judge("env", env(in[0], in[1])); v != want {
			t.Errorf("%q: %d, want %d", in, v, want)
		}
	}
	f, taken := newFilter(), 0
	for range 1000 {
		if v, _ := f.judge("env", env("LANG", "C")); v == pass {
			taken++
		}
	}
	if taken != maxEnv {
		t.Errorf("%d variables are taken", taken)
	}
}

func TestOneStart(t *testing.T) {
	for _, c := range []struct {
		kind    string
		payload []byte
		want    verdict
	}{
		{"shell", nil, start}, {"exec", str("pdf"), start}, {"subsystem", str("sftp"), start},
		{"subsystem", str("netconf"), refuse}, {"subsystem", str(""), refuse}, {"exec", []byte{1, 2}, refuse},
		{"exec", []byte("\xff\xff\xff\xffx"), refuse},
		{"auth-agent-req@openssh.com", nil, refuse}, {"x11-req", nil, refuse}, {"break", make([]byte, 4), refuse},
		{"signal", str("KILL"), refuse}, {"xon-xoff", nil, refuse}, {"", nil, refuse},
	} {
		f := newFilter()
		if v, _ := f.judge(c.kind, c.payload); v != c.want {
			t.Errorf("%s %q: %d, want %d", c.kind, c.payload, v, c.want)
		}
		if v, _ := f.judge("shell", nil); (v == start) == (c.want == start) {
			t.Errorf("a shell after %s: %d", c.kind, v)
		}
	}
}

func TestLongCommand(t *testing.T) {
	f := newFilter()
	if _, out := f.judge("exec", str(strings.Repeat("'", 512))); len(out) != 516 || f.long {
		t.Error("512 bytes are too many")
	}
	f = newFilter()
	v, out := f.judge("exec", str(strings.Repeat("'", 200000)))
	if v != start || string(out) != string(str("")) || !f.long {
		t.Errorf("%d, %d bytes", v, len(out))
	}
}

// FuzzRequests checks that nothing is handed on but what is well formed and
// within the limits.
func FuzzRequests(f *testing.F) {
	f.Add("pty-req", gossh.Marshal(ptyRequest{"xterm", 1 << 31, 24, 0, 0, "\x00"}))
	f.Add("window-change", make([]byte, 16))
	f.Add("env", env("LC_ALL", "C"))
	f.Add("exec", str("pdf"))
	f.Add("subsystem", str("sftp"))
	f.Add("shell", []byte(nil))
	f.Fuzz(func(t *testing.T, kind string, payload []byte) {
		filter := newFilter()
		v, out := filter.judge(kind, payload)
		switch {
		case v == refuse:
			return
		case kind == "pty-req":
			var p ptyRequest
			if gossh.Unmarshal(out, &p) != nil || p.Cols > maxWidth || p.Rows > maxHeight || !isTerminalName(p.Term) || p.Modes != "" {
				t.Errorf("%q", out)
			}
		case kind == "window-change":
			if v != resize || len(out) != 8 {
				t.Errorf("%d, %q", v, out)
			}
		case kind == "env":
			if len(out) > 8+maxEnvBytes {
				t.Errorf("%q", out)
			}
		case kind == "exec":
			if len(out) > 4+maxCommand {
				t.Errorf("%d bytes", len(out))
			}
		case kind != "shell" && string(out) != string(str("sftp")):
			t.Errorf("%q is handed on", kind)
		}
		if again, _ := filter.judge("shell", nil); v == start && again != refuse {
			t.Error("two sessions in a channel")
		}
	})
}
