"""The messages of one socket on their way to whoever hears them: one at a time, in order."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

PAUSE_AT = 64
"""So many messages may wait before no more are read."""

PAUSE_AT_SIZE = 1024 * 1024
"""So much may wait in them, in bytes or characters, before no more is read."""

Message = str | bytes
Hear = Callable[[Message], Awaitable[None] | None]
"""Takes a message; what it returns, if anything, is awaited before the next message."""


class Inbox:
    """Keeps what came in until it is heard; calls `pause` when that is a lot, then `resume`."""

    __slots__ = (
        "_all_heard",
        "_ended",
        "_hear",
        "_heard_now",
        "_loop",
        "_messages",
        "_pause",
        "_resume",
        "_size",
        "_task",
        "paused",
    )

    def __init__(self, pause: Callable[[], None], resume: Callable[[], None]) -> None:
        self.paused = False
        self._pause = pause
        self._resume = resume
        self._messages: deque[Message] = deque()
        self._size = 0
        self._ended = False
        self._hear: Hear | None = None
        self._heard_now = False
        self._task: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._all_heard: asyncio.Future[None] = self._loop.create_future()

    async def listen(self, hear: Hear) -> None:
        """Gives each message to `hear` as soon as it is here, until there won't be another one.

        Raises what `hear` raises, and gives it nothing more then.
        """
        self._hear = hear
        self.go_on()
        try:
            await self._all_heard
        finally:
            self._hear = None

    def put(self, message: Message) -> None:
        """A message came in; `go_on` lets it be heard."""
        self._messages.append(message)
        self._size += len(message)
        full = len(self._messages) >= PAUSE_AT or self._size >= PAUSE_AT_SIZE
        if full and not self.paused:
            self.paused = True
            self._pause()

    def go_on(self) -> None:
        """Lets one message be heard; the next one waits, so that others have their turn."""
        if self._hear is None or self._heard_now:
            return
        if not self._messages:
            if self._ended and not self._all_heard.done():
                self._all_heard.set_result(None)
            return
        self._heard_now = True
        try:
            unfinished = self._hear(self._next())
        except Exception as error:
            self._fail(error)
            return
        if unfinished is not None:
            self._task = self._loop.create_task(self._finish(unfinished))
        elif self._messages or self._ended:
            self._loop.call_soon(self._turn)
        else:
            self._heard_now = False

    def end(self) -> None:
        """No further message will come."""
        self._ended = True
        self.go_on()

    def clear(self) -> None:
        """Drops what wasn't heard yet."""
        self._messages.clear()
        self._size = 0

    def make_room(self) -> None:
        """Lets more be read, however much waits here."""
        if self.paused:
            self.paused = False
            self._resume()

    def _next(self) -> Message:
        message = self._messages.popleft()
        self._size -= len(message)
        if not self._messages:
            self.make_room()
        return message

    async def _finish(self, unfinished: Awaitable[None]) -> None:
        try:
            await unfinished
        except Exception as error:
            self._fail(error)
        self._turn()

    def _turn(self) -> None:
        self._heard_now = False
        self.go_on()

    def _fail(self, error: Exception) -> None:
        self._hear = None
        if not self._all_heard.done():
            self._all_heard.set_exception(error)
