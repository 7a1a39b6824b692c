"""Work that goes on while a page lives: long tasks with a progress, and what happens regularly."""

from __future__ import annotations

import asyncio
import inspect
import sys
from collections.abc import Awaitable, Callable, Generator
from math import isfinite
from threading import Lock
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, overload

from hlive.box import Box
from hlive.component import Component
from hlive.context import Context, current
from hlive.errors import ContextError
from hlive.live import Live
from hlive.nodes import plain_text
from hlive.tag import Tag

T = TypeVar("T")
P = ParamSpec("P")

_HAS_THREADS = sys.platform not in ("emscripten", "wasi")


class ProgressNode(Component):
    """Shows how far a task is: a `<progress>`, and an `<output>` that is read out when it changes.

    `bar` and `output` are tags like others: `node.bar.add({"aria-label": "Import"})`.
    """

    def __init__(self) -> None:
        self._value: Box[str | None] = Box(None)
        self._text = Box("")
        self.bar = Tag("progress", {"max": 1, "value": self._value, "aria-label": "Progress"})
        self.output = Tag("output", self._text)
        super().__init__("div", {"class": "hlive-progress"}, self.bar, self.output)

    def show(self, value: float | None, text: str) -> None:
        """Shows a part of 1, None where it isn't known; not for threads."""
        self._value.set(None if value is None else plain_text(value))
        self._text.set(text)


class Progress:
    """What a task tells of how far it is; for threads too."""

    def __init__(self, node: ProgressNode, context: Context) -> None:
        self._node = node
        self._context = context
        self._loop = asyncio.get_running_loop()
        self._lock = Lock()
        self._is_due = False
        self._ended = False
        self._value: float | None = None
        self._text = ""

    @property
    def cancelled(self) -> bool:
        """Whether nobody waits for the work any more; a thread should end then."""
        return self._ended

    def set(self, value: float | None, text: str | None = None) -> None:
        """Shows a number from 0 to 1, None where it isn't known; and `text`, if it is given.

        Raises CancelledError where nobody waits for the work any more, which ends a thread.
        """
        with self._lock:
            if self._ended:
                raise asyncio.CancelledError
            self._value = None if value is None else min(max(value, 0.0), 1.0)
            self._text = self._text if text is None else text
            if not self._is_due:
                self._loop.call_soon_threadsafe(self._show)
                self._is_due = True

    def end(self) -> None:
        """The work is over; its job calls this."""
        self._show()
        with self._lock:
            self._ended = True

    def _show(self) -> None:
        """In the event loop: shows what was set last, if it doesn't show yet."""
        with self._lock:
            if self._is_due:
                self._is_due = False
                self._node.show(self._value, self._text)
                _render_soon(self._context)


class Job(Generic[T]):
    """A task that goes on in a page; made by `task`.

    `node` is a component that shows its progress: put it into the page where you like. A handler
    can await the job, and gets its result.
    """

    def __init__(
        self, context: Context, live: Live, work: Callable[[Progress], Awaitable[T]], name: str
    ) -> None:
        self.node = ProgressNode()
        self._context = context
        self._live = live
        self._name = name
        self._awaited = False
        self._progress = Progress(self.node, context)
        self._task: asyncio.Task[T] = live.spawn(_finish(work, self._progress))
        self._task.add_done_callback(self._end)

    @property
    def done(self) -> bool:
        """Whether it has ended, in whatever way."""
        return self._task.done()

    @property
    def cancelled(self) -> bool:
        """Whether it has ended because it was cancelled."""
        return self._task.cancelled()

    @property
    def error(self) -> BaseException | None:
        """What the work raised; None when it raised nothing, was cancelled, or goes on."""
        return self._task.exception() if self.done and not self.cancelled else None

    @property
    def result(self) -> T:
        """What the work returned.

        Raises what the work raised, asyncio's CancelledError when it was cancelled, and its
        InvalidStateError while it goes on.
        """
        return self._task.result()

    def cancel(self) -> None:
        """Stops it where it waits; what it would have given is dropped.

        A thread isn't stopped, but ends at the latest when it uses its progress again.
        """
        self._task.cancel()

    def __await__(self) -> Generator[Any, None, T]:
        self._awaited = True
        return asyncio.shield(self._task).__await__()

    def _end(self, task: asyncio.Task[T]) -> None:
        """Whoever awaits the job is told of its error; else it is reported like a handler's."""
        self._progress.end()
        error = self.error
        if isinstance(error, Exception) and not self._awaited:
            self._live.report(error, lambda: f"task {self._name}")
        _render_soon(self._context)

    def __repr__(self) -> str:
        state = "cancelled" if self.cancelled else "done" if self.done else "running"
        return f"<Job {self._name}, {state}>"


