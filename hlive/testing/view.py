"""What a test has of a page: `open` it, and see and use it as a visitor does."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit
from weakref import WeakSet

from hlive.app import App
from hlive.context import Context
from hlive.document import open_page
from hlive.page import Page
from hlive.routes import PageFactory, Route
from hlive.testing.element import Scope
from hlive.testing.errors import ViewError
from hlive.testing.visit import KeptValue, Visit
from hlive.testing.walk import as_tree
from hlive.testing.world import Step, World
from hlive_proto import markup
from hlive_proto.dialect import DIALECT_02, Dialect
from hlive_proto.differ import Strategy
from hlive_proto.dom import DomElement
from hlive_proto.events import DomEvent
from hlive_proto.outbound import Line

OPENED: WeakSet[View] = WeakSet()
"""All views that are still known to somebody."""


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

    Raises what the page function raises, PageError for a page that can't be shown, TypeError when
    `page` or `request` isn't what is needed, and ViewError when the app has no such page, or the
    page function makes different pages for one visit.
    """
    make = _maker(page, path, request)
    world = beside._visit.world if beside is not None else World()
    visit = Visit(world, lambda id: open_page(make, client, request, id), path, raise_errors)
    world.start(lambda: visit.connect(dialect, strategy))
    view = View(visit)
    OPENED.add(view)
    return view


class View(Scope):
    """What one visitor sees of a page, and can do with it.

    As a context manager it closes the page at the end.
    """

    def __init__(self, visit: Visit) -> None:
        super().__init__(visit)
        self._visit = visit
        self._world = visit.world

    # Reading.

    @property
    def title(self) -> str:
        """The title of the browser's tab."""
        return next((each.text for each in self.find_all("head > title")), "")

    @property
    def location(self) -> str:
        """The URL that the browser shows."""
        return self._visit.tab.location

    def text(self, selector: str, *, text: str | None = None, has_text: str | None = None) -> str:
        """The text of the one element that matches; see `find`."""
        return self.find(selector, text=text, has_text=has_text).text

    def html(self) -> str:
        """The whole document, as it is now."""
        return markup.html(map(as_tree, self._top.children))

    def tree(self) -> str:
        """The page as a readable tree, with what each element hears and each field holds."""
        return self._visit.tab.outline()

    # Beside the page.

    @property
    def asked(self) -> list[str]:
        """The questions of `confirm` that the visitor was asked since the page was opened."""
        return self._visit.tab.asked

    @property
    def agrees(self) -> bool:
        """Whether the visitor says yes to them, as it is at first; can be set."""
        return self._visit.tab.agrees

    @agrees.setter
    def agrees(self, agrees: bool) -> None:
        self._visit.tab.agrees = agrees

    @property
    def clipboard(self) -> str:
        """What a command copied last."""
        return self._visit.tab.effects.clipboard

    # Behind the page.

    @property
    def frames(self) -> list[list[Line]]:
        """The lines of each frame that came from the server in the last step."""
        return self._visit.frames

    @property
    def events(self) -> list[DomEvent]:
        """What the browser told the server in the last step."""
        return self._visit.events

    @property
    def errors(self) -> list[Exception]:
        """The exceptions of handlers since the page was opened, where they aren't raised."""
        return self._visit.errors

    @property
    def context(self) -> Context:
        """The server's side: the page itself, its request and its values."""
        return self._visit.context

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
        return self._visit.drop()

    def reconnect(self) -> Step:
        """The browser is back: it gets what it missed, and tells what waited."""
        return self._visit.reconnect()

    def close(self) -> Step:
        """The session ends: tasks are cancelled, components unmounted. What was shown stays."""
        return self._visit.close()

    def initial_sync(self, values: Mapping[str, KeptValue]) -> Step:
        """The browser had kept these values over a reload, by selector, and tells of them.

        Text for text fields, True or False for checkboxes and radio buttons, a text or several for
        a `<select>`. As in a browser, all bound fields that aren't as their markup says tell.
        """
        return self._visit.do(lambda: self._sync(values))

    def __enter__(self) -> View:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with _quiet_after(error):
            self.close()

    async def __aenter__(self) -> View:
        return await self

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

    @property
    def _top(self) -> DomElement:
        return self._visit.tab.document

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

    def _sync(self, values: Mapping[str, KeptValue]) -> None:
        for selector, value in values.items():
            self._visit.keep(self.find(selector)._top, value)
        self._visit.tab.sync()


def _quiet_after(error: BaseException | None) -> AbstractContextManager[None]:
    """When a test has failed already, its page may end as it likes."""
    return nullcontext() if error is None else suppress(Exception)


def _maker(page: App | PageFactory, path: str, request: Any) -> Callable[[], Page]:
    """Makes the page for this address."""
    url = urlsplit(path)
    query = parse_qs(url.query, keep_blank_values=True)
    if isinstance(page, App):
        found = page.find(url.path)
        if found is None:
            known = ", ".join(page.pages)
            raise ViewError(f"the app has no page at {url.path!r}, only at {known}")
        route, parameters = found
        return partial(route.page, parameters, query, request)
    if not callable(page):
        raise TypeError(f"open() takes an app or a function that makes a page, not {page!r:.60}")
    route = Route(url.path, page)
    if request is None and "request" in route.parameters:
        raise TypeError(f"{page!r} takes the request: open(..., request=...)")
    return partial(route.page, {}, query, request)
