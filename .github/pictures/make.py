#!/usr/bin/env python3
"""Makes the README's pictures: visits a server with OpenSSH in tmux, types, and
photographs the screen. Run it from the root of the repository. It needs go, ssh,
tmux, chromium and the font DejaVu Sans Mono."""
import html, json, os, pathlib, re, subprocess, tempfile, time

PICTURES = [  # name, columns, rows, keys
    ("regular", 80, 24, "3"), ("wide", 120, 40, ""), ("narrow", 40, 20, ""), ("light", 80, 24, ""),
    ("search", 80, 24, "/sharp"), ("contact", 80, 46, "c"), ("save", 80, 24, "s")]
WIDTH, HEIGHT, MARGIN = 10.343, 20, 28  # of a cell (blocks fill its height) and around the screen, in pixels


def css(state, foreground, background):  # state has the SGR parameters that are on
    fg, bg = state.get("fg", foreground), state.get("bg", background)
    if 7 in state:
        fg, bg = bg, fg
    return f"color:{fg};background:{bg};" + "".join(
        text for n, text in {1: "font-weight:700;", 2: "opacity:.6;", 3: "font-style:italic;", 4: "text-decoration:underline;"}.items() if n in state)


def colour(n):  # of the 256 of xterm
    if n < 16:
        return "#000 #c44 #4a0 #ca0 #47c #86a #099 #ccc #555 #f66 #8e3 #fe4 #79f #a7a #3ee #fff".split()[n]
    if n > 231:
        return f"rgb({8 + 10 * (n - 232)},{8 + 10 * (n - 232)},{8 + 10 * (n - 232)})"
    return "rgb(" + ",".join(str(0 if v == 0 else 55 + 40 * v) for v in ((n - 16) // 36, (n - 16) // 6 % 6, (n - 16) % 6)) + ")"


def spans(screen, foreground, background):  # what tmux capture-pane -e prints (ECMA-48, SGR), as HTML
    state = {}
    for text, codes in re.findall(r"([^\x1b]*)(?:\x1b\[([0-9;]*)m|\x1b[^m]*?(?:\x1b\\|\x07)|$)", screen):
        if text:
            cell = f'<span style="display:inline-block;vertical-align:top;height:{HEIGHT}px;{css(state, foreground, background)}">'
            yield "\n".join(f"{cell}{html.escape(part)}</span>" if part else "" for part in text.split("\n"))
        todo = [int(c or 0) for c in codes.split(";")] if codes or text == "" else []
        while todo:
            n = todo.pop(0)
            if n == 0:
                state.clear()
            elif n in (38, 48):
                kind = todo.pop(0)
                value = colour(todo.pop(0)) if kind == 5 else "rgb(%d,%d,%d)" % tuple(todo.pop(0) for _ in range(3))
                state["fg" if n == 38 else "bg"] = value
            elif n >= 90 or 30 <= n <= 47 and n % 10 < 8:
                state["bg" if 40 <= n < 50 or n >= 100 else "fg"] = colour(n % 10 + (8 if n >= 90 else 0))
            elif n in (39, 49):
                state.pop("fg" if n == 39 else "bg", None)
            elif n < 10:
                state[n] = True
            elif 22 <= n <= 27:
                state = {k: v for k, v in state.items() if k not in ((1, 2) if n == 22 else (n - 20,))}


with tempfile.TemporaryDirectory() as tmp:
    subprocess.run(["go", "build", "-o", f"{tmp}/cv", "./cmd/cv"], check=True)
    server = subprocess.Popen([f"{tmp}/cv", "--listen=127.0.0.1:0", "--log-format=json", f"--state-dir={tmp}",
                               "--public-address=cv.wenkaiyue.com"], stderr=subprocess.PIPE, text=True)
    port = next(r["address"] for r in map(json.loads, server.stderr) if r["msg"] == "listening").rsplit(":")[-1]
    for name, columns, rows, keys in PICTURES:
        colours = ("#24272c", "#fdfcf9") if name == "light" else ("#d5d8df", "#1b1d23")
        pathlib.Path(f"{tmp}/tmux.conf").write_text(f"set -g status off\nset -g window-style fg={colours[0]},bg={colours[1]}\n")
        tmux = ["tmux", "-f", f"{tmp}/tmux.conf", "-L", f"pictures{os.getpid()}"]
        size, outer = ["new-session", "-d", "-x", str(columns), "-y", str(rows)], tmux[:-1] + [tmux[-1] + "-outer"]
        visit = f"ssh -F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o SetEnv=COLORTERM=truecolor -p {port} 127.0.0.1"
        subprocess.run(tmux + size + [visit], check=True)
        # What tmux draws is captured in another one: of its own screen it captures erased cells in part.
        subprocess.run(outer + size + ["TMUX= " + " ".join(tmux) + " attach"], check=True)
        time.sleep(1)
        for key in keys:
            subprocess.run(tmux + ["send-keys", "-l", key], check=True)
        time.sleep(1)
        screen = subprocess.run(outer + ["capture-pane", "-e", "-N", "-p"], check=True, capture_output=True, text=True).stdout
        for t in (outer, tmux):
            subprocess.run(t + ["kill-server"], check=True)
        pathlib.Path(f"{tmp}/page.html").write_text(f'<!doctype html><meta charset="utf-8"><body style="margin:{MARGIN}px;background:{colours[1]}"><pre style="margin:0;'
            f'font:17.18px/{HEIGHT}px DejaVu Sans Mono;font-variant-ligatures:none">\n' + "".join(spans(screen, *colours)))
        subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=2",
                        f"--user-data-dir={tmp}/chromium", f"--window-size={int(2 * MARGIN + columns * WIDTH)},{2 * MARGIN + rows * HEIGHT}",
                        f"--screenshot=.github/pictures/{name}.png", f"file://{tmp}/page.html"], check=True, stderr=subprocess.DEVNULL)
    server.terminate()
