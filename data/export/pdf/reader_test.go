package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// reader reads a PDF of this package: its objects and streams, the text of its marked
// content, and the text of each code.
type reader struct {
	t       testing.TB
	objects map[int]string
	streams map[int][]byte
	codes   map[string]map[int]string // by resource name of the font
	content map[string]string         // by page and number of marked content
	loose   []string                  // drawn outside of marked content
}

var (
	objectStart = regexp.MustCompile(`(?m)^(\d+) 0 obj\n`)
	reference   = regexp.MustCompile(`(\d+) 0 R`)
)

func read(t testing.TB, b []byte) *reader {
	t.Helper()
	r := &reader{t: t, objects: map[int]string{}, streams: map[int][]byte{}, codes: map[string]map[int]string{}, content: map[string]string{}}
	for rest := b; ; {
		at := objectStart.FindSubmatchIndex(rest)
		if at == nil {
			break
		}
		n, _ := strconv.Atoi(string(rest[at[2]:at[3]]))
		rest = rest[at[1]:]
		if length := regexp.MustCompile(`^<</Length (\d+) [^\n]*>>\nstream\n`).FindSubmatchIndex(rest); length != nil {
			size, _ := strconv.Atoi(string(rest[length[2]:length[3]]))
			r.objects[n] = string(rest[:length[1]])
			r.streams[n] = rest[length[1] : length[1]+size]
			rest = rest[length[1]+size:]
			continue
		}
		end := bytes.Index(rest, []byte("\nendobj"))
		if end < 0 {
			t.Fatalf("object %d has no end", n)
		}
		r.objects[n] = string(rest[:end])
		rest = rest[end:]
	}
	for _, o := range r.objects {
		if strings.HasPrefix(o, "<</Font <<") {
			for _, m := range regexp.MustCompile(`/(F\d+) (\d+) 0 R`).FindAllStringSubmatch(o, -1) {
				font, _ := strconv.Atoi(m[2])
				r.codes[m[1]] = r.toUnicode(r.objects[font])
			}
		}
	}
	for n, o := range r.objects {
		if strings.HasPrefix(o, "<</Type /Page ") {
			r.page(n, string(r.unpacked(r.ref(o, "Contents"))))
		}
	}
	return r
}

