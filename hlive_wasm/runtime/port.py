"""A page's socket over a MessagePort: frames in the order of their numbers, and the goodbye."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

Message = dict[str, Any]
Post = Callable[[Message], None]

_GOING_AWAY = 1001


class Port:
    """Our end of the port.

    `post` hands a message to the page. The page is told that the socket is open before anything
    else. `acked` goes along with every frame: events up to it need not be kept by the page.
    """

    def __init__(self, post: Post) -> None:
        self.over = False
        self.acked = 0
        self.session = ""
        self.heard: Callable[[int], None] = _ignore
        """Called with the number of an event whose handlers have run, or have started."""
        self.sent: Callable[[], None] = _do_nothing
        """Called after each frame that left."""
        self._post = post
        self._opened = False
        self._inbox: deque[tuple[int, str | bytes]] = deque()
        self._arrival: asyncio.Event = asyncio.Event()
        self.busy = False
        """Whether an event is being handled right now."""

    def open(self) -> None:
        """Tells the page that it is connected, and to which session."""
        if not self._opened:
            self._opened = True
            self._post({"type": "opened", "session": self.session})

    def refuse(self, status: int, reason: str) -> None:
        """There is no socket for the page."""
        self._end()
        self._post({"type": "refused", "status": status, "reason": reason})

    # The socket of a conversation.

    def send(self, frame: str) -> None:
        """Hands a frame to the page."""
        if not self.over:
            self.open()
            self._post({"type": "frame", "text": frame, "acked": self.acked})
            self.sent()

    async def listen(self, hear: Callable[[str | bytes], Awaitable[None] | None]) -> None:
        """Gives each frame to `hear`, in order, until there won't be another one."""
        while await self._has_frame():
            number, frame = self._inbox.popleft()
            self.busy = True
            try:
                unfinished = hear(frame)
                if unfinished is not None:
                    await unfinished
            finally:
                self.busy = False
            self.heard(number)
            await asyncio.sleep(0)  # A page that says a lot doesn't keep others waiting.

    async def _has_frame(self) -> bool:
        while not self._inbox and not self.over:
            self._arrival.clear()
            await self._arrival.wait()
        return bool(self._inbox)

    def close(self, code: int, reason: str) -> None:
        """Says goodbye; what has arrived and wasn't received yet is dropped."""
        if not self.over:
            self.open()
            self._end()
            self._post({"type": "closed", "code": code, "reason": reason})
        self._inbox.clear()

    # What the page says.

    def take(self, number: int, frame: str | bytes) -> None:
        """An event came."""
        if not self.over:
            self._inbox.append((number, frame))
            self._arrival.set()

    def leave(self) -> None:
        """The page is going; what it has said before is still heard."""
        self._end()

    def report(self, message: Message) -> None:
        """Hands over what isn't a frame."""
        if not self.over:
            self._post(message)

    def _end(self) -> None:
        self.over = True
        self._arrival.set()


def _ignore(number: int) -> None:
    """Nobody wants to know yet."""


def _do_nothing() -> None:
    """Nobody wants to know yet."""
