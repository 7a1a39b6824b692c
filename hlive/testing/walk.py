"""Ways through the DOM of the browser in memory."""

from __future__ import annotations

from collections.abc import Iterator

from hlive_proto.dom import DomElement, DomNode, DomText
from hlive_proto.tree import Element, Node, Raw, Text

Way = tuple[DomElement, ...]
"""An element with all that stands around it: from the document down to the element itself."""


def ways(way: Way) -> Iterator[Way]:
    """The ways to all elements below the last one, in document order."""
    for child in way[-1].children:
        if isinstance(child, DomElement):
            below = (*way, child)
            yield below
            yield from ways(below)


def descendants(top: DomElement) -> Iterator[DomElement]:
    """All elements below, in document order."""
    for child in top.children:
        if isinstance(child, DomElement):
            yield child
            yield from descendants(child)


def way_to(top: DomElement, target: DomElement) -> Way | None:
    """The way from `top` to this very element, None where it isn't below."""
    if top is target:
        return (top,)
    for child in top.children:
        if isinstance(child, DomElement):
            below = way_to(child, target)
            if below is not None:
                return (top, *below)
    return None


def text_of(node: DomNode) -> str:
    """All text in a node, as the DOM's `textContent`."""
    if isinstance(node, DomText):
        return node.text
    if isinstance(node, DomElement):
        return "".join(map(text_of, node.children))
    return ""


def words_of(node: DomNode) -> str:
    """The text as one sees it: white space of any length is one space, and none at the ends."""
    return " ".join(text_of(node).split())


def as_tree(node: DomNode) -> Node:
    """The node as the protocol's trees have it, to be written as HTML."""
    if isinstance(node, DomText):
        return Text(node.text)
    if isinstance(node, DomElement):
        return Element(node.name, tuple(node.attrs.items()), tuple(map(as_tree, node.children)))
    return Raw(node.source)
