"""Where the visits of one test happen: the event loop, and the steps that are taken in it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Generator
from contextlib import suppress
from types import TracebackType
from typing import Any, Protocol

from hlive.testing.errors import ViewError
from hlive.testing.loop import Loop, idle

Step = Awaitable[None]
"""What a visitor did: over already in a plain test, to be awaited in an async one."""

Work = Callable[[], Awaitable[None]]

_MACHINERY = tuple(os.path.dirname(path) + os.sep for path in (__file__, asyncio.__file__))


class Inhabitant(Protocol):
    """A visit, as the world sees it."""

    def begin(self) -> None:
        """A step begins."""

    async def heard(self) -> None:
        """Returns when the server has heard all that the browser said."""

    def raise_errors(self) -> None:
        """Raises what failed in the author's code."""

    def finish(self) -> None:
        """A step is over: looks whether all is well."""


class World:
    """An event loop with visits in it.

    In a plain test the loop is ours: it runs only while a step is taken, and its time is ours too.
    In an async test it is the loop that runs the test.
    """

    def __init__(self) -> None:
        self.visits: list[Inhabitant] = []
        self._background: list[Exception] = []
        self._news = asyncio.Event()
        self._ended = False
        self._runner: asyncio.Runner | None = None
        try:
            self.loop = asyncio.get_running_loop()
        except RuntimeError:
            self._runner = asyncio.Runner(loop_factory=Loop)
            self.loop = self._runner.get_loop()
            self.loop.set_exception_handler(self._on_trouble)

    def start(self, connect: Callable[[], None]) -> None:
        """A visit begins, at once; in an async test it isn't settled then."""
        if self._runner is None:
            connect()
        else:
            self.do(lambda: _call(connect))

    def do(self, work: Work) -> Step:
        """Takes a step: at once in a plain test, when it is awaited in an async one."""
        if self._runner is None:
            return self._step(work)
        if self._ended:
            raise ViewError("all pages are closed: nothing happens there any more")
        if _is_loop_running():
            raise RuntimeError(
                "this page was opened outside of the running event loop: open it inside"
            )
        try:
            self._runner.run(self._step(work))
        except Exception as error:
            error.__traceback__ = _without_machinery(error.__traceback__)
            raise
        finally:
            if not self.visits:
                self._ended = True
                self._runner.close()
        return DONE

    async def settle(self) -> None:
        """Lets everything go on that can without time passing; raises the authors' errors."""
        for visit in self.visits:
            await visit.heard()
        await idle()
        for visit in self.visits:
            visit.raise_errors()
        if self._background:
            raise self._background.pop(0)

    async def finish(self) -> None:
        """Settles, and looks whether all is well."""
        await self.settle()
        for visit in self.visits:
            visit.finish()

    async def advance(self, seconds: float) -> None:
        """Lets time pass; raises RuntimeError where it isn't ours."""
        if not isinstance(self.loop, Loop):
            raise RuntimeError(
                "the event loop of this test keeps real time: open the page in a plain test, "
                "or run this one in hlive.testing.Loop"
            )
        await asyncio.sleep(seconds)

    async def wait_for_news(self, seconds: float) -> None:
        """Returns when a browser has got a frame, at the latest after this time."""
        self._news.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), seconds)

    def tell_news(self) -> None:
        """A browser has got a frame."""
        self._news.set()

    async def _step(self, work: Work) -> None:
        for visit in self.visits:
            visit.begin()
        await work()
        await self.finish()

    def _on_trouble(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Tasks of the author that failed; one that was still waiting at the end is no trouble."""
        error = context.get("exception")
        if isinstance(error, Exception):
            self._background.append(error)


class _Done:
    """A step that is over already."""

    def __await__(self) -> Generator[None, None, None]:
        return
        yield


DONE = _Done()


async def _call(function: Callable[[], None]) -> None:
    function()


def _is_loop_running() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _without_machinery(traceback: TracebackType | None) -> TracebackType | None:
    """The part of a traceback that begins where neither asyncio nor this package is at work.

    If there is no such part, its last line.
    """
    while traceback is not None and traceback.tb_next is not None:
        if not traceback.tb_frame.f_code.co_filename.startswith(_MACHINERY):
            break
        traceback = traceback.tb_next
    return traceback
