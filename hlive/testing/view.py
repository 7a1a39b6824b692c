"""A page in a test: opened as a browser opens it, over the real wire, without one."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from itertools import count
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakSet

from hlive.app import App
from hlive.context import Context
from hlive.document import PageFactory, first_html, open_page, takes_request
from hlive.live import Live
from hlive.testing.acts import Act
from hlive.testing.agree import disagreement
from hlive.testing.element import Scope, Step
from hlive.testing.errors import ViewError
from hlive.testing.fields import is_checkable
from hlive.testing.tab import Tab
from hlive.testing.walk import as_tree
from hlive.testing.world import DONE, World
from hlive_proto import inbound, markup, outbound
from hlive_proto.dialect import DIALECT_02, Dialect
from hlive_proto.differ import Strategy
from hlive_proto.dom import DomElement
from hlive_proto.events import DomEvent
from hlive_proto.outbound import Line
from hlive_proto.session import Limits, Session, State

UNHURRIED = Limits(events_burst=1_000_000_000)
"""A server's limits, but for that on haste: in a test no time passes between events."""

OPENED: WeakSet[View] = WeakSet()
"""All views that are still known to somebody."""

_NUMBERS = count(1)


def open(
    page: App | PageFactory,
    path: str = "/",
    *,
    request: Any = None,
    beside: View | None = None,
    raise_errors: bool = True,
    client: str = "",
    dialect: Dialect = DIALECT_02,
    strategy: Strategy = Strategy.MINIMAL,
) -> View:
    """Opens a page as a browser does: takes its first HTML, then connects.

    `page` is a page function, or an app that has one at `path`; `request` is what it is given if it
    takes one. A second visitor comes `beside` the first: what both do happens in one event loop.
    Errors in handlers are raised in the step that led to them, or collected in `View.errors`
    where `raise_errors` is False. `client` stands in the head as the browser client's source.

    In a plain test each step is over when its method returns. In an async test it must be awaited,
    and so should this: `view = await l.testing.open(home)`.

    Raises what the page function raises, PageError for a page that can't be shown, and ViewError
    when the app has no such page, or the page function makes different pages for one visit.
    """
    factory = _factory(page, path, request)
    world = beside._world if beside is not None else World()
    view = View(world, lambda id: open_page(factory, client, request, id), path)
    view._raises = raise_errors
    world.start(lambda: view._connect(dialect, strategy))
    OPENED.add(view)
    return view


