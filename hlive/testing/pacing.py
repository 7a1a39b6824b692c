"""Debounced and throttled events: what waits in the browser to be told (hlive/client/hlive.js)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hlive_proto.events import DomEvent

Send = Callable[[Sequence[DomEvent]], None]


@dataclass(slots=True)
class _Pace:
    """One binding: what waits, the timer that will tell it, and when the next may leave."""

    waiting: Sequence[DomEvent] = ()
    timer: asyncio.TimerHandle | None = None
    next: float = 0.0


class Pacing:
    """Tells of events at once, or when the time of the event loop has come."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Send) -> None:
        self._loop = loop
        self._send = send
        self._paces: dict[str, _Pace] = {}

    def tell(self, id: str, options: dict[str, Any], events: Sequence[DomEvent]) -> None:
        """Of the events of one binding that wait, only the last ones are told."""
        now = self._loop.time()
        pace = self._paces.setdefault(id, _Pace(next=now))
        throttle = options.get("throttle", 0) / 1000
        due = max(now + options.get("debounce", 0) / 1000, pace.next)
        pace.waiting = events
        if pace.timer is not None:
            pace.timer.cancel()
        if due > now:
            pace.timer = self._loop.call_at(due, self._tell, pace, throttle)
        else:
            self._tell(pace, throttle)

    def hurry(self) -> None:
        """What waits is told now."""
        for pace in self._paces.values():
            if pace.timer is not None and pace.waiting:
                pace.timer.cancel()
                self._tell(pace, 0.0)

    def _tell(self, pace: _Pace, throttle: float) -> None:
        pace.next = self._loop.time() + throttle
        events, pace.waiting = pace.waiting, ()
        self._send(events)
