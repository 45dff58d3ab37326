package filter

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

func newFilter() *Requests { return &Requests{Subsystems: []string{"sftp"}} }

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
		v, out := f.Judge("pty-req", gossh.Marshal(c.in))
		var got ptyRequest
		if err := gossh.Unmarshal(out, &got); v != Pass || err != nil || got != c.want {
			t.Errorf("%q: %d, %+v, %v", c.in.Term, v, got, err)
		}
		if v, _ := f.Judge("pty-req", gossh.Marshal(c.in)); v != Refuse {
			t.Error("a second terminal is granted")
		}
	}
}

func TestEnv(t *testing.T) {
	for in, want := range map[[2]string]Verdict{
		{"LANG", "en_US.UTF-8"}: Pass, {"LC_ALL", "C"}: Pass, {"COLORTERM", "truecolor"}: Pass,
		{"NO_COLOR", ""}: Pass, {"TZ", "UTC"}: Pass, {"TERM_PROGRAM", "x"}: Pass,
		{"PATH", "/bin"}: Refuse, {"LD_PRELOAD", "x"}: Refuse, {"TERM", "x"}: Refuse, {"", ""}: Refuse,
		{"LANGUAGE", "x"}: Refuse, {"LC", "x"}: Refuse,
		{"LANG", "a\nb"}: Refuse, {"LANG", "\x1b[31m"}: Refuse, {"LC_\x00", "x"}: Refuse, {"LANG", "\xff"}: Refuse,
		{"LANG", strings.Repeat("x", 124)}: Pass, {"LANG", strings.Repeat("x", 125)}: Refuse,
	} {
		if v, _ := newFilter().Judge("env", env(in[0], in[1])); v != want {
			t.Errorf("%q: %d, want %d", in, v, want)
		}
	}
	f, taken := newFilter(), 0
	for range 1000 {
		if v, _ := f.Judge("env", env("LANG", "C")); v == Pass {
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
		want    Verdict
	}{
		{"shell", nil, Start}, {"exec", str("pdf"), Start}, {"subsystem", str("sftp"), Start},
		{"subsystem", str("netconf"), Refuse}, {"subsystem", str(""), Refuse}, {"exec", []byte{1, 2}, Refuse},
		{"exec", []byte("\xff\xff\xff\xffx"), Refuse},
		{"auth-agent-req@openssh.com", nil, Refuse}, {"x11-req", nil, Refuse}, {"break", make([]byte, 4), Refuse},
		{"signal", str("KILL"), Refuse}, {"xon-xoff", nil, Refuse}, {"", nil, Refuse},
	} {
		f := newFilter()
		if v, _ := f.Judge(c.kind, c.payload); v != c.want {
			t.Errorf("%s %q: %d, want %d", c.kind, c.payload, v, c.want)
		}
		if v, _ := f.Judge("shell", nil); (v == Start) == (c.want == Start) {
			t.Errorf("a shell after %s: %d", c.kind, v)
		}
	}
}

func TestLongCommand(t *testing.T) {
	f := newFilter()
	if _, out := f.Judge("exec", str(strings.Repeat("'", 512))); len(out) != 516 || f.Long {
		t.Error("512 bytes are too many")
	}
	f = newFilter()
	v, out := f.Judge("exec", str(strings.Repeat("'", 200000)))
	if v != Start || string(out) != string(str("")) || !f.Long {
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
		v, out := filter.Judge(kind, payload)
		switch {
		case v == Refuse:
			return
		case kind == "pty-req":
			var p ptyRequest
			if gossh.Unmarshal(out, &p) != nil || p.Cols > MaxWidth || p.Rows > MaxHeight || !isTerminalName(p.Term) || p.Modes != "" {
				t.Errorf("%q", out)
			}
		case kind == "window-change":
			if v != Resize || len(out) != 8 {
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
		if again, _ := filter.Judge("shell", nil); v == Start && again != Refuse {
			t.Error("two sessions in a channel")
		}
	})
}
