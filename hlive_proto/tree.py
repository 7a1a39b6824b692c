"""The browser tree: frozen nodes that say what a browser shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "command",
        "embed",
        "hr",
        "img",
        "input",
        "keygen",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
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


def find_component(nodes: tuple[Node, ...], id: str) -> tuple[int, ...] | None:
    """The child indices that lead to the component with this id, None where it isn't."""
    for index, node in enumerate(nodes):
        if isinstance(node, Element):
            if node.id == id:
                return (index,)
            below = find_component(node.children, id)
            if below is not None:
                return (index, *below)
    return None


def node_at(nodes: tuple[Node, ...], path: tuple[int, ...]) -> Node:
    """The node to which these child indices lead."""
    node = nodes[path[0]]
    if len(path) == 1:
        return node
    assert isinstance(node, Element)
    return node_at(node.children, path[1:])


def replace_at(nodes: tuple[Node, ...], path: tuple[int, ...], node: Node) -> tuple[Node, ...]:
    """The same nodes with another one at the end of the path; all else is shared."""
    index = path[0]
    if len(path) > 1:
        parent = nodes[index]
        assert isinstance(parent, Element)
        node = replace(parent, children=replace_at(parent.children, path[1:], node))
    return (*nodes[:index], node, *nodes[index + 1 :])


def exchanged(old: tuple[Node, ...], new: tuple[Node, ...]) -> tuple[set[str], set[str]]:
    """The component ids that are only outside the shared parts of two trees: (of old, of new).

    An id in both sets has only moved or changed. Shared objects are not looked into.
    """
    lost: set[str] = set()
    gained: set[str] = set()
    _exchange(old, new, lost, gained)
    return lost, gained


def _exchange(
    old: tuple[Node, ...], new: tuple[Node, ...], lost: set[str], gained: set[str]
) -> None:
    stayed = {id(node) for node in old} & {id(node) for node in new}
    was = [node for node in old if id(node) not in stayed]
    now = [node for node in new if id(node) not in stayed]
    for before, after in zip(was, now, strict=False):
        if isinstance(before, Element) and isinstance(after, Element):
            lost.update(_own_id(before))
            gained.update(_own_id(after))
            _exchange(before.children, after.children, lost, gained)
        else:
            lost.update(component_ids(before))
            gained.update(component_ids(after))
    for node in was[len(now) :]:
        lost.update(component_ids(node))
    for node in now[len(was) :]:
        gained.update(component_ids(node))


def _own_id(element: Element) -> tuple[str, ...]:
    return () if element.id is None else (element.id,)
