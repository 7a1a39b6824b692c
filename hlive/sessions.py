"""The sessions of a process: which pages are live, how many may be, and when one is over."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from hlive.live import Live
from hlive_proto.session import ID_ENTROPY, Limits, State, make_id


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """How many sessions there may be and how long they live; times are in seconds.

    A connection beyond `limit` waits in line up to `wait_timeout`; a session whose browser is
    away ends after `disconnect_timeout`, looked for every `sweep_interval`.
    """

    limit: int = 1000
    wait_timeout: float = 30.0
    disconnect_timeout: float = 5.0
    sweep_interval: float = 1.0
    limits: Limits = field(default_factory=Limits)


class SessionsFull(Exception):
    """There was no place for a further session in time."""


class Sessions:
    """All live pages of this process.

    `clock` tells seconds of any steady clock, `entropy` gives that many unpredictable bytes.
    """

    def __init__(
        self,
        settings: SessionSettings,
        clock: Callable[[], float],
        entropy: Callable[[int], bytes],
    ) -> None:
        self.settings = settings
        self.clock = clock
        self._entropy = entropy
        self._live: dict[str, Live] = {}
        self._away_since: dict[str, float] = {}
        self._places = settings.limit
        self._line: deque[asyncio.Future[None]] = deque()

    def __len__(self) -> int:
        return len(self._live)

    async def admit(self) -> str:
        """Waits in line for a place, first come, first served; the new session's id.

        Raises SessionsFull when none came free in time. Whoever is admitted calls `add` or
        `give_back`.
        """
        if self._places > 0:
            self._places -= 1
        else:
            await self._wait()
        return make_id(self._entropy(ID_ENTROPY))

    def add(self, live: Live) -> None:
        """A session that was admitted has its page now."""
        self._live[live.session.id] = live

    def give_back(self) -> None:
        """A place is free: the first in line gets it."""
        if self._line:
            self._line.popleft().set_result(None)
        else:
            self._places += 1

    def get(self, id: str) -> Live | None:
        """The session with this id, None where there is none (any more)."""
        return self._live.get(id)

    def away(self, live: Live) -> None:
        """The session's browser is gone; the page waits for it for a while."""
        live.detach()
        self._away_since[live.session.id] = self.clock()

    def back(self, live: Live) -> None:
        """The session's browser is back."""
        self._away_since.pop(live.session.id, None)

    def close(self, live: Live) -> None:
        """Ends a session at once."""
        if live.session.state is State.CLOSED:
            return
        self._away_since.pop(live.session.id, None)
        self._live.pop(live.session.id, None)
        live.close()
        self.give_back()

    def sweep(self) -> None:
        """Ends the sessions whose browsers have been away for too long."""
        latest = self.clock() - self.settings.disconnect_timeout
        for id, since in list(self._away_since.items()):
            if since <= latest:
                self.close(self._live[id])

    async def sweep_forever(self) -> None:
        """Sweeps at every interval, until cancelled."""
        while True:
            await asyncio.sleep(self.settings.sweep_interval)
            self.sweep()

    def close_all(self) -> None:
        """Ends all sessions: the process is about to stop."""
        for live in list(self._live.values()):
            self.close(live)

    async def _wait(self) -> None:
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line.append(place)
        try:
            async with asyncio.timeout(self.settings.wait_timeout):
                await asyncio.shield(place)
        except TimeoutError:
            self._leave_line(place)
            raise SessionsFull(
                f"all {self.settings.limit} sessions are taken; none came free in "
                f"{self.settings.wait_timeout:g} seconds"
            ) from None
        except asyncio.CancelledError:
            self._leave_line(place)
            raise

    def _leave_line(self, place: asyncio.Future[None]) -> None:
        """Somebody doesn't wait any longer: a place given in the same moment goes to the next."""
        if place.done():
            self.give_back()
        else:
            self._line.remove(place)
