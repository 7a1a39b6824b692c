"""Where states are kept when the page goes too: written behind, so that nobody waits for it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

log = logging.getLogger("hlive.host")

KEPT = 14 * 24 * 3600.0
"""Seconds after which a state is of no use to anybody."""


class Table(Protocol):
    """Texts by keys, in a place that outlives us; each may raise whatever that place raises."""

    async def get(self, key: str) -> str | None: ...

    async def put(self, key: str, text: str, now: float) -> None: ...

    async def delete(self, key: str) -> None: ...

    async def prune(self, before: float) -> None:
        """Deletes what was put before this time."""


class MemoryTable:
    """A table that lives as long as we do."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[str, float]] = {}

    async def get(self, key: str) -> str | None:
        return self.rows[key][0] if key in self.rows else None

    async def put(self, key: str, text: str, now: float) -> None:
        self.rows[key] = text, now

    async def delete(self, key: str) -> None:
        self.rows.pop(key, None)

    async def prune(self, before: float) -> None:
        self.rows = {key: row for key, row in self.rows.items() if row[1] >= before}


class Store:
    """States by session. A place that is full or denied is told of in the log, once."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._unwritten: dict[str, str | None] = {}
        self._writing: asyncio.Task[None] | None = None
        self._complained = False

    def begin(self) -> None:
        """Forgets what is too old."""
        self._go_on(lambda: self._table.prune(time.time() - KEPT))

    async def get(self, session: str) -> str | None:
        """The state of a session, None where none is kept."""
        if session in self._unwritten:
            return self._unwritten[session]
        try:
            return await self._table.get(session)
        except Exception as error:
            self._complain(error)
            return None

    def keep(self, session: str, state: str | None) -> None:
        """Writes a state soon; None deletes it."""
        self._unwritten[session] = state
        if self._writing is None or self._writing.done():
            self._go_on(self._write)

    async def written(self) -> None:
        """Returns when everything is written."""
        while self._writing is not None and not self._writing.done():
            await self._writing

    def _go_on(self, work: Callable[[], Awaitable[None]]) -> None:
        before = self._writing

        async def run() -> None:
            if before is not None:
                await before
            try:
                await work()
            except Exception as error:
                self._complain(error)

        self._writing = asyncio.get_running_loop().create_task(run())

    async def _write(self) -> None:
        while self._unwritten:
            session, state = next(iter(self._unwritten.items()))
            try:
                if state is None:
                    await self._table.delete(session)
                else:
                    await self._table.put(session, state, time.time())
            finally:
                if self._unwritten[session] is state:
                    del self._unwritten[session]

    def _complain(self, error: Exception) -> None:
        if not self._complained:
            self._complained = True
            log.warning("pages won't outlive their tabs: nothing can be stored here: %s", error)
