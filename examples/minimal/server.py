"""An HLive server of dialect 0.2, whole, from spec/protocol.md alone (numbers are its sections)."""

import json
import secrets
from base64 import b64encode
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response
from websockets.typing import Origin

Handler: TypeAlias = Callable[[dict[str, str]], object]
Node: TypeAlias = "str | Element"
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
ESCAPES = {38: "&amp;", 60: "&lt;", 62: "&gt;", 34: "&#34;", 39: "&#39;", 13: "&#13;"}


class Element(NamedTuple):
    """What a browser shows; a component has its id among the attributes."""

    name: str
    attrs: dict[str, str]
    children: tuple[Node, ...]


class Tag:
    """What a page is made of; a child that can be called is asked at every render."""

    def __init__(self, name: str, *parts: Any, on: list[tuple[str, Handler]] | None = None) -> None:
        self.name, self.bindings = name, on  # with a list, empty or not, it is a component
        self.attrs, self.children = dict[str, str](), list[Any]()
        self.add(*parts)

    def add(self, *parts: Any) -> None:
        for part in parts:
            self.attrs.update(part) if isinstance(part, dict) else self.children.append(part)


class Page:
    """One live page: what the browser shows of it, and what its events can call (6, 7, 8)."""

    def __init__(self, root: Tag) -> None:
        self.root, self.ids, self.handlers = root, count(1), dict[str, Handler]()
        self.shown = self.lower(root, live=False)  # a plain render, as in the first HTML (11.2)

    def render(self) -> str:
        self.handlers.clear()
        before, self.shown = self.shown, self.lower(self.root, live=True)
        return "".join(diff(before, self.shown, "doc", (1,)))

    def receive(self, frame: str | bytes) -> Iterator[str]:
        ids, data = decode(frame)
        for handler in filter(None, map(self.handlers.get, ids)):
            handler(data)
            yield from filter(None, [self.render()])

    def lower(self, tag: Tag, live: bool) -> Element:
        if live and tag.bindings is not None:
            tag.attrs["hid"] = tag.attrs.get("hid") or str(next(self.ids))
            bound = [(f"{tag.attrs['hid']}-{n}", *each) for n, each in enumerate(tag.bindings, 1)]
            self.handlers |= {id: handler for id, _, handler in bound}
            if bound:
                tag.attrs["hon"] = ",".join(f"{id}|{kind}" for id, kind, _ in bound)
        children: list[Node] = []
        for child in (child() if callable(child) else child for child in tag.children):
            if isinstance(child, Tag):
                children.append(self.lower(child, live))
            elif child not in (None, ""):  # texts side by side are one node (10)
                before = children.pop() if children and isinstance(children[-1], str) else ""
                children.append(f"{before}{child}")
        return Element(tag.name, dict(tag.attrs), tuple(children))


def decode(frame: str | bytes) -> tuple[list[str], dict[str, str]]:
    """The binding ids and the data of an event; none of anything else (7)."""
    try:
        event = json.loads(frame)
        ids, data = event["i"].split(","), event.get("d") or {}
        is_event = event["t"] == "e" and all(isinstance(each, str) for each in data.values())
        return (ids, data) if is_event else ([], {})
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return [], {}


def html(node: Node) -> str:
    """A node as markup (9)."""
    if isinstance(node, str):
        return node.translate(ESCAPES)
    attrs = "".join(f' {name}="{value.translate(ESCAPES)}"' for name, value in node.attrs.items())
    write = str if node.name in ("script", "style") else html
    inside = "" if node.name in VOID else "".join(map(write, node.children)) + f"</{node.name}>"
    return f"<{node.name}{attrs}>{inside}"


def line(op: str, root: str, path: tuple[int, ...], kind: str = "", content: str = "") -> str:
    """A patch as a line of a frame (4)."""
    steps = "".join(f">{index}" for index in path)
    encoded = b64encode(content.encode(errors="replace")).decode()
    return f"d|{op}|{root}|{steps[root == 'doc' :]}|{kind}|{encoded}\n"


def diff(old: "Node | None", new: Node, root: str, path: tuple[int, ...]) -> Iterator[str]:
    """The lines that make the new node of the old one, children paired by position (6)."""
    if old is not None and isinstance(old, str) != isinstance(new, str):
        yield line("d", root, path)
        old = None
    if isinstance(old, Element) and isinstance(new, Element) and old.name == new.name:
        for name in new.attrs | old.attrs:
            was, now = old.attrs.get(name), new.attrs.get(name)
            if was != now:
                op = "c" if was is None else "d" if now is None else "u"
                value = (was or "").translate(ESCAPES) if now is None else now
                yield line(op, root, path, "a", f' {name}="{value}"')
        root, path = (new.attrs["hid"], ()) if "hid" in new.attrs else (root, path)
        for index, child in enumerate(new.children):
            yield from diff(dict(enumerate(old.children)).get(index), child, root, (*path, index))
        for index in reversed(range(len(new.children), len(old.children))):
            yield line("d", root, (*path, index))
    elif old != new:
        kind, content = ("t", new) if isinstance(new, str) else ("h", html(new))
        yield line("c" if old is None else "u", root, path, kind, content)


async def run(make: Callable[[], Page], port: int) -> None:
    """Serves the page at every path, as HTML and as sessions that end with their socket (3, 11)."""

    def answer(socket: ServerConnection, request: Request) -> Response | None:
        asked = parse_qs(urlsplit(request.path).query).get("hlive")
        if asked:
            return None if asked == ["1"] else socket.respond(404, "The session is gone.\n")
        response = socket.respond(200, "<!doctype html>" + html(make().shown))
        del response.headers["Content-Type"]
        response.headers["Content-Type"] = "text/html; charset=utf-8"
        return response

    async def live(socket: ServerConnection) -> None:
        await socket.send("s|id|" + secrets.token_hex(10))
        await socket.send((page := make()).render())
        async for frame in socket:
            for reply in page.receive(frame):
                await socket.send(reply)

    allowed = [Origin(f"http://127.0.0.1:{port}"), None]
    async with serve(live, "127.0.0.1", port, origins=allowed, process_request=answer) as server:
        print(allowed[0], flush=True)
        await server.serve_forever()
