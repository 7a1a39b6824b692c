"""Bytes from the server to the browser for one action, without and with permessage-deflate.

One action before it isn't counted: it may carry what only a first change needs.
"""

import asyncio
from collections.abc import Callable

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from benchmarks.drivers.driver import Driver
from benchmarks.load import READY_TIMEOUT, Failed, fetch
from benchmarks.suite import Case, Effort, Figures, Metric
from benchmarks.systems import EVERYONE, PYVIEW_STREAMS, Running

SETTLE = 0.1
"""Seconds after an answer, within which what belongs to it has come too."""

PAGES = {
    "click": ("/bench", {"rows": 100, "cells": 4}),
    "insert": ("/list", {"rows": 1000}),
    "swap": ("/list", {"rows": 1000}),
    "sort": ("/list", {"rows": 1000}),
    "filter": ("/list", {"rows": 1000}),
    "type:7": ("/form", {"fields": 100}),
}
"""The page of each action."""

STREAM_ACTIONS = ("click", "insert", "type:7")


class Counting(ClientConnection):
    """A connection that counts what comes over the wire, with the frames' own bytes."""

    received = 0

    def data_received(self, data: bytes) -> None:
        """Bytes came."""
        self.received += len(data)
        super().data_received(data)


async def measure(running: Running, size: str, effort: Effort) -> Figures:
    """Bytes without and with compression, and whether the server agreed to compress."""
    if running.system is PYVIEW_STREAMS and size not in STREAM_ACTIONS:
        raise Failed("a stream only hears of rows that come and go")
    plain, _ = await _bytes_of(running, size, None)
    packed, agreed = await _bytes_of(running, size, "deflate")
    return {"bytes": plain, "deflated": packed, "agreed": float(agreed)}


async def _bytes_of(running: Running, action: str, compression: str | None) -> tuple[int, bool]:
    path, query = PAGES[action]
    url = running.url(path, **query)
    driver = running.system.driver(url, (await fetch(url)).decode())
    try:
        async with connect(
            driver.socket_url(),
            compression=compression,
            create_connection=Counting,
            max_size=None,
        ) as connection:
            reading = asyncio.create_task(_read(connection, driver))
            try:
                await _until(lambda: driver.ready)
                await _act(driver, action, "first")
                assert isinstance(connection, Counting)
                before = connection.received
                await _act(driver, action, "second")
                used = connection.received - before
            finally:
                reading.cancel()
            return used, "permessage-deflate" in _agreed(connection)
    except (OSError, WebSocketException) as error:
        raise Failed(f"{type(error).__name__}: {error}") from error


async def _read(connection: ClientConnection, driver: Driver) -> None:
    loop = asyncio.get_running_loop()

    def send(message: bytes) -> None:
        sending.append(loop.create_task(connection.send(message.decode())))

    sending: list[asyncio.Task[None]] = []  # The loop itself would forget them.
    driver.send = send
    driver.opened()
    async for message in connection:
        driver.heard(message.encode() if isinstance(message, str) else message)


async def _act(driver: Driver, action: str, value: str) -> None:
    answers = driver.answers
    driver.act(action, value)
    await _until(lambda: driver.answers > answers)
    await asyncio.sleep(SETTLE)


async def _until(there: Callable[[], bool]) -> None:
    async with asyncio.timeout(READY_TIMEOUT):
        while not there():  # noqa: ASYNC110  # One visitor: nothing is in a hurry.
            await asyncio.sleep(0.002)


def _agreed(connection: ClientConnection) -> str:
    assert connection.response is not None
    return connection.response.headers.get("Sec-WebSocket-Extensions", "")


CASE = Case(
    name="wire",
    title="Bytes on the wire for one action",
    sizes=tuple(PAGES),
    metrics=(
        Metric("bytes", "bytes"),
        Metric("deflated", "bytes, permessage-deflate offered"),
        Metric("agreed", "deflate agreed"),
    ),
    subjects=(*EVERYONE, PYVIEW_STREAMS),
    measure=measure,
    note="Click beside 100 rows; lists of 1,000 rows; one key typed into one of 100 fields.",
    once=True,
    less_is_better=True,
)
