"""An event loop in which no time passes by itself: tests that wait an hour take no time."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, TypeVar, TypeVarTuple

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_Events = list[tuple[selectors.SelectorKey, int]]

PATIENCE = 5.0
"""Real seconds for which work in another thread is waited for."""

MOST_TURNS = 100_000
"""How many turns the loop may take without a rest; more is work that never ends."""

_TURNS = 100
"""How many turns another event loop is given; what needs more is waiting for something."""


class Loop(asyncio.SelectorEventLoop):
    """An asyncio event loop with a clock of its own, which starts at 0.

    When nothing can go on, the clock jumps to the next timer: `asyncio.sleep`, timeouts and
    `call_later` fire in their order, without waiting. While somebody waits for `idle`, the clock
    stands still. Work in threads (`asyncio.to_thread`) takes real time, and no time here.
    """

    def __init__(self) -> None:
        super().__init__(_Selector(self._rest))
        self._now = 0.0
        self._turns = 0
        self._waiting: list[asyncio.Future[None]] = []
        self._jobs: set[asyncio.Future[Any]] = set()

    def time(self) -> float:
        """The seconds that have passed in here."""
        return self._now

    async def idle(self) -> None:
        """Returns when nothing can go on unless time passes.

        Raises RuntimeError when that never happens.
        """
        waiter: asyncio.Future[None] = self.create_future()
        self._waiting.append(waiter)
        await waiter

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts
    ) -> asyncio.Future[T]:
        """As in any loop; `idle` waits for it too."""
        job = super().run_in_executor(executor, func, *args)
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)
        return job

    async def shutdown_default_executor(self, *args: Any, **kwargs: Any) -> None:
        """The threads end in real time, so a timeout of ours must not run out meanwhile."""
        ended: asyncio.Future[Any] = self.create_future()
        self._jobs.add(ended)
        try:
            await super().shutdown_default_executor(*args, **kwargs)
        finally:
            self._jobs.discard(ended)

    def __del__(self) -> None:
        """A page that a test just forgot is no reason for a warning."""
        if not self.is_closed() and not self.is_running():
            self.close()

    def _rest(self, poll: Callable[[float | None], _Events], timeout: float | None) -> _Events:
        """Called each turn: what came from outside; decides what time it is when nothing did.

        `poll` waits for real; `timeout` is the time until the next timer, 0 while something is
        ready, None where there is no timer.
        """
        come = poll(0)
        if come:
            return come
        if timeout is not None and timeout <= 0:
            self._count_turn()
            return come
        self._turns = 0
        if self._jobs:
            return self._await_threads(poll)
        if self._waiting:
            self._resolve(None)
        elif timeout is None:
            return poll(None)
        else:
            self._now += timeout
        return come

    def _await_threads(self, poll: Callable[[float | None], _Events]) -> _Events:
        come = poll(PATIENCE)
        if not come:
            self._jobs.clear()
        return come

    def _count_turn(self) -> None:
        self._turns += 1
        if self._turns > MOST_TURNS:
            self._turns = 0
            self._resolve(RuntimeError("the page never comes to rest: something goes on and on"))

    def _resolve(self, error: Exception | None) -> None:
        waiting, self._waiting = self._waiting, []
        for waiter in waiting:
            if waiter.done():
                continue
            if error is None:
                waiter.set_result(None)
            else:
                waiter.set_exception(error)


class _Selector(selectors.DefaultSelector):
    """Leaves it to the loop how long to wait."""

    def __init__(
        self, rest: Callable[[Callable[[float | None], _Events], float | None], _Events]
    ) -> None:
        super().__init__()
        self._rest = rest

    def select(self, timeout: float | None = None) -> _Events:
        return self._rest(super().select, timeout)


async def idle() -> None:
    """Returns when nothing can go on by itself, as far as the running event loop lets us know."""
    loop = asyncio.get_running_loop()
    if isinstance(loop, Loop):
        await loop.idle()
        return
    for _ in range(_TURNS):
        await asyncio.sleep(0)
