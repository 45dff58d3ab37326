// Command pictures makes the pictures of the README: it starts the server,
// visits it over SSH with a terminal of its own, types, and photographs the
// screen with headless Chromium. Run it from the root of the repository:
//
//	go run ./.github/pictures
//
// It needs chromium (or CHROMIUM) and a monospaced font with the arrows and
// blocks, such as JetBrains Mono or DejaVu Sans Mono.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"image/color"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"golang.org/x/crypto/ssh"
)

// picture is one screen to photograph.
type picture struct {
	name       string
	cols, rows int
	light      bool
	keys       []string
}

func pictures() []picture {
	return []picture{
		{name: "regular", cols: 80, rows: 24, keys: []string{"3"}},
		{name: "wide", cols: 120, rows: 40},
		{name: "narrow", cols: 40, rows: 20},
		{name: "light", cols: 80, rows: 24, light: true},
		{name: "search", cols: 80, rows: 24, keys: []string{"/", "s", "h", "a", "r", "p"}},
		{name: "contact", cols: 80, rows: 46, keys: []string{"c"}},
		{name: "save", cols: 80, rows: 36, keys: []string{"s"}},
	}
}

func main() {
	log.SetFlags(0)
	if err := run(); err != nil {
		log.Fatal("pictures: ", err)
	}
}

func run() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	tmp, err := os.MkdirTemp("", "pictures")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	addr, err := serve(ctx, tmp)
	if err != nil {
		return err
	}
	for _, p := range pictures() {
		screen, err := visit(addr, p)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		page := filepath.Join(tmp, p.name+".html")
		if err := os.WriteFile(page, []byte(document(p, screen)), 0o600); err != nil {
			return err
		}
		out := filepath.Join(".github", "pictures", p.name+".png")
		if err := photograph(ctx, tmp, page, out, p); err != nil {
			return err
		}
		fmt.Println(out)
	}
	return nil
}

// serve builds and starts the server, which ends with ctx.
func serve(ctx context.Context, tmp string) (addr string, err error) {
	bin := filepath.Join(tmp, "cv")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", bin, "./cmd/cv").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	cmd := exec.CommandContext(ctx, bin, "--listen=127.0.0.1:0", "--log-format=json", "--state-dir="+tmp, "--public-address=cv.wenkaiyue.com")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		var r struct{ Msg, Address string }
		if json.Unmarshal(lines.Bytes(), &r) == nil && r.Msg == "listening" {
			go func() { _, _ = io.Copy(io.Discard, stderr) }()
			return r.Address, nil
		}
	}
	return "", errors.New("the server does not start")
}

// The colours of the photographed terminals.
var (
	dark  = [2]color.Color{color.RGBA{0xd5, 0xd8, 0xdf, 0xff}, color.RGBA{0x1b, 0x1d, 0x23, 0xff}}
	light = [2]color.Color{color.RGBA{0x24, 0x27, 0x2c, 0xff}, color.RGBA{0xfd, 0xfc, 0xf9, 0xff}}
)

// visit reads the CV as p says and returns the screen it ends with.
func visit(addr string, p picture) (*vt.Emulator, error) {
	client, err := ssh.Dial("tcp", addr, &ssh.ClientConfig{HostKeyCallback: ssh.InsecureIgnoreHostKey(), Timeout: 10 * time.Second}) // our own server, just started
	if err != nil {
		return nil, err
	}
	defer client.Close()
	session, err := client.NewSession()
	if err != nil {
		return nil, err
	}
	stdin, err := session.StdinPipe()
	if err != nil {
		return nil, err
	}
	screen := vt.NewEmulator(p.cols, p.rows)
	colors := dark
	if p.light {
		colors = light
	}
	screen.SetDefaultForegroundColor(colors[0])
	screen.SetDefaultBackgroundColor(colors[1])
	go func() { _, _ = io.Copy(stdin, screen) }() // the terminal's answers
	var mu sync.Mutex
	session.Stdout = writer(func(b []byte) (int, error) {
		mu.Lock()
		defer mu.Unlock()
		return screen.Write(b)
	})
	if err := session.RequestPty("xterm-kitty", p.rows, p.cols, nil); err != nil {
		return nil, err
	}
	if err := session.Shell(); err != nil {
		return nil, err
	}
	time.Sleep(time.Second)
	for _, k := range p.keys {
		if _, err := io.WriteString(stdin, k); err != nil {
			return nil, err
		}
		time.Sleep(200 * time.Millisecond)
	}
	time.Sleep(500 * time.Millisecond)
	mu.Lock() // for good: the screen stays as it is
	return screen, nil
}

type writer func([]byte) (int, error)

func (w writer) Write(b []byte) (int, error) { return w(b) }

// The size of a cell and of the frame around the screen, in CSS pixels.
const cellWidth, cellHeight, margin = 9, 20, 28

// document is the screen as HTML, every run of cells where it belongs.
func document(p picture, screen *vt.Emulator) string {
	colors := dark
	if p.light {
		colors = light
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><meta charset="utf-8"><style>
body{margin:0;background:%s;color:%s}
span{position:absolute;white-space:pre;height:%dpx;font:15px/%dpx "JetBrains Mono","DejaVu Sans Mono",monospace;font-variant-ligatures:none}
</style>`, css(colors[1]), css(colors[0]), cellHeight, cellHeight)
	for y := range p.rows {
		for x := 0; x < p.cols; {
			cell := screen.CellAt(x, y)
			if cell == nil || cell.Width == 0 {
				x++
				continue
			}
			fmt.Fprintf(&b, `<span style="left:%dpx;top:%dpx;width:%dpx;%s">%s</span>`,
				margin+x*cellWidth, margin+y*cellHeight, cell.Width*cellWidth, style(cell, colors), html.EscapeString(cell.Content))
			x += max(cell.Width, 1)
		}
	}
	if x := screen.CursorPosition(); !screen.CursorHidden() {
		fmt.Fprintf(&b, `<span style="left:%dpx;top:%dpx;width:%dpx;background:%s"></span>`, margin+x.X*cellWidth, margin+x.Y*cellHeight, cellWidth, css(colors[0]))
	}
	return b.String()
}

func style(c *uv.Cell, colors [2]color.Color) string {
	fg, bg := c.Style.Fg, c.Style.Bg
	if fg == nil {
		fg = colors[0]
	}
	s := ""
	if c.Style.Attrs&uv.AttrReverse != 0 {
		if bg == nil {
			bg = colors[1]
		}
		fg, bg = bg, fg
	}
	if bg != nil {
		s += "background:" + css(bg) + ";"
	}
	s += "color:" + css(fg) + ";"
	if c.Style.Attrs&uv.AttrBold != 0 {
		s += "font-weight:700;"
	}
	if c.Style.Attrs&uv.AttrItalic != 0 {
		s += "font-style:italic;"
	}
	if c.Style.Underline != ansi.UnderlineNone {
		s += "text-decoration:underline;"
	}
	return s
}

func css(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

func photograph(ctx context.Context, tmp, page, out string, p picture) error {
	chromium := os.Getenv("CHROMIUM")
	if chromium == "" {
		chromium = "chromium"
	}
	cmd := exec.CommandContext(ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
		"--user-data-dir="+filepath.Join(tmp, "chromium"), "--force-device-scale-factor=2",
		fmt.Sprintf("--window-size=%d,%d", 2*margin+p.cols*cellWidth, 2*margin+p.rows*cellHeight),
		"--screenshot="+out, "file://"+page)
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, text)
	}
	return nil
}
