"""A real Sanic server in a thread beside the test."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from threading import Thread
from typing import Any, TypeVar

import hlive as l
from hlive_proto.dialect import Dialect
from hlive_server import ServerSettings, serve_app
from tests.browser.site import OURS, Client, Site
from tests.server.support import PATIENCE, Server, fresh_name, running

T = TypeVar("T")


class SanicSite(Site):
    """A running server."""

    def __init__(self, server: Server, dialect: Dialect, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(f"http://127.0.0.1:{server.port}", server.host, dialect)
        self._loop = loop

    def call(self, act: Callable[[], T]) -> T:
        async def run() -> T:
            return act()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(PATIENCE)

    def cut(self, session: str) -> None:
        # No host offers this, as nobody but a test would want it.
        socket: Any = self.host._sockets[session]
        socket._transport.abort()


@contextmanager
def running_site(app: l.App, client: Client = OURS, **settings: Any) -> Iterator[SanicSite]:
    """Serves an app with a client on a free port; `settings` are those of ServerSettings."""
    chosen = ServerSettings(client=client.source, dialect=client.dialect, **settings)
    sanic_app = serve_app(app, chosen, fresh_name())
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="site")
    thread.start()
    stack = AsyncExitStack()
    try:
        starting = asyncio.run_coroutine_threadsafe(
            stack.enter_async_context(running(sanic_app)), loop
        )
        yield SanicSite(starting.result(PATIENCE), client.dialect, loop)
    finally:
        asyncio.run_coroutine_threadsafe(stack.aclose(), loop).result(PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
