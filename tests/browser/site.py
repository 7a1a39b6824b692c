"""A real server beside the test, in a thread, so that its sessions can be looked into."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from threading import Thread

from selenium.webdriver.remote.webdriver import WebDriver

import hlive as l
from hlive.live import Live
from hlive_proto.dialect import DIALECT_02, Dialect
from hlive_server import ServerSettings, serve_app
from tests.browser.dom import differences, live_dom, tree_dom
from tests.browser.pages import session_id, wait_live, wait_until
from tests.server.support import PATIENCE, Server, fresh_name, running


class Site:
    """A running server, as the tests of a browser see it."""

    def __init__(self, server: Server, dialect: Dialect) -> None:
        self.url = f"http://127.0.0.1:{server.port}"
        self.server = server
        self.dialect = dialect

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


@contextmanager
def running_site(
    app: l.App, client: Path | None = None, dialect: Dialect = DIALECT_02
) -> Iterator[Site]:
    """Serves an app on a free port; `client` is served in place of our own client."""
    source = client.read_text(encoding="utf-8") if client else None
    sanic_app = serve_app(app, ServerSettings(client=source, dialect=dialect), fresh_name())
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="site")
    thread.start()
    stack = AsyncExitStack()
    try:
        starting = asyncio.run_coroutine_threadsafe(
            stack.enter_async_context(running(sanic_app)), loop
        )
        yield Site(starting.result(PATIENCE), dialect)
    finally:
        asyncio.run_coroutine_threadsafe(stack.aclose(), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
