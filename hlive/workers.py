"""Heavy work off the interpreter that serves pages: functions that run in a worker of their own."""

from __future__ import annotations

import asyncio
import atexit
import inspect
import pickle
import traceback
from collections.abc import Callable
from functools import update_wrapper
from importlib import import_module
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, cast

from hlive.errors import HLiveError

P = ParamSpec("P")
R = TypeVar("R")


class WorkerError(HLiveError):
    """Work couldn't be handed to a worker, or the worker ended before the work was done."""


class Crew(Protocol):
    """The workers of a host: processes on a server, web workers in a browser."""

    async def carry_out(self, order: bytes) -> bytes:
        """Has `carry_out` run in a worker; gives its answer.

        Raises WorkerError when the worker ended before.
        """


class InWorker(Generic[P, R]):
    """A function that is awaited, and runs in a worker; made by `in_worker`.

    `function` is the function itself, to be called where one is: in tests, or in the worker.
    """

    def __init__(self, function: Callable[P, R]) -> None:
        if not inspect.isfunction(function) or inspect.iscoroutinefunction(function):
            raise TypeError(f"in_worker is for plain functions, not {function!r:.80}")
        if function.__qualname__ != function.__name__:
            raise TypeError(
                f"{function.__qualname__} isn't at the top level of its module, where a worker "
                "could find it: move it there"
            )
        self.function = function
        update_wrapper(self, function)

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """What the function returns; raises what it raises, with the worker's traceback as note.

        Raises WorkerError for arguments that can't be pickled, and when the worker ended.
        """
        place = (self.function.__module__, self.function.__name__)
        try:
            order = pickle.dumps((*place, args, kwargs))
        except Exception as error:
            raise WorkerError(f"an argument of {self!r} can't go to a worker: {error}") from error
        answer = pickle.loads(await crew().carry_out(order))
        if isinstance(answer, _Raised):
            answer.error.add_note(f"In the worker:\n{answer.story}")
            raise answer.error
        return cast(R, answer)

    def __repr__(self) -> str:
        return f"<in_worker {self.function.__module__}.{self.function.__name__}>"


def in_worker(function: Callable[P, R]) -> InWorker[P, R]:
    """Decorates a plain function at the top level of a module: awaited, it runs in a worker.

    On a server that is another process, in the browser a web worker with its own Python. Arguments
    and result are copied (by pickle), and the function sees nothing of the page. Pages stay quick
    meanwhile. Raises TypeError for a coroutine function or one that isn't at the top level.
    """
    return InWorker(function)


def carry_out(order: bytes) -> bytes:
    """In the worker: calls the function that `order` names; what it returned or raised, pickled."""
    try:
        module, name, args, kwargs = pickle.loads(order)
        return pickle.dumps(getattr(import_module(module), name).function(*args, **kwargs))
    except Exception as error:
        return _pickled_error(error)


class _Raised:
    """What a function raised in the worker, and where."""

    def __init__(self, error: Exception, story: str) -> None:
        self.error = error
        self.story = story


def _pickled_error(error: Exception) -> bytes:
    story = "".join(traceback.format_exception(error))
    try:
        pickled = pickle.dumps(_Raised(error, story))
        pickle.loads(pickled)  # Exceptions with arguments of their own often fail only here.
        return pickled
    except Exception:
        return pickle.dumps(_Raised(WorkerError(f"{type(error).__name__}: {error}"), story))


class ProcessCrew:
    """Workers of a server: processes, started when they are first needed."""

    def __init__(self) -> None:
        self._pool: Any = None

    async def carry_out(self, order: bytes) -> bytes:
        """Runs it in one of as many processes as there are processors; else it waits in line."""
        # Pyodide has neither of these, and another crew.
        from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
        from multiprocessing import get_context

        if self._pool is None:
            self._pool = ProcessPoolExecutor(mp_context=get_context("spawn"))
            atexit.register(self._pool.shutdown, cancel_futures=True)
        pool = self._pool
        try:
            loop = asyncio.get_running_loop()
            return cast(bytes, await loop.run_in_executor(pool, carry_out, order))
        except BrokenProcessPool as error:
            if self._pool is pool:
                self._pool = None
            raise WorkerError("a worker process ended before its work was done") from error


_crew: Crew = ProcessCrew()


def crew() -> Crew:
    """The workers of this process."""
    return _crew


def use_crew(crew: Crew) -> None:
    """Gives this process other workers; a host calls this."""
    global _crew
    _crew = crew