class View(Scope):
    """What one visitor sees of a page, and can do with it.

    `frames` has the lines of each frame that came in the last step, `events` what the browser told
    the server in it. `errors` has the exceptions of handlers, where they aren't raised. `location`
    is the URL that the browser shows. `context` is the server's side of the page.
    """

    context: Context

    def __init__(self, world: World, make: Callable[[str], Context], path: str) -> None:
        super().__init__(self)
        self.number = next(_NUMBERS)
        self.frames: list[list[Line]] = []
        self.events: list[DomEvent] = []
        self.errors: list[Exception] = []
        self._path = path
        self._world = world
        self._make = make
        self._raises = True
        self._outgoing: deque[str | bytes] = deque()
        self._saying: asyncio.Task[None] | None = None

    # Reading.

    @property
    def tab(self) -> Tab:
        """The browser's side of the page."""
        return self._tab

    @property
    def location(self) -> str:
        """The URL that the browser shows."""
        return self._tab.location

    @property
    def title(self) -> str:
        """The title of the browser's tab."""
        return next((each.text for each in self.find_all("head > title")), "")

    def text(self, selector: str, *, text: str | None = None, has_text: str | None = None) -> str:
        """The text of the one element that matches; see `find`."""
        return self.find(selector, text=text, has_text=has_text).text

    def html(self) -> str:
        """The whole document, as it is now."""
        return markup.html(map(as_tree, self._top.children))

    def tree(self) -> str:
        """The page as a readable tree, with what each element hears and each field holds."""
        return self._tab.outline()

    # Time.

    def settle(self) -> Step:
        """Lets everything go on that can without time passing; each step ends like this."""
        return self._world.do(self._world.settle)

    def advance(self, seconds: float) -> Step:
        """Lets this time pass: sleeps and timeouts in handlers and tasks end as they are due.

        Nothing waits for real. Raises RuntimeError in an async test whose event loop isn't a
        `hlive.testing.Loop`.
        """
        return self._world.do(lambda: self._world.advance(seconds))

    def until(self, condition: Callable[[], bool], timeout: float = 5.0) -> Step:
        """Lets time pass until the condition holds; it is asked after each frame.

        Raises ViewError, with the page as a tree, when it doesn't after `timeout` seconds. In an
        async test with an event loop of its own this is real time.
        """
        return self._world.do(lambda: self._until(condition, timeout))

    # The connection.

    def drop(self) -> Step:
        """The connection is lost; what the visitor does meanwhile waits in the browser."""
        return self._world.do(self._drop)

    def reconnect(self) -> Step:
        """The browser is back: it gets what it missed, and tells what it kept."""
        return self._world.do(self._reconnect)

    def close(self) -> Step:
        """The session ends: tasks are cancelled, components unmounted. What was shown stays."""
        return DONE if self._is_closed() else self._world.do(self._close)

    def initial_sync(self, values: Mapping[str, str | bool | Sequence[str]]) -> Step:
        """The browser had kept these values over a reload, by selector, and tells of them.

        Text for text fields, True or False for checkboxes and radio buttons, a text or several for
        a `<select>`. As in a browser, all bound fields that aren't as their markup says tell.
        """
        return self.do(lambda: self._sync(values))

    def do(self, act: Act) -> Step:
        """Lets the visitor do something; elements call this."""
        if self._is_closed():
            raise ViewError("this page is closed: nobody hears what happens there")
        return self._world.do(lambda: self._perform(act))

    def __enter__(self) -> View:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Closes the page; when the test has failed already, only that is told."""
        with _quiet_after(error):
            self.close()

    async def __aenter__(self) -> View:
        await self._world.finish()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with _quiet_after(error):
            await self.close()

    def __await__(self) -> Generator[Any, None, View]:
        """Settles, in an async test, what began with opening the page."""
        yield from self._world.finish().__await__()
        return self

    def __repr__(self) -> str:
        return f"<View of {self.location!r}>"

    # What the world asks.

    def begin(self) -> None:
        self.frames, self.events = [], []

    async def heard(self) -> None:
        while self._saying is not None and not self._saying.done():
            await self._saying

    def raise_errors(self) -> None:
        if self.errors and self._raises:
            first, *others = self.errors
            self.errors.clear()
            for other in others:
                first.add_note(f"After that: {other!r}")
            raise first

    def finish(self) -> None:
        if self._tab.left and self._live.session.state is State.LIVE:
            self._live.detach()
        browser = self._tab.browser
        differs = disagreement(browser.document.children, self._live.shown)
        if differs is not None:
            raise ViewError(
                "the browser doesn't show what the server believes. Either the page function makes "
                "another page each time it is called (it is called once for the HTML and once for "
                "the live page), or this is a mistake of hlive.\n"
                f"{differs}" + "".join(f"\nclient: {line}" for line in browser.log)
            )

    # Parts of the steps.

    @property
    def _top(self) -> DomElement:
        return self._tab.document

    def _connect(self, dialect: Dialect, strategy: Strategy) -> None:
        """Two pages are made for one visit, as by a server: the first HTML's, and the live one."""
        html = first_html(self._make(""), dialect)
        self._tab = Tab(html, dialect, self._path, self._say)
        id = f"{self.number:020}"
        self.context = self._make(id)
        self._live = _Heard(
            self.context.page,
            Session(id, UNHURRIED, self._world.loop.time(), counting=True),
            self.context,
            send=self._arrive,
            clock=self._world.loop.time,
            dialect=dialect,
            strategy=strategy,
        )
        self._live.errors = self.errors
        self._live.start()
        self._world.inhabitants.append(self)

    def _arrive(self, frame: str) -> None:
        self.frames.append(outbound.decode(frame))
        self._tab.receive(frame)
        self._world.tell_news()

    def _say(self, event: DomEvent) -> None:
        self.events.append(event)
        self._outgoing.append(inbound.encode(event))
        self._talk()

    def _talk(self) -> None:
        if self._saying is None or self._saying.done():
            self._saying = self._world.loop.create_task(self._converse())

    async def _converse(self) -> None:
        """Frames reach the server one after the other; while it is away, they wait."""
        while self._outgoing and self._live.session.state is State.LIVE:
            try:
                await self._live.receive(self._outgoing.popleft())
            except Exception as error:
                self._live.errors.append(error)
                self._live.close()

    def _is_closed(self) -> bool:
        return self._live.session.state is State.CLOSED

    async def _perform(self, act: Act) -> None:
        for _ in act() or ():
            await self._world.settle()

    async def _until(self, condition: Callable[[], bool], patience: float) -> None:
        await self._world.settle()
        end = self._world.loop.time() + patience
        while not condition():
            left = end - self._world.loop.time()
            if left <= 0:
                raise ViewError(
                    f"that didn't come true in {patience:g} s; the page:\n{self.tree()}"
                )
            await self._world.wait_for_news(left)
            await self._world.settle()

    async def _drop(self) -> None:
        self._live.detach()

    async def _reconnect(self) -> None:
        self._live.resume(self._tab.arrived, self._arrive)
        self._talk()

    async def _close(self) -> None:
        try:
            self._live.close()
            await self._world.settle()
        finally:
            self._world.inhabitants.remove(self)

    def _sync(self, values: Mapping[str, str | bool | Sequence[str]]) -> None:
        fields = self._tab.fields
        for selector, value in values.items():
            element = self.find(selector)._top
            if isinstance(value, bool):
                group = self._tab.radio_group(element) if value else []
                fields.check(element, value, group)
            elif element.name == "select":
                fields.select(element, [value] if isinstance(value, str) else value)
            elif isinstance(value, str) and not is_checkable(element):
                fields.set_value(element, value)
            else:
                raise ViewError(f"{self.find(selector)!r} can't have kept {value!r}")
        self._tab.sync()


class _Heard(Live):
    """A live page whose errors are for the test."""

    errors: list[Exception]

    def _report(self, error: Exception, what: Callable[[], str]) -> None:
        error.add_note(f"in {what()}")
        self.errors.append(error)


def _quiet_after(error: BaseException | None) -> AbstractContextManager[None]:
    """When a test has failed already, its page may end as it likes."""
    return nullcontext() if error is None else suppress(Exception)


def _factory(page: App | PageFactory, path: str, request: Any) -> PageFactory:
    """The function that makes the page."""
    if isinstance(page, App):
        here = urlsplit(path).path
        if here not in page.pages:
            raise ViewError(f"the app has no page at {here!r}, only at {', '.join(page.pages)}")
        page = page.pages[here]
    if not callable(page):
        raise TypeError(f"open() takes an app or a function that makes a page, not {page!r:.60}")
    if request is None and takes_request(page):
        raise TypeError(f"{page!r} takes the request: open(..., request=...)")
    return page
