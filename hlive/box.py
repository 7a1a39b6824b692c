"""Boxes and groups: values that a page shows and that can change after it was built."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import compress, count, repeat
from operator import is_
from typing import Generic, TypeVar

from hlive.memo import Memo
from hlive.nodes import check_node

T = TypeVar("T")


class Box(Memo, Generic[T]):
    """Holds one value; every tag that shows the box follows it.

    The value can be anything that a tag can hold as a child (text, number, tag, group, HTML,
    None for nothing). As an attribute's value it holds text, a number, True (there), False or
    None (not there). A box with a `name` is part of what `Page.save` saves.
    Raises TypeError, where it is set, for a value that can't be shown.
    """

    __slots__ = ("_value", "name")

    def __init__(self, value: T, name: str | None = None) -> None:
        super().__init__()
        _check_boxed(value)
        self._value = value
        self.name = name

    def get(self) -> T:
        """The value now."""
        return self._value

    def set(self, value: T) -> None:
        """Replaces the value."""
        _check_boxed(value)
        self._value = value
        self.forget()

    def update(self, change: Callable[[T], T]) -> None:
        """Replaces the value by what `change` makes of it."""
        self.set(change(self._value))

    def __repr__(self) -> str:
        return f"Box({self._value!r})"


class Group(Memo):
    """Some nodes without a tag around them; can grow after the page was built."""

    __slots__ = ("_nodes",)

    def __init__(self, *nodes: object) -> None:
        super().__init__()
        self._nodes: list[object] = []
        self.add(*nodes)

    def add(self, *nodes: object) -> None:
        """Appends nodes; raises TypeError for what can't be one."""
        for node in nodes:
            check_node(node)
        self._nodes += nodes
        self.forget()

    def remove(self, node: object) -> None:
        """Takes out a node, known by identity; raises ValueError when it isn't here."""
        self._nodes.pop(index_of(self._nodes, node))
        self.forget()

    def clear(self) -> None:
        """Takes out all nodes."""
        self._nodes.clear()
        self.forget()

    def __iter__(self) -> Iterator[object]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)


def _check_boxed(value: object) -> None:
    """Only a box that is an attribute's value may hold a truth value, which isn't known here."""
    if not isinstance(value, bool):
        check_node(value)


def index_of(nodes: list[object], node: object) -> int:
    """Where this very object stands; raises ValueError when it isn't among the nodes."""
    found = next(compress(count(), map(is_, nodes, repeat(node))), None)
    if found is None:
        raise ValueError(f"{node!r} isn't here")
    return found
