"""A load of browsers that click as soon as they have seen the answer to the last click."""

import asyncio
import time
from dataclasses import dataclass

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

CLICK = b'{"t":"e","i":"5-1","d":{"value":""}}'
"""The button is component 5 on every measured page: after html, head, title and body."""

CONNECT_TIMEOUT = 60.0
"""Seconds within which the sessions must be there; a page of many rows takes the peer a while."""


@dataclass(frozen=True, slots=True)
class Load:
    """What a load came to: clicks answered per second, and the share of a core its client took."""

    events_per_second: float
    client_cpu: float


class _Clicker(WSListener):
    """One browser: it is ready when the server has fallen silent after the first frames."""

    def __init__(self) -> None:
        self.clicking = False
        self.answers = 0
        self.first_frames = 0

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type != WSMsgType.TEXT:
            return
        if not self.clicking:
            self.first_frames += 1
            return
        self.answers += 1
        transport.send(WSMsgType.TEXT, CLICK)

    def start(self) -> None:
        self.clicking = True
        self.transport.send(WSMsgType.TEXT, CLICK)

    @property
    def ready(self) -> bool:
        """The session line and the ids have come."""
        return self.first_frames >= 2


async def measure(url: str, sessions: int, seconds: float) -> Load:
    """Clicks in `sessions` sessions for `seconds`; raises TimeoutError when they don't open."""
    clickers = [await _open(url) for _ in range(sessions)]
    async with asyncio.timeout(CONNECT_TIMEOUT):
        while not all(clicker.ready for clicker in clickers):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    for clicker in clickers:
        clicker.start()
    started, cpu_started = time.perf_counter(), time.process_time()
    await asyncio.sleep(seconds)
    answers = sum(clicker.answers for clicker in clickers)
    elapsed, cpu = time.perf_counter() - started, time.process_time() - cpu_started
    for clicker in clickers:
        clicker.transport.disconnect()
    return Load(answers / elapsed, cpu / elapsed)


async def _open(url: str) -> _Clicker:
    _, clicker = await ws_connect(_Clicker, url)
    assert isinstance(clicker, _Clicker)
    return clicker
