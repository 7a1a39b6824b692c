"""Drives a page in memory: the live page, and a browser that applies the frames it sends."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable

from hlive.bindings import Event, Handler
from hlive.component import Component
from hlive.document import first_html, open_page
from hlive.live import Live
from hlive.page import Page
from hlive_proto import inbound
from hlive_proto.browser import Browser, shown
from hlive_proto.dialect import DIALECT_02, Dialect
from hlive_proto.differ import Strategy
from hlive_proto.dom import Snapshot
from hlive_proto.events import DomEvent
from hlive_proto.session import Limits, Session

CLIENT = "// client"
SESSION_ID = "0123456789abcdefghij"


class Driver:
    """One visit: the first HTML of `factory`'s page is in a browser, a second one is live.

    `frames` collects what was sent. After each step the browser must show what the live page
    believes that it shows.
    """

    def __init__(
        self,
        factory: Callable[[], Page],
        *,
        dialect: Dialect = DIALECT_02,
        strategy: Strategy = Strategy.MINIMAL,
        development: bool = False,
        counting: bool = False,
        limits: Limits | None = None,
    ) -> None:
        self.html = first_html(open_page(factory, CLIENT), dialect)
        self.browser = Browser(self.html, dialect)
        self.frames: list[str] = []
        self.now = 0.0
        context = open_page(factory, CLIENT, session_id=SESSION_ID)
        self.page = context.page
        self.live = Live(
            context.page,
            Session(SESSION_ID, limits or Limits(), self.now, counting),
            context,
            send=self.take,
            clock=lambda: self.now,
            dialect=dialect,
            strategy=strategy,
            development=development,
        )
        self.live.start()
        self.check()

    def take(self, frame: str) -> None:
        """A frame reaches the browser."""
        self.frames.append(frame)
        self.browser.apply(frame)

    def check(self) -> None:
        """The browser shows what the server believes, and had nothing to complain about."""
        assert self.browser.log == []
        assert self.browser.snapshot() == shown(self.live.shown)

    def render(self) -> list[str]:
        """Renders the page; the lines that were sent, see `readable`."""
        before = len(self.frames)
        self.live.render()
        self.check()
        return readable(self.frames[before:])

    async def send(self, frame: str | bytes) -> list[str]:
        """The browser sends a frame; the lines that came back while its handlers ran."""
        before = len(self.frames)
        await self.live.receive(frame)
        self.check()
        return readable(self.frames[before:])

    async def fire(self, component: Component, name: str, value: str | None = None) -> list[str]:
        """An event happens on a component: all its bindings of that name are told, in one frame."""
        ids = tuple(each.id for each in component.bindings if each.name == name)
        assert ids, f"nothing listens to {name} on {component!r}"
        return await self.send(inbound.encode(DomEvent(ids, value=value)))

    def dom(self, *path: int) -> Snapshot:
        """The node in the body to which these child indices lead; the body itself without any."""
        node = self.browser.snapshot()[1]
        for index in (1, *path):
            assert isinstance(node, tuple)
            children = node[2:]
            found = children[index]
            assert isinstance(found, str | tuple)
            node = found
        return node

    def body(self) -> tuple[Snapshot, ...]:
        """The child nodes of the body."""
        node = self.dom()
        assert isinstance(node, tuple)
        return node[2:]  # type: ignore[return-value]


def page_of(*elements: object) -> Page:
    """A page with these elements in its body."""
    page = Page(title="T")
    page.body.add(*elements)
    return page


def drive(*elements: object, **options: object) -> Driver:
    """A live page with these elements; the first HTML is made of the same objects beforehand."""
    return Driver(lambda: page_of(*elements), **options)  # type: ignore[arg-type]


def readable(frames: list[str]) -> list[str]:
    """The lines of some frames with their content decoded, such as `u 5 >0 t Hello`.

    A note is one line with its kind alone: what it tells differs from run to run.
    """
    lines = []
    for line in "\n".join(frames).splitlines():
        if not line:
            continue
        parts = line.split("|")
        if parts[0] == "d":
            _, op, root, path, kind, content = parts
            text = b64decode(content).decode().strip(" ")
            lines.append(" ".join(filter(None, (op, root, path, kind, text))))
        else:
            lines.append("|".join(parts[:2]))
    return lines


def note(frame: str) -> str:
    """The text of a note (`x|error` or `x|refused`)."""
    return b64decode(frame.strip().split("|")[2]).decode()


def doing(act: Callable[[], object]) -> Handler:
    """A handler that ignores its event."""

    def handle(event: Event) -> None:
        act()

    return handle
