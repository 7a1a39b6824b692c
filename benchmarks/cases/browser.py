"""How long the browser's client takes from a frame to the laid-out DOM: ours and the original.

Chromium loads a page whose WebSocket is a script: it hands frames to the client, and after each
one asks for the page's height, which makes the browser style and lay out what has changed.
"""

import asyncio
import shutil
import subprocess
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from selenium.webdriver import Chrome

from benchmarks.suite import Case, Effort, Figures, Metric
from benchmarks.systems import GO_PEER, ROOT, NotHere
from hlive_wasm.chromium import NoChromium, fresh_chromium

MODULE = "github.com/SamHennessy/hlive"
ROWS = 1000

_SOCKET = """
window.WebSocket = class extends EventTarget {
    constructor() { super(); window.scripted = this; this.readyState = 1; this.bufferedAmount = 0; }
    send() {}
    close() {}
    open() { this.onopen?.(new Event("open")); }
    deliver(data) { this.onmessage?.(new MessageEvent("message", { data })); }
};
Object.assign(window.WebSocket, { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 });
"""
"""Stands in for a browser's WebSocket, and lets the measuring script hand over frames."""

_CONNECT = "window.scripted.open(); window.scripted.deliver('s|id|0123456789abcdefghij');"

_MEASURE = """
const [there, back, rounds] = arguments;
const times = [];
for (let round = 0; round < rounds; round++) {
    for (const frame of [there, back]) {
        const started = performance.now();
        window.scripted.deliver(frame);
        document.body.offsetHeight;
        times.push(performance.now() - started);
    }
}
return [times, document.querySelectorAll("tr").length, document.querySelector("td").textContent];
"""


@dataclass(frozen=True, slots=True)
class Client:
    """A browser client."""

    name: str

    def script(self) -> str:
        """Its source; raises NotHere."""
        path = original() if self.name == "the original" else ROOT / "hlive/client/hlive.js"
        return path.read_text(encoding="utf-8")


@cache
def original() -> Path:
    """The reference's client, in the folder of its Go module; raises NotHere."""
    if shutil.which("go") is None:
        raise NotHere("Go isn't installed")
    command = ["go", "list", "-m", "-f", "{{.Dir}}", MODULE]
    done = subprocess.run(command, cwd=GO_PEER, capture_output=True, text=True)
    if done.returncode or not done.stdout.strip():
        raise NotHere("the reference's Go module can't be had")
    return Path(done.stdout.strip(), "page.js")


def patch(op: str, path: str, kind: str, content: str) -> str:
    """A line about a node of the table's body, whose path is that of the first one in it."""
    return f"d|{op}|doc|1>1>0>0{path}|{kind}|{b64encode(content.encode()).decode()}"


def row(text: str) -> str:
    """The markup of one row, with a binding."""
    return f'<tr hon="7-1|click"><td>{text}</td></tr>'


def frames(size: str) -> tuple[str, str]:
    """Two frames, each of which undoes the other; together they are repeated."""
    if size == "one text":
        return patch("u", ">0>0>0", "t", "a"), patch("u", ">0>0>0", "t", "b")
    if size == "one row":
        return patch("c", ">0", "h", row("new")), patch("d", ">0", "", "")
    if size == "1000 texts":
        one, other = (
            "\n".join(patch("u", f">{n}>0>0", "t", f"{text} {n}") for n in range(ROWS))
            for text in ("one", "other")
        )
        return one, other
    create = "\n".join(patch("c", f">{ROWS + n}", "h", row(f"new {n}")) for n in range(ROWS))
    delete = "\n".join(patch("d", f">{ROWS + n}", "", "") for n in reversed(range(ROWS)))
    return create, delete


async def measure(client: Client, size: str, effort: Effort) -> Figures:
    """The median milliseconds of a frame."""
    return await asyncio.to_thread(_measure, client, size, effort)


def _measure(client: Client, size: str, effort: Effort) -> Figures:
    few = size.startswith("1000")
    rounds = max(2, round((20 if few else 200) * effort.share))
    with _page(client.script()) as url, _chromium() as browser:
        browser.get(url)
        browser.execute_script(_CONNECT)
        times, rows, text = browser.execute_script(_MEASURE, *frames(size), rounds)
        if (rows, text) != (ROWS, _expected(size)):
            raise NotHere(f"the client has shown something else: {rows} rows, {text!r}")
    return {"milliseconds": sorted(times)[len(times) // 2]}


def _expected(size: str) -> str:
    """What stands in the first cell in the end."""
    return {"one text": "b", "1000 texts": "other 0"}.get(size, "row 0")


@contextmanager
def _page(script: str) -> Iterator[str]:
    """Serves a page with a table and a client."""
    table = "".join(row(f"row {number}") for number in range(ROWS))
    html = (
        '<!doctype html><html><head><link rel="icon" href="data:,">'
        f"<script>{_SOCKET}</script><script>{script}</script></head>"
        f"<body><table><tbody>{table}</tbody></table></body></html>"
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, html.encode()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, html: bytes, *arguments: object) -> None:
        self.html = html
        super().__init__(*arguments)  # type: ignore[arg-type]  # As the server calls it.

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self.html)))
        self.end_headers()
        self.wfile.write(self.html)

    def log_message(self, *_: object) -> None:
        """Nobody wants to read it."""


@contextmanager
def _chromium() -> Iterator[Chrome]:
    """A browser with a fresh profile; raises NotHere."""
    try:
        with fresh_chromium() as browser:
            yield browser
    except NoChromium as error:
        raise NotHere(str(error)) from error


OUR_CLIENT, ORIGINAL = Client("our client"), Client("the original")

CASE = Case(
    name="browser",
    title="From a frame to the laid-out DOM, beside 1,000 rows with bindings",
    sizes=("one text", "one row", "1000 texts", "1000 rows"),
    metrics=(Metric("milliseconds", "ms", 2),),
    subjects=(OUR_CLIENT, ORIGINAL),
    measure=measure,
    note="Chromium. One text changed; one row put before all and removed; 1,000 texts changed; "
    "1,000 rows appended and removed.",
    started=False,
    less_is_better=True,
)
