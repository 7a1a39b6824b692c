"""Several processes that serve one app at one port; each has its own sessions."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Semaphore

Serve = Callable[[Callable[[], object]], None]
"""Serves until a signal comes, and calls its argument once it does; goes to other processes."""

_PATIENCE = 20
"""For so many seconds workers may finish what they do before they are killed."""


def serve_in_processes(serve: Serve, count: int, when_ready: Callable[[], object]) -> bool:
    """Runs `serve` in `count` processes until a signal stops them all.

    False when one of them ended by itself: the others were stopped then.
    """
    context = get_context("spawn")
    ready = context.Semaphore(0)
    processes = [context.Process(target=_work, args=(serve, ready)) for _ in range(count)]
    asked_to_stop = False

    def stop(*_: object) -> None:
        nonlocal asked_to_stop
        asked_to_stop = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    for process in processes:
        process.start()
    sentinels = [process.sentinel for process in processes]
    waiting = count
    while not asked_to_stop and not wait(sentinels, 0 if waiting else 0.5):
        if waiting and ready.acquire(timeout=0.1):
            waiting -= 1
            if not waiting:
                when_ready()
    _stop_all(processes)
    return asked_to_stop


def _stop_all(processes: list[SpawnProcess]) -> None:
    """Asks all to stop and waits; asks again, as one that has just started may miss the signal."""
    for _ in range(_PATIENCE):
        running = [process for process in processes if process.is_alive()]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + 1.0
        for process in running:
            process.join(max(0.0, deadline - time.monotonic()))
    for process in processes:
        if process.is_alive():
            process.kill()
        process.join()


def _work(serve: Serve, ready: Semaphore) -> None:
    serve(ready.release)
