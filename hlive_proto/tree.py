"""The browser tree: frozen nodes that say what a browser shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

VOID = frozenset(
    "area base br col command embed hr img input keygen link meta param source track wbr".split()
)
"""Elements without an end tag; the reference's list (v0.3.0, NewTag)."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text node; adjacent ones are merged before a tree is made, empty ones are left out."""

    text: str


@dataclass(frozen=True, slots=True)
class Raw:
    """Markup that goes out as it is; it must make exactly one DOM node."""

    html: str


@dataclass(frozen=True, slots=True)
class Element:
    """An element; `id` is the component's id (also among `attrs`), `key` matches list children."""

    name: str
    attrs: tuple[tuple[str, str], ...] = ()
    children: tuple[Node, ...] = ()
    id: str | None = None
    key: str | None = None


Node = Text | Raw | Element
Document = tuple[Node, ...]
"""The children of the browser's document: the doctype and the html element."""

DOCTYPE = Raw("<!doctype html>")


def component_ids(node: Node) -> Iterator[str]:
    """The ids of all components in `node`, itself included, in document order."""
    if isinstance(node, Element):
        if node.id is not None:
            yield node.id
        for child in node.children:
            yield from component_ids(child)
