"""A page of the browser that the runtime runs in, as far as its port and its DOM go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import hlive as l
from hlive_proto import inbound
from hlive_proto.browser import Browser
from hlive_proto.dom import DomElement, DomNode, DomOther, DomText
from hlive_proto.events import DomEvent
from hlive_wasm.runtime.connection import Connection
from hlive_wasm.runtime.host import Runtime
from hlive_wasm.runtime.store import Table
from tests.waiting import until

ORIGIN = "https://example.com"


def runtime(
    what: l.App | Callable[..., l.Page], table: Table | None = None, **more: Any
) -> Runtime:
    """An app inside the browser; a page function is at its start."""
    app = what if isinstance(what, l.App) else l.App()
    if app is not what:
        app.page("/", what)  # type: ignore[arg-type]
    return Runtime(app, table=table, **more)


class Tab:
    """Does what the script in the page does: shows frames, keeps events until they are done."""

    def __init__(self, html: str, url: str) -> None:
        self.browser = Browser(html)
        self.url = url
        self.messages: list[dict[str, Any]] = []
        self.session: str | None = None
        self.state: str | None = None
        self.acked = 0
        self.log: list[tuple[int, str | bytes]] = []
        self.said = 0
        self.connection: Connection | None = None

    @classmethod
    async def visit(cls, runtime: Runtime, path: str = "/") -> Tab:
        """The first HTML, and a socket that is open."""
        answer = await runtime.fetch("GET", ORIGIN + path)
        assert isinstance(answer.body, str)
        assert answer.status == 200, answer.body
        tab = cls(answer.body, f"{ORIGIN}{path}?hlive=1")
        tab.open(runtime)
        await tab.live()
        return tab

    def open(self, runtime: Runtime, **hello: Any) -> None:
        """Opens the socket."""
        self.connection = runtime.open({"url": self.url, **hello}, self.receiver())

    def reopen(self, runtime: Runtime) -> None:
        """The worker died and another one is there."""
        events = [{"n": number, "frame": frame} for number, frame in self.log]
        known = {"session": self.session, "state": self.state, "dom": self.dom(), "events": events}
        self.open(runtime, **known)

    async def live(self) -> None:
        """Waits until the socket is open and the first checkpoint is over."""
        await until(lambda: self.told("frame"), "frame")
        await asyncio.sleep(0.01)

    def receiver(self) -> Callable[[dict[str, Any]], None]:
        """Hears one worker, and not what that one says after its death."""
        number = object()
        self._worker = number

        def receive(message: dict[str, Any]) -> None:
            if self._worker is number:
                self._receive(message)

        return receive

    def lose_worker(self) -> None:
        """Nothing of what the worker still does comes here."""
        self._worker = object()
        self.connection = None

    def _receive(self, message: dict[str, Any]) -> None:
        self.messages.append(message)
        if message["type"] == "opened":
            self.session = message["session"]
        elif message["type"] == "frame":
            self.browser.apply(message["text"])
        elif message["type"] == "done":
            self.acked = message["acked"]
            self.state = message.get("state", self.state)
            self.log = [each for each in self.log if each[0] > self.acked]

    def told(self, kind: str) -> list[dict[str, Any]]:
        """The messages of one kind that came."""
        return [message for message in self.messages if message["type"] == kind]

    def say(self, frame: str | bytes) -> None:
        """An event; while no worker is there, it is only kept."""
        self.said += 1
        self.log.append((self.said, frame))
        if self.connection is not None:
            self.connection.receive({"type": "event", "n": self.said, "frame": frame})

    def fire(self, element: DomElement, name: str, value: str | None = None) -> None:
        """Something happens at an element."""
        pairs = [part.split("|") for part in element.attrs.get("hon", "").split(",")]
        ids = tuple(id for id, event in pairs if event == name)
        frame = inbound.encode(DomEvent(ids, value=value))
        self.say(frame)

    def find(self, id: str) -> DomElement:
        """The element with this id."""
        return next(each for each in self.elements() if each.attrs.get("id") == id)

    def elements(self) -> Iterator[DomElement]:
        """All elements in document order."""
        yield from _elements(self.browser.document)

    def text(self, id: str) -> str:
        """The text of an element."""
        return "".join(_texts(self.find(id)))

    def dom(self) -> list[Any]:
        """The document as the page tells of it."""
        return [_described(node) for node in self.browser.document.children]


def _elements(top: DomElement) -> Iterator[DomElement]:
    for child in top.children:
        if isinstance(child, DomElement):
            yield child
            yield from _elements(child)


def _texts(node: DomNode) -> Iterator[str]:
    if isinstance(node, DomText):
        yield node.text
    elif isinstance(node, DomElement):
        for child in node.children:
            yield from _texts(child)


def _described(node: DomNode) -> Any:
    if isinstance(node, DomText):
        return node.text
    if isinstance(node, DomOther):
        return ["!", node.source.strip("<!->")]
    attrs = [[name, value] for name, value in node.attrs.items()]
    return [node.name, attrs, [_described(child) for child in node.children]]