// ref returns the number of the object that an entry of a dictionary refers to.
func (r *reader) ref(dict, key string) int {
	r.t.Helper()
	m := regexp.MustCompile(`/` + key + ` (\d+) 0 R`).FindStringSubmatch(dict)
	if m == nil {
		r.t.Fatalf("no /%s in %.200s", key, dict)
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

func (r *reader) unpacked(n int) []byte {
	r.t.Helper()
	z, err := zlib.NewReader(bytes.NewReader(r.streams[n]))
	if err != nil {
		r.t.Fatalf("stream %d: %v", n, err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		r.t.Fatalf("stream %d: %v", n, err)
	}
	return out
}

func (r *reader) toUnicode(font string) map[int]string {
	out := map[int]string{}
	for _, m := range regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]+)>\n`).FindAllStringSubmatch(string(r.unpacked(r.ref(font, "ToUnicode"))), -1) {
		code, _ := strconv.ParseInt(m[1], 16, 32)
		raw, _ := hex.DecodeString(m[2])
		var units []uint16
		for i := 0; i+1 < len(raw); i += 2 {
			units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
		}
		out[int(code)] = string(utf16.Decode(units))
	}
	return out
}

// page reads the content stream of page n line by line.
func (r *reader) page(n int, content string) {
	var stack []string // "artifact", "span", or a number of marked content
	font := ""
	inside := func() string {
		for _, s := range stack {
			if s != "span" {
				return s
			}
		}
		return ""
	}
	for line := range strings.SplitSeq(content, "\n") {
		switch {
		case strings.HasSuffix(line, " BDC"):
			kind := "span"
			if strings.HasPrefix(line, "/Artifact ") {
				kind = "artifact"
			} else if m := regexp.MustCompile(`/MCID (\d+)`).FindStringSubmatch(line); m != nil {
				if inside() != "" {
					r.loose = append(r.loose, "marked content within "+inside())
				}
				kind = m[1]
			}
			stack = append(stack, kind)
		case line == "EMC":
			if len(stack) == 0 {
				r.t.Fatal("EMC without BDC")
			}
			stack = stack[:len(stack)-1]
		case strings.HasSuffix(line, " Tf"):
			font = line[1:strings.Index(line, " ")]
		case strings.HasSuffix(line, " TJ"), strings.HasSuffix(line, " S Q"):
			at := inside()
			if at == "" {
				r.loose = append(r.loose, line)
			}
			for _, m := range regexp.MustCompile(`<([0-9A-F]*)>`).FindAllStringSubmatch(line, -1) {
				for i := 0; i+4 <= len(m[1]); i += 4 {
					code, _ := strconv.ParseInt(m[1][i:i+4], 16, 32)
					text, ok := r.codes[font][int(code)]
					if !ok {
						r.t.Errorf("code %d of font %s has no text", code, font)
					}
					if at != "artifact" {
						r.content[fmt.Sprintf("%d/%s", n, at)] += text
					}
				}
			}
		}
	}
	if len(stack) > 0 {
		r.t.Errorf("page %d ends within %q, want EMC first", n, stack)
	}
}

// walk calls f for each element of the structure tree, before its kids, and returns the
// text of the tree. It fails unless all content is in exactly one element.
func (r *reader) walk(f func(role, dict string, depth int)) (text string) {
	root := 0
	for n, o := range r.objects {
		if strings.HasPrefix(o, "<</Type /StructTreeRoot") {
			root = n
		}
	}
	if root == 0 {
		r.t.Fatal("no structure tree")
	}
	used := map[string]bool{}
	var b strings.Builder
	var walk func(n, parent, depth int)
	walk = func(n, parent, depth int) {
		dict := r.objects[n]
		if r.ref(dict, "P") != parent {
			r.t.Errorf("got the parent %d in %.80s, want %d", r.ref(dict, "P"), dict, parent)
		}
		role := regexp.MustCompile(`/S /(\w+)`).FindStringSubmatch(dict)[1]
		f(role, dict, depth)
		kids := dict[strings.Index(dict, "/K [")+4:]
		for _, m := range regexp.MustCompile(`<</Type /(MCR|OBJR) /Pg (\d+) 0 R /(?:MCID (\d+)|Obj (\d+) 0 R)>>|(\d+) 0 R`).FindAllStringSubmatch(kids[:strings.LastIndex(kids, "]")], -1) {
			switch m[1] {
			case "MCR":
				key := m[2] + "/" + m[3]
				if used[key] {
					r.t.Errorf("content %s is in two elements", key)
				}
				used[key] = true
				b.WriteString(r.content[key])
			case "OBJR":
				k, _ := strconv.Atoi(m[4])
				if !strings.Contains(r.objects[k], "/Subtype /Link") || !strings.Contains(r.objects[k], "/Contents ") {
					r.t.Errorf("got link object %.100s, want a link annotation with /Contents", r.objects[k])
				}
			default:
				k, _ := strconv.Atoi(m[5])
				walk(k, n, depth+1)
			}
		}
		if role == "P" || role == "H1" || role == "H2" || role == "H3" || role == "Lbl" {
			b.WriteString("\n")
		}
	}
	for _, m := range reference.FindAllStringSubmatch(regexp.MustCompile(`/K \[[^\]]*\]`).FindString(r.objects[root]), -1) {
		k, _ := strconv.Atoi(m[1])
		walk(k, root, 0)
	}
	for key := range r.content {
		if !used[key] {
			r.t.Errorf("content %s is in no element", key)
		}
	}
	return b.String()
}
