"""The client that every system is measured with: browsers without a DOM, as many as asked for."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import urlsplit

from picows import WSError, WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from benchmarks.drivers.driver import Driver, Unexpected
from benchmarks.systems import Running

READY_TIMEOUT = 60.0
"""Seconds within which a page must be live; one of many rows takes some systems a while."""

LARGEST_MESSAGE = 512 * 1024 * 1024
LONGEST = 10.0
SEEN = 3
"""So often something has to happen before it is said how often it does."""

AT_ONCE = 20
"""So many pages are opened at the same time when many are wanted."""

logging.getLogger("picows").setLevel(logging.ERROR)  # It warns of each large message.


class Failed(Exception):
    """A system couldn't do what was asked for; the message says how it ended."""


class Browser(WSListener):
    """A driver at a socket."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.bytes = 0
        self.last = b""
        self.closed = False

    def on_ws_connected(self, transport: WSTransport) -> None:
        """The socket is open."""
        self.transport = transport
        self.driver.send = lambda message: transport.send(WSMsgType.TEXT, message)
        self.driver.opened()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """A message came, in one piece: no server here splits them."""
        if frame.msg_type == WSMsgType.TEXT:
            message = frame.get_payload_as_bytes()
            self.bytes += len(message)
            self.last = message
            self.driver.heard(message)
        elif frame.msg_type == WSMsgType.CLOSE:
            transport.disconnect()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """The socket is gone."""
        self.closed = True

    def close(self) -> None:
        """Leaves the page."""
        self.transport.disconnect(graceful=False)

    async def until(self, there: Callable[[], bool]) -> None:
        """Waits for something of this browser; raises Failed when it can't come any more."""
        try:
            async with asyncio.timeout(READY_TIMEOUT):
                while not there():  # An event per message would slow the load.
                    if self.closed:
                        raise Failed("the server closed the connection")
                    await asyncio.sleep(0.001)
        except TimeoutError:
            raise Failed(f"no answer in {READY_TIMEOUT:g} s") from None


async def visit(running: Running, url: str) -> Browser:
    """Does what a browser does: loads the page, opens its socket, waits until it is live.

    Raises Failed.
    """
    try:
        html = await fetch(url)
        driver = running.system.driver(url, html.decode())
        _, browser = await ws_connect(
            lambda: Browser(driver),
            driver.socket_url(),
            max_frame_size=LARGEST_MESSAGE,
            websocket_handshake_timeout=READY_TIMEOUT,
        )
    except (OSError, WSError, Unexpected, TimeoutError, asyncio.IncompleteReadError) as error:
        raise Failed(f"{type(error).__name__}: {error}") from error
    assert isinstance(browser, Browser)
    await browser.until(lambda: driver.ready)
    return browser


async def fetch(url: str) -> bytes:
    """The body of a page, on a connection of its own."""
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    try:
        writer.write(request(url, "close"))
        answer = await asyncio.wait_for(reader.read(-1), READY_TIMEOUT)
    finally:
        writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise Failed(f"{url}: {head.splitlines()[0] if head else b'no answer'!r}")
    return body


def request(url: str, connection: str = "keep-alive") -> bytes:
    """A GET for a page, as bytes."""
    address = urlsplit(url)
    return (
        f"GET {address.path}?{address.query} HTTP/1.1\r\nHost: {address.netloc}\r\n"
        f"Connection: {connection}\r\n\r\n"
    ).encode()


@asynccontextmanager
async def visitors(running: Running, url: str, count: int) -> AsyncIterator[list[Browser]]:
    """Many live pages, opened a few at a time, and left in the end; raises Failed."""
    browsers: list[Browser] = []
    waiting = iter(range(count))

    async def open_some() -> None:
        for _ in waiting:
            browsers.append(await visit(running, url))

    try:
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(AT_ONCE, count)):
                    group.create_task(open_some())
        except* Failed as failures:
            raise failures.exceptions[0] from None
        yield browsers
    finally:
        for browser in browsers:
            browser.close()


@dataclass(frozen=True, slots=True)
class Used:
    """What happened within some seconds: how often, and what the processes used for it.

    `server` and `client` are cores, that is, seconds of processor time per second.
    """

    per_second: float
    server: float
    client: float

    @property
    def per_cpu_second(self) -> float:
        """How often within one second of the server's processor time."""
        return self.per_second / self.server if self.server else 0.0


async def observe(running: Running, seconds: float, count: Callable[[], int]) -> Used:
    """Looks on for some seconds; `count` says how often it has happened so far.

    Goes on for up to `LONGEST` seconds where it is too slow to be seen in that time.
    """
    counted, server = count(), running.cpu_seconds()
    started, client = time.perf_counter(), time.process_time()
    happened, elapsed = 0, 0.0
    while elapsed == 0 or (happened < SEEN and elapsed < LONGEST):
        await asyncio.sleep(seconds)
        happened, elapsed = count() - counted, time.perf_counter() - started
    mine = time.process_time() - client
    used = running.cpu_seconds() - server
    return Used(happened / elapsed, used / elapsed, mine / elapsed)


async def keep_acting(
    running: Running, browsers: list[Browser], seconds: float, actions: list[tuple[str, str]]
) -> Used:
    """Each browser does the actions in turn, the next as soon as the last is answered."""
    for browser in browsers:
        turn = cycle(actions)
        driver = browser.driver
        driver.on_answer = lambda driver=driver, turn=turn: driver.act(*next(turn))
        driver.on_answer()
    return await observe(running, seconds, lambda: sum(b.driver.answers for b in browsers))


async def act_and_wait(browser: Browser, action: str) -> float:
    """Seconds until one action is answered; raises Failed."""
    answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    driver = browser.driver

    def on_answer() -> None:
        if not answered.done():
            answered.set_result(None)

    driver.on_answer = on_answer
    started = time.perf_counter()
    driver.act(action)
    try:
        await asyncio.wait_for(answered, READY_TIMEOUT)
    except TimeoutError:
        raise Failed(f"no answer to {action!r} in {READY_TIMEOUT:g} s") from None
    finally:
        driver.on_answer = None
    return time.perf_counter() - started


async def repeat(act: Callable[[], Awaitable[object]], at_once: int, seconds: float) -> int:
    """Does something again and again, several at the same time; how often it was done."""
    done = 0
    end = time.perf_counter() + seconds

    async def again() -> None:
        nonlocal done
        while time.perf_counter() < end:
            await act()
            done += 1

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(again())
    except* Failed as failures:
        raise failures.exceptions[0] from None
    return done
