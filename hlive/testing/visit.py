"""One visit of a page: its browser tab, its live side, and the wire between the two."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from itertools import count

from hlive.context import Context
from hlive.document import first_html
from hlive.live import Live
from hlive.testing import fields
from hlive.testing.acts import Act
from hlive.testing.agree import disagreement
from hlive.testing.errors import ViewError
from hlive.testing.tab import Tab
from hlive.testing.world import DONE, Step, World
from hlive_proto import inbound, outbound
from hlive_proto.dialect import Dialect
from hlive_proto.differ import Strategy
from hlive_proto.dom import DomElement
from hlive_proto.events import DomEvent
from hlive_proto.outbound import Line
from hlive_proto.session import Limits, Session, State

UNHURRIED = Limits(events_burst=1_000_000_000)
"""A server's limits, but for that on haste: in a test no time passes between events."""

KeptValue = str | bool | Sequence[str]
"""What a browser can have kept of a field."""

_numbers = count(1)


class Visit:
    """A page that somebody visits.

    `make` makes the page, once for the first HTML and once for the live page as a server does; it
    takes the session id. `frames` has the lines of each frame of the last step, `events` what the
    browser told the server in it, `errors` what failed in the author's code.
    """

    context: Context
    live: Live
    tab: Tab

    def __init__(
        self, world: World, make: Callable[[str], Context], path: str, raises: bool
    ) -> None:
        self.world = world
        self.frames: list[list[Line]] = []
        self.events: list[DomEvent] = []
        self.errors: list[Exception] = []
        self._make = make
        self._path = path
        self._raises = raises
        self._outgoing: deque[str | bytes] = deque()
        self._talk: asyncio.Task[None] | None = None

    @property
    def closed(self) -> bool:
        """Whether the session is over."""
        return self.live.session.state is State.CLOSED

    def connect(self, dialect: Dialect, strategy: Strategy) -> None:
        """The browser gets the first HTML, shows it, and connects."""
        html = first_html(self._make(""), dialect)
        self.tab = Tab(html, dialect, self._path, self._say, self.world.loop)
        id = f"{next(_numbers):020}"
        self.context = self._make(id)
        self.context.page.hooks.error.append(self._hear)
        self.live = Live(
            self.context.page,
            Session(id, UNHURRIED, self.world.loop.time(), counting=True),
            self.context,
            send=self._arrive,
            clock=self.world.loop.time,
            dialect=dialect,
            strategy=strategy,
        )
        self.live.start()
        self.world.visits.append(self)

    # Steps.

    def do(self, act: Act) -> Step:
        """The visitor does something; raises ViewError when the session is over."""
        if self.closed:
            raise ViewError("this page is closed: nobody hears what happens there")
        return self.world.do(lambda: self._perform(act))

    def drop(self) -> Step:
        """The connection is lost."""
        return self.world.do(self._drop)

    def reconnect(self) -> Step:
        """The browser is back, and has all the frames that arrived."""
        return self.world.do(self._reconnect)

    def close(self) -> Step:
        """The session ends; does nothing when it is over already."""
        return DONE if self.closed else self.world.do(self._close)

    def keep(self, element: DomElement, value: KeptValue) -> None:
        """The browser had kept this value; raises ViewError for one that the field can't have."""
        kept = self.tab.fields
        if isinstance(value, bool):
            kept.check(element, value, self.tab.radio_group(element) if value else [])
        elif element.name == "select":
            kept.select(element, [value] if isinstance(value, str) else value)
        elif isinstance(value, str) and not fields.is_checkable(element):
            kept.set_value(element, value)
        else:
            raise ViewError(f"<{element.name}> can't have kept {value!r}")

    # What the world asks.

    def begin(self) -> None:
        """A step begins."""
        self.frames, self.events = [], []

    async def heard(self) -> None:
        """Returns when the server has heard all that the browser said."""
        while self._talk is not None and not self._talk.done():
            await self._talk

    def raise_errors(self) -> None:
        """Raises what failed in the author's code, unless it is only to be collected."""
        if self.errors and self._raises:
            first, *others = self.errors
            self.errors.clear()
            for other in others:
                first.add_note(f"After that: {other!r}")
            raise first

    def finish(self) -> None:
        """A step is over; raises ViewError when the browser shows something else than it should."""
        if self.tab.left and self.live.session.state is State.LIVE:
            self.live.detach()
        browser = self.tab.browser
        with self.tab.effects.undone():
            differs = disagreement(browser.document.children, self.live.shown)
        if differs is not None:
            raise ViewError(
                "the browser doesn't show what the server believes. Either the page function makes "
                "another page each time it is called (it is called once for the HTML and once for "
                "the live page), or this is a mistake of hlive.\n"
                f"{differs}" + "".join(f"\nclient: {line}" for line in browser.log)
            )

    # The wire.

    def _arrive(self, frame: str) -> None:
        self.frames.append(outbound.decode(frame))
        self.tab.receive(frame)
        self.world.tell_news()

    def _say(self, event: DomEvent) -> None:
        self.events.append(event)
        self._outgoing.append(inbound.encode(event))
        self._go_on_talking()

    def _go_on_talking(self) -> None:
        if self._talk is None or self._talk.done():
            self._talk = self.world.loop.create_task(self._converse())

    async def _converse(self) -> None:
        """Frames reach the server one after the other; while it is away, they wait."""
        while self._outgoing and self.live.session.state is State.LIVE:
            try:
                await self.live.receive(self._outgoing.popleft())
            except Exception as error:
                self.errors.append(error)
                self.live.close()

    def _hear(self, error: Exception, what: str) -> None:
        """The author's errors are for the test."""
        error.add_note(f"in {what}")
        self.errors.append(error)

    # Parts of the steps.

    async def _perform(self, act: Act) -> None:
        for _ in act() or ():
            await self.world.settle()

    async def _drop(self) -> None:
        self.live.detach()

    async def _reconnect(self) -> None:
        self.live.resume(self.tab.arrived, self._arrive)
        self._go_on_talking()

    async def _close(self) -> None:
        try:
            self.live.close()
            await self.world.settle()
        finally:
            self.world.visits.remove(self)
