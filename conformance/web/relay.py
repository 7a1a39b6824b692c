"""A server between a browser and a real server: it sees every frame, and can exchange the client
in the pages for another."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http import HTTPStatus
from logging import NullHandler, getLogger
from queue import Empty, Queue
from threading import Condition, Thread

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.http11 import Request, Response
from websockets.typing import Origin

from conformance.transcript import long_scripts
from conformance.web.page import MARK
from hlive_proto import outbound
from hlive_proto.patch import Attribute, Op, Patch

MAX_FRAMES = 10_000
"""Frames of one visit; who sends more is flooding."""

_FETCH_SECONDS = 10.0
_quiet = getLogger("conformance.relay")
_quiet.addHandler(NullHandler())
_quiet.propagate = False


class RelayError(Exception):
    """The server behind the relay doesn't do its part; the message says which."""


def marked(frame: str, mark: str) -> str:
    """The frame with a first line that leaves a mark in the page; session lines stay alone."""
    if not frame.startswith("d|"):
        return frame
    return outbound.encode([Patch(Op.CREATE, "doc", (1,), Attribute(MARK, mark))]) + frame


class Visit:
    """One socket of the page at `path`: the frames in each direction, as they came. `mark` is that
    of the last frame."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.received: list[str] = []
        self.sent: list[str | bytes] = []
        self.mark = ""
        self._changed = Condition()

    def wait_received(self, count: int, patience: float) -> bool:
        """Waits until the server has sent so many frames; whether it has."""
        return self._wait(lambda: len(self.received) >= count, patience)

    def wait_sent(self, count: int, patience: float) -> bool:
        """Waits until the client has sent so many frames; whether it has."""
        return self._wait(lambda: len(self.sent) >= count, patience)

    def _wait(self, condition: Callable[[], bool], patience: float) -> bool:
        with self._changed:
            return self._changed.wait_for(condition, patience)

    def hear(self, frame: str | bytes) -> None:
        with self._changed:
            self.sent.append(frame)
            self._changed.notify_all()

    def tell(self, frame: str) -> str:
        """Notes a frame of the server; gives it with its mark."""
        with self._changed:
            self.received.append(frame)
            if frame.startswith("d|"):
                self.mark = str(len(self.received))
            self._changed.notify_all()
            return marked(frame, self.mark)


class Relay:
    """A running relay. `clients` are the scripts that it exchanges in the pages for `client`."""

    def __init__(self, upstream: str, clients: Sequence[str], client: str | None) -> None:
        self.upstream = upstream.rstrip("/")
        self.url = ""
        self._status: dict[str, int] = {}
        self._html: dict[str, str] = {}
        self._strange: dict[str, bool] = {}
        self._clients = clients
        self._client = client
        self._visits: Queue[Visit] = Queue()
        # Never through a proxy: what is tested runs beside us.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def accept(self, path: str, patience: float) -> Visit:
        """The next socket that a page opens; raises RelayError when none comes.

        That of another page, which was left before it was open, is no socket of this one.
        """
        if self._strange.get(path):
            raise RelayError("the page has no client that could be exchanged for ours")
        try:
            while (visit := self._visits.get(timeout=patience)).path != path:
                pass
        except Empty:
            raise RelayError(f"the client opens no socket within {patience:g} s") from None
        return visit

    def status(self, path: str) -> int:
        """What the last request for a page was answered with; 0 without one."""
        return self._status.get(path, 0)

    def html(self, path: str) -> str:
        """The HTML of that answer."""
        return self._html.get(path, "")

    def forget(self) -> None:
        """Drops the visits that nobody has asked for."""
        with suppress(Empty):
            while True:
                self._visits.get_nowait()

    async def listen(self) -> Server:
        """Starts on a free port."""
        server = await serve(
            self._handle,
            "127.0.0.1",
            0,
            process_request=self._request,
            max_size=None,
            ping_interval=None,
            close_timeout=1,
            logger=_quiet,
        )
        self.url = f"http://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        return server

    async def _request(self, connection: ServerConnection, request: Request) -> Response | None:
        if "Upgrade" in request.headers:
            return None
        path = request.path.partition("?")[0]
        if path == "/favicon.ico":
            return connection.respond(HTTPStatus.NO_CONTENT, "")
        status, text, kind = await asyncio.to_thread(self._fetch, request.path)
        shown = self._exchanged(text)
        self._status[path], self._html[path] = status, text
        self._strange[path] = self._client is not None and self._client not in shown
        response = connection.respond(HTTPStatus(status), shown)
        del response.headers["Content-Type"]
        response.headers["Content-Type"] = kind
        return response

    def _fetch(self, path: str) -> tuple[int, str, str]:
        try:
            with self._opener.open(self.upstream + path, timeout=_FETCH_SECONDS) as answer:
                kind = answer.headers.get("Content-Type", "text/html")
                return answer.status, answer.read().decode("utf-8", "replace"), kind
        except urllib.error.HTTPError as error:
            return error.code, f"{error.code}", "text/plain"
        except OSError as error:
            return HTTPStatus.BAD_GATEWAY, f"the server can't be reached: {error}", "text/plain"

    def _exchanged(self, html: str) -> str:
        if self._client is None:
            return html
        whole = (f"<script>{each}</script>" for each in [*self._clients, *_clients_in(html)])
        found = next((script for script in whole if script in html), None)
        if found is None:
            return html
        return html.replace(found, f"<script>{self._client}</script>", 1)

    async def _handle(self, browser: ServerConnection) -> None:
        assert browser.request is not None
        visit = Visit(browser.request.path.partition("?")[0])
        address = self.upstream.replace("http", "ws", 1) + browser.request.path
        try:
            async with connect(
                address,
                origin=Origin(self.upstream),
                max_size=None,
                proxy=None,
                logger=_quiet,
                close_timeout=1,
                compression=None,
            ) as server:
                self._visits.put(visit)
                down = asyncio.create_task(_down(visit, server, browser))
                await _up(visit, browser, server)
                down.cancel()
        except (OSError, WebSocketException) as error:
            await browser.close(1011, f"{type(error).__name__}"[:100])


def _clients_in(html: str) -> list[str]:
    """The scripts of a page that look like a client, whoever has minified it."""
    return [each for each in long_scripts(html) if "hlive" in each and "WebSocket" in each]


async def _up(visit: Visit, browser: ServerConnection, server: ClientConnection) -> None:
    with suppress(ConnectionClosed):
        async for frame in browser:
            visit.hear(frame)
            await server.send(frame)


async def _down(visit: Visit, server: ClientConnection, browser: ServerConnection) -> None:
    with suppress(ConnectionClosed):
        async for frame in server:
            text = frame if isinstance(frame, str) else frame.decode("utf-8", "replace")
            await browser.send(visit.tell(text))
            if len(visit.received) >= MAX_FRAMES:
                break
    await browser.close()


@contextmanager
def relaying(upstream: str, clients: Sequence[str], client: str | None) -> Iterator[Relay]:
    """A relay in front of a server, in a thread of its own."""
    relay = Relay(upstream, clients, client)
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="relay", daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(relay.listen(), loop).result(_FETCH_SECONDS)
    try:
        yield relay
    finally:
        asyncio.run_coroutine_threadsafe(_stop(server), loop).result(_FETCH_SECONDS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_FETCH_SECONDS)
        loop.close()


async def _stop(server: Server) -> None:
    server.close()
    with suppress(TimeoutError):
        await asyncio.wait_for(server.wait_closed(), 3)
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
