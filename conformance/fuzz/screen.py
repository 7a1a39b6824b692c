"""Random cases in a real browser: many films in one page, each with a client in its own frame."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple, cast

from selenium.webdriver.remote.webdriver import WebDriver

from conformance.fuzz.trial import Film
from hlive_proto.browser import shown
from hlive_proto.dom import Snapshot, parse, snapshot
from hlive_proto.tree import Document

_SCRIPT = Path(__file__).with_name("screen.js")

PATIENCE = 60
"""Seconds that one batch may take."""

BATCH = 25
"""How many films are handed to the browser at once."""


@contextmanager
def screen(browser: WebDriver) -> Iterator[WebDriver]:
    """The browser at an empty page of a server, whose address frames inherit."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Blank)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        browser.get(f"http://127.0.0.1:{server.server_port}/")
        browser.set_script_timeout(PATIENCE)
        yield browser
    finally:
        browser.get("about:blank")
        server.shutdown()
        server.server_close()


class _Blank(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b'<!doctype html><link rel="icon" href="data:,"><title>Screen</title>')

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody wants to read it."""


def problems(browser: WebDriver, client: str, films: Sequence[Film]) -> list[str]:
    """Plays films at the screen with a client; says of each what it shows that it should not.

    An empty word is said of a film that shows all that the server believes.
    """
    reels = [Reel(film.html, [shot.frames for shot in film.shots]) for film in films]
    return list(map(_problem, films, play(browser, client, reels)))


class Reel(NamedTuple):
    """A page's first HTML, and the frames of each step."""

    html: str
    shots: Sequence[Sequence[str]]


def play(browser: WebDriver, client: str, reels: Sequence[Reel]) -> list[list[list[Any]]]:
    """What is shown of each reel after each step, as `screen.js` tells it: the document's nodes,
    and after them, as texts, what the client threw.
    """
    script = _SCRIPT.read_text(encoding="utf-8")
    seen: list[list[list[Any]]] = []
    for start in range(0, len(reels), BATCH):
        told = [reel._asdict() for reel in reels[start : start + BATCH]]
        answer: str = browser.execute_async_script(script, client, told)
        if answer.startswith("!"):
            raise RuntimeError(answer)
        seen += json.loads(answer)
    return seen


def _problem(film: Film, seen: list[Any]) -> str:
    for number, (shot, live) in enumerate(zip(film.shots, seen, strict=True)):
        expected = _expected(shot.tree)
        found = [_seen(node) for node in live]
        if found != expected:
            return f"step {number}: the browser shows\n{found}\nand not\n{expected}"
    return ""


def _expected(tree: Document) -> list[Snapshot]:
    return [_opened(node) for node in shown(tree)]


def _opened(node: Snapshot) -> Snapshot:
    """The text in a `noscript` is taken for the markup that it is; a field has a single line."""
    if isinstance(node, str) or node[0] == "!":
        return node
    name, attrs, *children = cast(tuple[Any, ...], node)
    if name == "noscript":
        children = [snapshot(each) for text in children for each in parse(text)]
    if name == "input" and "value" in attrs:
        attrs = {**attrs, "value": attrs["value"].replace("\r", "").replace("\n", "")}
        if not attrs["value"]:
            del attrs["value"]
    return (name, attrs, *map(_opened, children))


def _seen(node: Any) -> Snapshot:
    """What the browser tells, in tuples; an empty field is one without a value."""
    if isinstance(node, str):
        return node
    if node[0] == "!":
        return ("!", node[1])
    name, attrs, *children = node
    if name == "input" and not attrs["value"]:
        del attrs["value"]
    return (name, attrs, *map(_seen, children))