class Repetition:
    """Something that happens regularly in a page; made by `every`."""

    def __init__(self, task: asyncio.Task[None]) -> None:
        self._task = task

    def cancel(self) -> None:
        """Ends it, also if it is under way."""
        self._task.cancel()


@overload
def task(
    work: Callable[Concatenate[Progress, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
) -> Job[T]: ...


@overload
def task(
    work: Callable[Concatenate[Progress, P], T], *args: P.args, **kwargs: P.kwargs
) -> Job[T]: ...


def task(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Job[Any]:
    """Starts long work in the page of the running handler or mount: `work(progress, ...)`.

    A coroutine function runs in the event loop; a plain function in a thread, where it may use its
    progress and return a result, but not change the page. The page is rendered after each
    `progress.set` and at the end, once for all that happens in one turn of the loop. When the page
    is closed the task is cancelled. Its errors are reported like those of handlers.

    Raises ContextError outside of a live page, TypeError when `work` can't be called.
    """
    if not callable(work):
        raise TypeError(
            f"a task is a function, which is called with its progress, not {work!r:.60}"
        )
    context = current()

    async def run(progress: Progress) -> Any:
        if _HAS_THREADS and not _is_async(work):
            return await asyncio.to_thread(work, progress, *args, **kwargs)
        return work(progress, *args, **kwargs)

    return Job(context, _live(context), run, _name(work))


def every(seconds: float, act: Callable[[], object | Awaitable[object]]) -> Repetition:
    """Calls `act` again and again while the page of the running handler or mount lives.

    The first time is after so many seconds. The next call waits until one has ended; turns that
    were missed are left out. The page is rendered after each call. Errors are reported, and the
    next call comes anyway.

    Raises ContextError outside of a live page, ValueError for a time that isn't positive.
    """
    if not (isfinite(seconds) and seconds > 0):
        raise ValueError(f"every() needs a positive number of seconds, not {seconds!r}")
    if not callable(act):
        raise TypeError(f"every() needs a function, not {act!r:.60}")
    context = current()
    live = _live(context)
    return Repetition(live.spawn(_repeat(seconds, act, context, live)))


async def _repeat(seconds: float, act: Callable[[], object], context: Context, live: Live) -> None:
    clock = asyncio.get_running_loop().time
    due = clock() + seconds
    while True:
        await asyncio.sleep(due - clock())
        try:
            result = act()
            if inspect.isawaitable(result):
                await result
        except Exception as error:
            live.report(error, lambda: f"{_name(act)}, every {seconds:g} s")
        _render_soon(context)
        due = max(due + seconds, clock())


async def _finish(work: Callable[[Progress], Awaitable[Any]], progress: Progress) -> Any:
    """Also awaits what a plain function returned, such as a lambda that calls a coroutine."""
    result = await work(progress)
    return await result if inspect.isawaitable(result) else result


def _live(context: Context) -> Live:
    live = context.page.renderer
    if not isinstance(live, Live):
        raise ContextError("only a live page has tasks: start them in a handler or in mount")
    return live


def _render_soon(context: Context) -> None:
    """A page that is gone shows nothing any more."""
    if context.page.renderer is not None:
        context.page.renderer.render_soon()


def _is_async(work: Callable[..., object]) -> bool:
    return inspect.iscoroutinefunction(work) or inspect.iscoroutinefunction(
        getattr(work, "__call__", None)  # noqa: B004  # Objects can be coroutine functions.
    )


def _name(function: Callable[..., object]) -> str:
    return getattr(function, "__qualname__", repr(function))
