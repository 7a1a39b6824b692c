"""Ending a run that somebody stops: what it has started is ended, and what it has found is kept."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

_STOPS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def ended_in_order() -> Iterator[None]:
    """While this lasts the first SIGTERM or Ctrl+C raises SystemExit in the main thread.

    Who asks once more is asked to wait: what has been started has to be ended.
    """
    before = {number: signal.signal(number, _end) for number in _STOPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    for each in _STOPS:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)
