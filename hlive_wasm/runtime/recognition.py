"""A page that is made anew goes on at the DOM which a browser shows: who is who in the two.

Components take the ids that they have in the browser, so that nothing changes there and events
which are under way reach them. Two elements are the same where their parents are, and where their
neighbours leave no doubt; in doubt an element is a new one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from hlive.context import Context
from hlive.live import Live
from hlive_proto.browser import shown as rendered
from hlive_proto.differ import OPAQUE
from hlive_proto.dom import FIELDS
from hlive_proto.tree import Document, Element, Node, Raw, Text

_TELLING = ("id", "name", "type", "href", "for")
"""Attributes by which elements of the same name are told apart."""

Signature = tuple[str, ...]


def read_dom(dom: Any) -> Document:
    """The tree of a document as the page describes it: an element is [name, [[attribute, value],
    ...], [child, ...]], a text is a string, and ["!", text] is a comment or the doctype.

    Raises ValueError for something else.
    """
    try:
        return tuple(_read(node) for node in dom)
    except (TypeError, IndexError, AttributeError) as error:
        raise ValueError(f"this is no DOM: {error}") from error


def start_at(live: Live, dom: Document) -> None:
    """Starts a new page, in a browser that shows `dom` already."""
    taken = [int(id) for id in _ids(dom, live.dialect.id_attr) if _is_number(id)]
    live.page.skip_ids(max(taken, default=0))

    def adopt(context: Context) -> None:
        _Recognition(live, was_live=bool(taken)).go_on_at(dom)

    # The last of these hooks: those of the author may still add to the page.
    live.page.hooks.before_mount.append(adopt)
    try:
        live.start(dom)
    finally:
        live.page.hooks.before_mount.remove(adopt)


class _Recognition:
    """One comparison of what a browser shows with a page that was made anew."""

    def __init__(self, live: Live, was_live: bool) -> None:
        self.live = live
        self.names = (live.dialect.id_attr, live.dialect.on_attr)
        self.was_live = was_live
        self.taken: set[str] = set()

    def go_on_at(self, dom: Document) -> None:
        """From now on the browser shows this page."""
        page = self.live.lowered()
        nodes = [node for node in dom if isinstance(node, Element)]
        top = page[-1]
        if len(nodes) == 1 and isinstance(top, Element) and nodes[0].name == top.name:
            # Whatever its spelling, there is one doctype.
            merged = self.element(nodes[0], top)
            self.live.take_up(tuple(merged if node is nodes[0] else page[0] for node in dom))

    def node(self, old: Node, new: Node) -> Node:
        """What the browser has there, with what we know of it."""
        if isinstance(new, Raw):
            return new if rendered((old,)) == rendered((new,)) else old
        if isinstance(old, Element) and isinstance(new, Element):
            return self.element(old, new)
        return old

    def element(self, old: Element, new: Element) -> Element:
        id = self.adopt(old, new)
        if new.name in OPAQUE:
            children = new.children
        else:
            partners = dict(self.pairs(old.children, new.children))
            children = tuple(
                self.node(child, new.children[partners[index]]) if index in partners else child
                for index, child in enumerate(old.children)
            )
        return Element(old.name, self.attributes(old, new), children, id, new.key)

    def attributes(self, old: Element, new: Element) -> tuple[tuple[str, str], ...]:
        """A field of a live page shows its value, whatever its attribute says."""
        attrs = dict(old.attrs)
        value = dict(new.attrs).get("value")
        if self.was_live and new.name in FIELDS and value is not None:
            attrs["value"] = value
        return tuple(attrs.items())

    def adopt(self, old: Element, new: Element) -> str | None:
        """The component behind `new` takes the ids of `old`; the id, if it has one."""
        id_name, on_name = self.names
        attrs = dict(old.attrs)
        id = attrs.get(id_name, "")
        if new.id is None or not _is_number(id) or id in self.taken:
            return None
        self.taken.add(id)
        components = self.live.page.components
        component = components.pop(new.id)
        components[id] = component
        heard = [
            (binding, name)
            for binding, _, name in (
                part.partition("|") for part in attrs.get(on_name, "").split(",")
            )
            if binding.rpartition("-")[0] == id and _is_number(binding.rpartition("-")[2])
        ]
        component.take_id(id, heard, self.live.dialect.id_leads)
        return id

    def pairs(self, old: Sequence[Node], new: Sequence[Node]) -> Iterator[tuple[int, int]]:
        """The indices of nodes that are the same: all where both lists look alike, else those
        that can be no others."""
        was, now = [self.signature(node) for node in old], [self.signature(node) for node in new]
        if was == now:
            yield from zip(range(len(was)), range(len(now)), strict=True)
            return
        counts = Counter(was), Counter(now)
        for index, signature in enumerate(was):
            if counts[0][signature] == counts[1][signature] == 1:
                yield index, now.index(signature)

    def signature(self, node: Node) -> Signature:
        if isinstance(node, Text):
            return ("#text",)
        if isinstance(node, Raw):
            made = rendered((node,))[:1]
            return (made[0][0],) if made and isinstance(made[0], tuple) else ("#text",)  # type: ignore[return-value]
        attrs = dict(node.attrs)
        telling = [f"{name}={attrs[name]}" for name in _TELLING if name in attrs]
        heard = attrs.get(self.names[1], "") if self.was_live else ""
        events = [part.partition("|")[2] for part in heard.split(",")]
        return (node.name, *telling, *events)


def _read(node: Any) -> Node:
    if isinstance(node, str):
        return Text(node)
    if node[0] == "!":
        return Raw(f"<!--{node[1]}-->")
    name, attrs, children = node
    read = [_read(child) for child in children]
    if name == "html":
        # A client doesn't count what extensions put before the head.
        heads = [getattr(child, "name", "") == "head" for child in read]
        read = read[heads.index(True) :] if any(heads) else read
    return Element(str(name), tuple((str(name), str(value)) for name, value in attrs), tuple(read))


def _ids(nodes: Document, id_attr: str) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Element):
            yield from (value for name, value in node.attrs if name == id_attr)
            yield from _ids(node.children, id_attr)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18
