"""A tag: one element of a page as its author writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from weakref import ref

from hlive.attrs import (
    AttributePlugin,
    AttributeValue,
    AttrsOff,
    ClassBool,
    Style,
    StyleOff,
    attribute_name,
    attribute_value,
    class_text,
    style_text,
)
from hlive.bindings import Binding
from hlive.box import Box, index_of
from hlive.describing import described
from hlive.memo import Lowered, Memo, Stale
from hlive.nodes import check_node, plain_text
from hlive.shared import Recipe, plain, take_back
from hlive.source import Source, author_source
from hlive_proto.tree import VOID

_NODES = (str, Memo)
_NAME = re.compile(r"[a-z][a-z0-9:._-]*")


class Elements:
    """Children, attributes, bindings and more, to be added to a tag together."""

    __slots__ = ("items",)

    def __init__(self, *items: object) -> None:
        self.items = list(items)

    def add(self, *items: object) -> None:
        """Appends more of them."""
        self.items += items


@plain
class Tag(Memo):
    """An HTML element: a name, attributes, and children in order.

    `elements` can be children (text, numbers, tags, boxes, groups, HTML, functions that are
    called at each render, None for nothing), attributes (a dict), Class..., Style...,
    AttrsOff, and lists of all these. `key` tells a child from its siblings when a list changes.
    `describes` says that it was made in the `render` of a component.
    Raises TypeError or ValueError, in the line that gives it, for what a tag can't hold.
    """

    __slots__ = (
        "_attrs",
        "_children",
        "_classes",
        "_stale",
        "_styles",
        "_twin",
        "describes",
        "key",
        "name",
        "source",
    )

    def __init__(self, name: str, *elements: object, key: object = None) -> None:
        self._memo = None
        self._holders = ()
        self.name = _tag_name(name)
        self.key = None if key is None else str(key)
        self.source: Source | None = author_source()
        self.describes = described() is not None
        self._attrs: dict[str, AttributeValue] = {}
        self._children: list[object] = []
        self._classes: dict[str, None] = {}
        self._styles: dict[str, str | Box[str]] = {}
        self._twin: ref[Tag] | None = None
        self._stale: Stale | None = None
        if elements:
            self._add_all(elements)

    @property
    def void(self) -> bool:
        """Whether this is an element without content, such as `hr`."""
        return self.name in VOID

    @property
    def children(self) -> tuple[object, ...]:
        """The children, as they were given."""
        if Lowered in map(type, self._children):
            take_back(self)
        return tuple(self._children)

    def boxes(self) -> list[Box[str]]:
        """The boxes behind its attributes and styles."""
        values = [*self._attrs.values(), *self._styles.values()]
        return [value for value in values if isinstance(value, Box)]

    def add(self, *elements: object) -> None:
        """Adds children at the end, and attributes, classes and styles where they belong.

        What stands before an element that can't be added stays added.
        """
        before = tuple(self._children)
        only_nodes = all(isinstance(element, _NODES) for element in elements)
        try:
            self._add_all(elements)
        finally:
            if only_nodes:
                self._rearranged(before)
            else:
                self.changed()

    def insert(self, index: int, *nodes: object) -> None:
        """Puts children before the one at `index`."""
        for node in nodes:
            self._check_child(node)
        before = tuple(self._children)
        self._children[index:index] = nodes
        self._rearranged(before)

    def remove(self, *nodes: object) -> None:
        """Takes out children, known by identity; raises ValueError for one that isn't here."""
        before = tuple(self._children)
        try:
            for node in nodes:
                self._children.pop(index_of(self._children, node))
        finally:
            self._rearranged(before)

    def clear(self) -> None:
        """Takes out all children."""
        before = tuple(self._children)
        self._children.clear()
        self._rearranged(before)

    def rename(self, name: str) -> None:
        """Makes it another element, with the same attributes and children.

        Raises ValueError when it can't be a name, or such an element can't hold the children.
        """
        checked = _tag_name(name)
        if checked in VOID and self._children:
            raise ValueError(f"<{checked}> has no content, so <{self.name}> can't become one")
        for tag in self._twins():
            tag.name = checked
        self.changed()

    def attribute(self, name: str) -> str | None:
        """The value of an attribute now, as it stands in the page; None where it is absent."""
        name = attribute_name(name)
        given = _value_of(self._attrs.get(name))
        if name == "class" and self._classes:
            return class_text(given, self._classes)
        if name == "style" and self._styles:
            styles = ((each, _value_of(value) or "") for each, value in self._styles.items())
            return style_text(given, styles)
        return given

    def remove_attributes(self, *names: str) -> None:
        """Takes attributes away; those that aren't here don't matter."""
        self.changed()
        for name in names:
            self._attrs.pop(attribute_name(name), None)

    @property
    def keeps_itself(self) -> bool:
        """Whether it stays the same object when what is around it is rendered again."""
        return False

    def take_from(self, newer: Tag) -> None:
        """Only for tags that keep themselves: `newer` would have taken its place."""
        raise NotImplementedError

    def go_on_from(self, old: Tag) -> None:
        """This tag takes the place of `old`: if it becomes the same, it is the same element."""
        if old._memo is not None:
            self._memo = old._memo.but(old._memo.element, steady=False)

    def changed(self) -> None:
        """Forgets what this was lowered to, since something about it is different now."""
        for tag in self._twins():
            tag.forget()

    def forget(self) -> None:
        self._stale = None
        super().forget()

    def forget_child(self, child: Memo, was: Lowered | None) -> None:
        """Only one child changed: what is known of the others is kept for the next lowering."""
        if self._memo is not None and self._memo.steady:
            known = self._memo
            super().forget()
            self._stale = Stale(known, [(child, was)])
        elif self._stale is not None:
            self._stale.children.append((child, was))
        else:
            self.forget()

    def _fill_from(self, recipe: Recipe) -> None:
        """Makes it what it was when it was let go."""
        self.describes = recipe.describes
        self._attrs |= recipe.attrs
        self._classes = dict.fromkeys(recipe.classes)
        self._styles |= recipe.styles
        self._children += recipe.children

    def _rearranged(self, before: tuple[object, ...]) -> None:
        """Its children are others than `before`, or stand elsewhere; nothing else has changed."""
        for tag in self._twins():
            tag._forget_order(before)

    def _forget_order(self, before: tuple[object, ...]) -> None:
        if self._memo is not None and self._memo.steady:
            known = self._memo
            super().forget()
            self._stale = Stale(known, [], before)
        elif self._stale is None:
            self.forget()
        elif self._stale.before is None:
            self._stale = self._stale._replace(before=before)

    def _twins(self) -> tuple[Tag, ...]:
        """This tag and, where it was wrapped, the component around it (or the other way round)."""
        twin = self._twin() if self._twin is not None else None
        return (self,) if twin is None else (self, twin)

    def _add(self, element: Any) -> None:
        """Adds what isn't text or something of ours that stands for nodes."""
        if type(element) is list:
            self._add_all(element)
        elif isinstance(element, Mapping):
            self._add_attributes(element)
        elif isinstance(element, ClassBool):
            self._switch_classes(element.switches)
        elif isinstance(element, Style):
            self._add_styles(element.properties)
        elif isinstance(element, AttributePlugin):
            self._attrs[element.name] = element
        elif isinstance(element, Elements):
            self._add_all(element.items)
        elif isinstance(element, AttrsOff):
            for name in element.names:
                self._attrs.pop(attribute_name(name), None)
        elif isinstance(element, StyleOff):
            for name in element.names:
                self._styles.pop(name, None)
        elif isinstance(element, Binding):
            raise TypeError(f"a plain tag can't hear {element!r}: write C({self.name!r}, ...)")
        elif _is_listing(element):
            self._add_all(element)
        elif element is not None:
            self._add_child(element)

    def _add_all(self, elements: Iterable[object]) -> None:
        for element in elements:
            if isinstance(element, _NODES):
                self._add_child(element)
            else:
                self._add(element)

    def _add_child(self, node: object) -> None:
        self._check_child(node)
        self._children.append(node)

    def _check_child(self, node: object) -> None:
        if not isinstance(node, _NODES):
            check_node(node)
        if self.name in VOID:
            raise ValueError(f"<{self.name}> has no content, so it can't hold {node!r:.60}")

    def _add_attributes(self, attrs: Mapping[str, Any]) -> None:
        for name, given in attrs.items():
            lowered = attribute_name(name)
            value = attribute_value(lowered, given)
            if value is None:
                self._attrs.pop(lowered, None)
            else:
                self._attrs[lowered] = value

    def _add_styles(self, properties: Mapping[str, str | float | Box[str]]) -> None:
        for name, value in properties.items():
            self._styles[name] = value if isinstance(value, Box) else plain_text(value)

    def _switch_classes(self, switches: Mapping[str, bool]) -> None:
        for name, on in switches.items():
            if not on:
                self._classes.pop(name, None)
            elif name not in self._classes:
                self._classes[name] = None

    def __repr__(self) -> str:
        return f"<{self.name}> from {self.source}"


@lru_cache(maxsize=512)
def _tag_name(name: str) -> str:
    lowered = name.lower()
    if not _NAME.fullmatch(lowered):
        raise ValueError(f"{name!r} can't be the name of a tag")
    return lowered


def _is_listing(element: object) -> bool:
    return isinstance(element, Iterable) and not isinstance(element, bytes)


def _value_of(value: AttributeValue | None) -> str | None:
    if isinstance(value, AttributePlugin):
        return value.value
    held: object = value.get() if isinstance(value, Box) else value
    if held is None or held is False:
        return None
    return "" if held is True else str(held)
