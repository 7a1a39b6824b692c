"""Lanes: work in processes of their own, which ends at once wherever it is, with all it started."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, TypeVar

T = TypeVar("T")

Task = Callable[[], Iterable[T]]
"""Work that yields what it finds. It goes to another process, so both must be picklable."""

GRACE_SECONDS = 1.0
"""How long programs may take to end when they are asked to."""

_processes = get_context("spawn")


class LaneError(Exception):
    """A task has ended with an exception, which was printed, or its process was killed."""


def in_lanes(tasks: Iterable[Task[T]], count: int) -> Generator[T, None, None]:
    """What the tasks find, as it comes; so many of them run at a time.

    Whatever ends this early, such as an exception or `close`, ends what the tasks have started:
    each is a group of processes, and keeps temporary files in a folder that is removed afterwards.
    Raises LaneError.
    """
    waiting, running = deque(tasks), dict[Connection, SpawnProcess]()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        try:
            while waiting or running:
                while waiting and len(running) < count:
                    _start(waiting.popleft(), scratch, running)
                for lane in wait([*running]):
                    assert isinstance(lane, Connection)
                    told = _heard(lane, running[lane])
                    if told is None:
                        _signal(running.pop(lane), signal.SIGKILL)
                    else:
                        yield from told
        finally:
            _end([*running.values()])


def _heard(lane: Connection, process: SpawnProcess) -> Sequence[Any] | None:
    """What a task has found, in a list; None at its end. Raises LaneError for any other end."""
    try:
        told: Sequence[Any] | None = lane.recv()
    except EOFError:
        process.join(GRACE_SECONDS)
        raise LaneError(f"a part of the run has ended with code {process.exitcode}") from None
    return told


def _start(task: Task[T], scratch: str, running: dict[Connection, SpawnProcess]) -> None:
    told, telling = _processes.Pipe(duplex=False)
    running[told] = process = _processes.Process(target=_work, args=(task, scratch, telling))
    process.start()
    telling.close()


def _work(task: Task[T], scratch: str, telling: Connection) -> None:
    """The life of a process; who ends a group of processes forgets nobody."""
    os.setpgid(0, 0)
    os.environ["TMPDIR"] = tempfile.tempdir = scratch
    for found in task():
        telling.send([found])
    telling.send(None)


def _end(processes: Sequence[SpawnProcess]) -> None:
    """Ends the processes and all that they have started: kindly at first, then for certain."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        end = time.monotonic() + GRACE_SECONDS
        while told := [process for process in processes if _signal(process, number)]:
            if time.monotonic() >= end:
                break
            processes = told
            time.sleep(0.02)


def _signal(process: SpawnProcess, number: int) -> bool:
    """Sends a signal to a process and its group; whether somebody was there to get it."""
    if process.pid is None:
        return False
    with suppress(OSError):
        os.killpg(process.pid, number)
        process.join(0)
        return True
    # It may not have a group of its own yet, and has started nothing then.
    process.kill()
    process.join(0)
    return process.is_alive()
