"""The browser tree: frozen nodes that say what a browser shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, count, zip_longest
from operator import is_not

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
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
"""Elements without an end tag: the reference's list (v0.3.0, NewTag) but `command`, which a
parser would leave open."""

FOREIGN = frozenset({"svg", "math"})
"""What stands in them is not HTML but SVG or MathML."""

HTML_AGAIN = frozenset({"desc", "foreignobject", "mi", "mn", "mo", "ms", "mtext", "title"})
"""Elements of SVG and MathML whose content is HTML again (HTML standard, 13.2.6)."""


def is_foreign_inside(name: str, around: bool) -> bool:
    """Whether the content of an element is SVG or MathML; `around` says it of where it stands."""
    return name in FOREIGN or (around and name.lower() not in HTML_AGAIN)


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
    """An element; `id` is the component's id (also among `attrs`), `key` matches list children.

    `markup` is for `hlive_proto/markup.py`, which remembers there what it wrote.
    """

    name: str
    attrs: tuple[tuple[str, str], ...] = ()
    children: tuple[Node, ...] = ()
    id: str | None = None
    key: str | None = None
    markup: str | None = field(default=None, init=False, repr=False, compare=False)


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


def replace_at(nodes: tuple[Node, ...], others: Mapping[tuple[int, ...], Node]) -> tuple[Node, ...]:
    """The same nodes with others at the ends of paths, the outer ones first; all else is shared."""
    replaced = list(nodes)
    below: dict[int, dict[tuple[int, ...], Node]] = {}
    for (index, *rest), node in others.items():
        if rest:
            below.setdefault(index, {})[tuple(rest)] = node
        else:
            replaced[index] = node
    for index, inside in below.items():
        parent = replaced[index]
        assert isinstance(parent, Element)
        children = replace_at(parent.children, inside)
        replaced[index] = Element(parent.name, parent.attrs, children, parent.id, parent.key)
    return tuple(replaced)


def common_ends(old: Sequence[object], new: Sequence[object]) -> tuple[int, int]:
    """How many are the same objects at the start, and how many at the end."""
    shorter = min(len(old), len(new))
    start = next(differing(old, new), shorter)
    stop = next(differing(old[::-1], new[::-1]), shorter)
    return start, min(stop, shorter - start)


def differing(old: Sequence[object], new: Sequence[object]) -> Iterator[int]:
    """The indices at which two lists hold different objects."""
    return compress(count(), map(is_not, old, new))


def exchanged(old: tuple[Node, ...], new: tuple[Node, ...]) -> Counter[str]:
    """How often more (or less, then negative) each component id is in `new` than in `old`.

    An id that only moved counts 0 or isn't there. Shared objects are not looked into.
    """
    changes: Counter[str] = Counter()
    _exchange(old, new, changes)
    return changes


def _exchange(old: tuple[Node, ...], new: tuple[Node, ...], changes: Counter[str]) -> None:
    start, stop = common_ends(old, new)
    old, new = old[start : len(old) - stop], new[start : len(new) - stop]
    was, now = _without(old, new), _without(new, old)
    for before, after in zip_longest(was, now):
        if isinstance(before, Element) and isinstance(after, Element):
            changes.subtract(_own_id(before))
            changes.update(_own_id(after))
            _exchange(before.children, after.children, changes)
        else:
            changes.subtract(component_ids(before) if before else ())
            changes.update(component_ids(after) if after else ())


def _without(nodes: tuple[Node, ...], others: tuple[Node, ...]) -> list[Node]:
    """The nodes that aren't among the others: as objects, and as often as they are there."""
    there = Counter(map(id, others))
    there.subtract(map(id, nodes))
    left: list[Node] = []
    for node in nodes:
        if there[id(node)] < 0:
            there[id(node)] += 1
            left.append(node)
    return left


def _own_id(element: Element) -> tuple[str, ...]:
    return () if element.id is None else (element.id,)
