"""A browser at a page of a scripted server, as the tests of clients use it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from conformance.web.page import MARK
from conformance.web.scripted import SESSION, Message, ScriptedServer, Socket, attribute, patch
from tests.browser.pages import wait_until
from tests.conftest import ROOT

__all__ = [
    "OURS",
    "SESSION",
    "Message",
    "OriginalClient",
    "ScriptedServer",
    "Socket",
    "Visit",
    "attribute",
    "both_clients",
    "client_file",
    "patch",
    "visiting",
]

OURS = ROOT / "hlive" / "client" / "hlive.js"

OriginalClient = Callable[[str], Path]


def client_file(name: str, original_client: OriginalClient) -> Path:
    """The script of a client: "ours", or "original" for the reference's of dialect 0.2."""
    return OURS if name == "ours" else original_client("0.2")


class Visit:
    """A browser at a scripted page: the server, and the socket of the moment."""

    def __init__(self, browser: WebDriver, server: ScriptedServer) -> None:
        self.browser = browser
        self.server = server
        self._socket: Socket | None = None
        self._marks = 0

    @property
    def socket(self) -> Socket:
        assert self._socket is not None, "no socket yet: open() or resume() first"
        return self._socket

    def open(
        self, body: str = "", head: str = "", html: str = "", query: str = "", script: str = ""
    ) -> None:
        """Loads a page, and answers its socket with a session id: frame 1.

        `script` runs before that frame, as if the visitor were quicker than the server.
        """
        self.server.page(body, head, html)
        self.browser.get(self.server.url + query)
        self.run(script)
        self.resume()
        self.socket.send(f"s|id|{SESSION}")

    def resume(self) -> None:
        """Takes the next socket, without a word."""
        self._socket = self.server.accept()

    def apply(self, *lines: str) -> None:
        """Sends a frame, then one that leaves a mark on <html>, and waits for the mark."""
        self._marks += 1
        self.socket.send(*lines)
        self.socket.send(attribute("c", "doc", "1", MARK, str(self._marks)))
        mark = f"return document.documentElement.getAttribute('{MARK}') === '{self._marks}'"
        wait_until(lambda: self.run(mark), "mark of the last frame")

    def run(self, script: str, *arguments: object) -> Any:
        return self.browser.execute_script(script, *arguments)

    def wait(self, expression: str) -> Any:
        """Waits until a JavaScript expression is true, and gives its value."""
        return wait_until(lambda: self.run(f"return {expression}"), expression)

    def body(self) -> str:
        html: str = self.run("return document.body.innerHTML")
        return html


@contextmanager
def visiting(browser: WebDriver, client: Path) -> Iterator[Visit]:
    """A browser that is about to visit a scripted page with this client."""
    server = ScriptedServer(client.read_text(encoding="utf-8"))
    server.start()
    try:
        yield Visit(browser, server)
        browser.get("about:blank")
    finally:
        server.stop()


both_clients = pytest.mark.parametrize("client", ["ours", "original"])
"""Runs a test, which has a parameter `client`, with our client and with the reference's."""
