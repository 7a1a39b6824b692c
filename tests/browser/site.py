"""A real server beside the test, in a thread, so that its sessions can be looked into."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

import hlive as l
from conformance.web.dom import differences, live_dom, tree_dom
from hlive.live import Live
from hlive_proto.dialect import DIALECT_02, Dialect
from hlive_server import ServerSettings, serve_app
from tests.browser.pages import session_id, wait_live, wait_until
from tests.server.support import PATIENCE, Server, fresh_name, running

T = TypeVar("T")


@dataclass(frozen=True)
class Client:
    """A browser client: ours, or the reference's of a dialect, whose script is `file`."""

    name: str
    file: Path | None
    dialect: Dialect

    @property
    def ours(self) -> bool:
        return self.file is None


OURS = Client("ours", None, DIALECT_02)

all_clients = pytest.mark.parametrize("client", ["ours", "original", "original-0.1"], indirect=True)
"""Runs a test with our client, and with the reference's of both dialects."""


class Site:
    """A running server, as the tests of a browser see it."""

    def __init__(self, server: Server, dialect: Dialect, loop: asyncio.AbstractEventLoop) -> None:
        self.url = f"http://127.0.0.1:{server.port}"
        self.server = server
        self.dialect = dialect
        self._loop = loop

    def visit(self, browser: WebDriver, path: str = "/") -> None:
        """Opens a page, and waits until it is live and shows what the server believes."""
        browser.get(self.url + path)
        wait_live(browser, self.dialect)
        self.wait_same(browser)

    def live(self, browser: WebDriver) -> Live:
        """The session of the page that the browser shows."""
        live = self.server.host.sessions.get(session_id(browser))
        assert live is not None, f"no session {session_id(browser)}"
        return live

    def call(self, act: Callable[[], T]) -> T:
        """Runs something in the server's own thread, as its handlers run; gives the result."""

        async def run() -> T:
            return act()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(PATIENCE)

    def drop(self, browser: WebDriver, then: Callable[[], object] = lambda: None) -> None:
        """Cuts the page's connection as a failing network does: nobody says goodbye.

        `then` happens on the server before anybody can have come back.
        """
        id = session_id(browser)

        def act() -> None:
            # No host offers this, as nobody but a test would want it.
            self.server.host._sockets[id]._transport.abort()
            then()

        self.call(act)

    def wait_same(self, browser: WebDriver) -> None:
        """Waits until the DOM and the server's browser tree are equal, node for node.

        Raises AssertionError with the differences that stay.
        """
        found: list[str] = []

        def same() -> bool:
            shown = self.live(browser).shown
            found[:] = differences(tree_dom(shown), live_dom(browser))
            return not found

        try:
            wait_until(same, "equal DOM", patience=PATIENCE)
        except AssertionError as error:
            raise AssertionError("\n".join([str(error), *found])) from None


Serve = Callable[..., Site]
"""What the fixture `serve` gives: a running site for an app and perhaps some settings."""


@contextmanager
def running_site(app: l.App, client: Client = OURS, **settings: Any) -> Iterator[Site]:
    """Serves an app with a client on a free port; `settings` are those of ServerSettings."""
    source = client.file.read_text(encoding="utf-8") if client.file else None
    chosen = ServerSettings(client=source, dialect=client.dialect, **settings)
    sanic_app = serve_app(app, chosen, fresh_name())
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="site")
    thread.start()
    stack = AsyncExitStack()
    try:
        starting = asyncio.run_coroutine_threadsafe(
            stack.enter_async_context(running(sanic_app)), loop
        )
        yield Site(starting.result(PATIENCE), client.dialect, loop)
    finally:
        asyncio.run_coroutine_threadsafe(stack.aclose(), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
