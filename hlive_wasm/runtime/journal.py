"""What must outlive the worker: state and the number of the last event that is in it, together.

A page keeps every event until it is told that the event is done, with the state that came of it.
So when the worker dies, that state and the events since are all there is to say, and each event
counts exactly once. A checkpoint is only taken while no handler runs: it is never half an event.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from typing import Any

from hlive import saving
from hlive.errors import StateError
from hlive.live import Live
from hlive_proto.session import State
from hlive_wasm.runtime.port import Port

log = logging.getLogger("hlive.host")

PATIENCE = 10.0
"""Seconds after which a coroutine that a handler started counts as work beside the page."""

SHARE = 4
"""Saving takes at most one part in so many of the time that passes."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Journal:
    """The checkpoints of one page; `keep` is given each new state, None where there is none."""

    def __init__(
        self, live: Live, port: Port, keep: Callable[[str | None], None], saved: str | None = None
    ) -> None:
        self._live = live
        self._port = port
        self._keep = keep
        self._saved = saved
        self._saves = True
        self._handled = port.acked
        self._loop = asyncio.get_running_loop()
        self._next = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._waited: dict[asyncio.Task[Any], float] = {}
        port.heard = self.heard
        port.sent = self.soon
        self.soon()

    def heard(self, number: int) -> None:
        """The handlers of an event have run; their coroutines may go on."""
        self._handled = number
        self.soon()

    def soon(self) -> None:
        """Something may have changed: a checkpoint is taken in one of the next turns."""
        if self._timer is None:
            delay = max(0.0, self._next - self._loop.time())
            self._timer = self._loop.call_later(delay, self._take)

    def _take(self) -> None:
        self._timer = None
        if self._port.busy or self._waits() or self._live.session.state is not State.LIVE:
            return
        before = self._loop.time()
        message: dict[str, Any] = {"type": "done", "acked": self._handled}
        state = self._state()
        self._next = self._loop.time() + (SHARE - 1) * (self._loop.time() - before)
        if state != self._saved:
            self._saved = state
            message["state"] = state or ""
            self._keep(state)
        if "state" in message or self._handled != self._port.acked:
            self._port.acked = self._handled
            self._port.report(message)

    def _waits(self) -> bool:
        """Whether a handler still runs that we wait for; its end brings us back here."""
        now = self._loop.time()
        for task in self._live.running - self._waited.keys():
            self._waited[task] = now + PATIENCE
            task.add_done_callback(self._ended)
            self._loop.call_later(PATIENCE, self.soon)
        return any(until > now for until in self._waited.values())

    def _ended(self, task: asyncio.Task[Any]) -> None:
        del self._waited[task]
        self.soon()

    def _state(self) -> str | None:
        """The state as JSON; None for a page that can't be saved, which is found out once."""
        if not self._saves:
            return None
        try:
            text = saving.save(self._live.page).decode("utf-8", "surrogatepass")
        except StateError as error:
            self._saves = False
            log.info("session %s: not kept: %s", self._live.session.id, error)
            return None
        return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
