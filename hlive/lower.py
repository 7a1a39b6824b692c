"""Author tree to browser tree, in one walk: components get their ids, boxes are opened, what a
browser would do to the markup is done beforehand, and what has not changed is not built again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from weakref import ref

from hlive.attrs import ID, ON, AttributePlugin
from hlive.box import Box, Group
from hlive.component import Component
from hlive.errors import PageError
from hlive.memo import Lowered, Memo
from hlive.nodes import check_node, plain_text
from hlive.page import Page
from hlive.tag import Tag
from hlive_proto.dialect import DIALECT_02, Dialect
from hlive_proto.markup import RAW_TEXT
from hlive_proto.nesting import problem, root_count, seen
from hlive_proto.tree import Document, Element, Node, Raw, Text

_PASSES = 10
"""How often a page is lowered again because plugins or mounts changed it on the way."""

_HIDDEN = "data-hlive"
"""How attributes start that dialect 0.1 leaves out of the first HTML."""

_UNDER_WAY = Lowered(Element(""), 0, steady=False, aligned=False)
"""Stands for a tag's memory while it is lowered: if it is gone afterwards, the tag changed."""


def lower_page(
    page: Page, dialect: Dialect = DIALECT_02, enter: Callable[[Component], None] | None = None
) -> Document:
    """The browser tree of a whole page.

    `enter` is called for each component that is lowered in a live page, before its children;
    without it the page is lowered for its first HTML, in which components have no ids.
    Raises PageError, naming the author's line, for what a browser would not show as written.
    """
    for _ in range(_PASSES):
        walk = _Walk(page, dialect, enter)
        document = (page.doctype, walk.tag(page.html).element)
        if not walk.disturbed:
            return document
    raise PageError("the page changes each time it is rendered: a mount or a plugin never settles")


def lower_component(
    component: Component, page: Page, dialect: Dialect, enter: Callable[[Component], None]
) -> Element:
    """The browser tree of one component of a live page."""
    return _Walk(page, dialect, enter).tag(component).element


@dataclass(slots=True)
class _Content:
    """The children of one tag as they are collected."""

    parent: Tag
    holder: ref[Memo]
    nodes: list[Node] = field(default_factory=list)
    shows: int = 0
    steady: bool = True
    text: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def end_text(self) -> None:
        """Adjacent texts are one node in a browser; an empty one is none."""
        merged = "".join(self.text).replace("\0", "�")
        self.text.clear()
        if merged:
            text = Text(merged)
            wrong = problem(self.parent.name, text, 0)
            if wrong:
                raise PageError(f"{wrong}: {merged!r:.60} (in {self.parent!r})")
            self.nodes.append(text)

    def add_child(self, child: Tag, lowered: Lowered) -> None:
        if self.text:
            self.end_text()
        parent, element = self.parent, lowered.element
        where = "tbody" if parent.name == "table" and child.name == "tr" else parent.name
        wrong = problem(where, element, lowered.shows)
        if wrong:
            raise PageError(f"{wrong} ({child!r}, in {parent!r})")
        if element.key is not None:
            if element.key in self.keys:
                raise PageError(f"two children have the key {element.key!r} (in {parent!r})")
            self.keys.add(element.key)
        self.nodes.append(element)
        self.shows |= lowered.shows
        self.steady = self.steady and lowered.steady

    def add_raw(self, raw: Raw) -> None:
        """Raw markup is one node; inside a script or style it is just text."""
        if self.parent.name in RAW_TEXT:
            self.text.append(raw.html)
        elif raw.html:
            count = root_count(raw.html)
            if count != 1:
                raise PageError(
                    f"HTML must make one node, this makes {count}: {raw.html!r:.60} "
                    f"(in {self.parent!r}); put it into one element"
                )
            self.end_text()
            self.nodes.append(raw)


class _Walk:
    """One walk over a page."""

    def __init__(
        self, page: Page, dialect: Dialect, enter: Callable[[Component], None] | None
    ) -> None:
        self.page = page
        self.names = {ID: dialect.id_attr, ON: dialect.on_attr}
        self.enter = enter
        self.hides = dialect.hides_in_html and enter is None
        self.disturbed = False

    def tag(self, tag: Tag) -> Lowered:
        """What the tag is in the browser; from memory where nothing in it changed."""
        known = tag._memo
        if known is not None and known.steady:
            return known
        renewed = self.renew(tag)
        if renewed is not None:
            return renewed
        if isinstance(tag, Component) and self.enter is not None:
            self.enter(tag)
        tag._memo = _UNDER_WAY
        content = self.content(tag)
        element = Element(
            tag.name,
            self.attributes(tag, content.holder),
            tuple(_with_tbody(content.nodes) if tag.name == "table" else content.nodes),
            tag.id if isinstance(tag, Component) else None,
            tag.key,
        )
        steady = content.steady and not (self.enter is None and self.differs_live(tag))
        shows = seen(tag.name, content.shows)
        aligned = tag.name != "table" and all(isinstance(child, Tag) for child in tag._children)
        return self.remember(tag, known, Lowered(element, shows, steady, aligned))

    def differs_live(self, tag: Tag) -> bool:
        """Whether the first HTML of a tag isn't what it will be in the live page."""
        return isinstance(tag, Component) or (
            self.hides and any(name.startswith(_HIDDEN) for name in tag._attrs)
        )

    def renew(self, tag: Tag) -> Lowered | None:
        """The short way where only some child tags changed: the other children aren't visited.

        None where it can't be taken: all is built again then.
        """
        stale, tag._stale = tag._stale, None
        if stale is None or not stale.lowered.aligned:
            return None
        tag._memo = _UNDER_WAY
        element = stale.lowered.element
        holder: ref[Memo] = ref(tag)
        nodes = list(element.children)
        for child, was in stale.children:
            if not isinstance(child, Tag) or tag._children.count(child) != 1:
                return None
            lowered = self.tag(child)
            child.held_by(holder)
            if was is None or not _alike(was, lowered):
                return None
            nodes[tag._children.index(child)] = lowered.element
        lowered = stale.lowered._replace(element=replace(element, children=tuple(nodes)))
        return self.remember(tag, None, lowered)

    def remember(self, tag: Tag, known: Lowered | None, lowered: Lowered) -> Lowered:
        """Keeps what a tag became, unless it was changed meanwhile: then all is done again."""
        if tag._memo is not _UNDER_WAY:
            self.disturbed = True
            return lowered._replace(steady=False)
        if known is not None and known.element == lowered.element:
            lowered = lowered._replace(element=known.element)
        tag._memo = lowered if self.enter is not None or lowered.steady else None
        return lowered

    def content(self, tag: Tag) -> _Content:
        content = _Content(tag, ref(tag))
        for child in tag._children:
            self.node(child, content)
        if content.text:
            content.end_text()
        return content

    def node(self, node: Any, content: _Content) -> None:
        """Adds what a child is in the browser to the content of its parent."""
        if isinstance(node, str):
            content.text.append(node)
        elif isinstance(node, Tag):
            lowered = self.tag(node)
            node.held_by(content.holder)
            content.add_child(node, lowered)
        elif isinstance(node, Box):
            node.held_by(content.holder)
            self.node(node.get(), content)
        elif isinstance(node, int | float):
            content.text.append(plain_text(node))
        elif isinstance(node, Raw):
            content.add_raw(node)
        elif isinstance(node, Group):
            node.held_by(content.holder)
            self.nodes(node, content)
        elif isinstance(node, list | tuple):
            self.nodes(node, content)
        elif node is not None:
            self.computed(node, content)

    def nodes(self, nodes: Iterable[object], content: _Content) -> None:
        for node in nodes:
            self.node(node, content)

    def computed(self, compute: Callable[[], object], content: _Content) -> None:
        """A function is asked at every render, so nothing around it can be remembered."""
        content.steady = False
        value = compute()
        check_node(value)
        self.node(value, content)

    def attributes(self, tag: Tag, holder: ref[Memo]) -> tuple[tuple[str, str], ...]:
        """In the order of adding, then class, then style."""
        attrs: dict[str, str] = {}
        for name, value in tag._attrs.items():
            if (value or name != ON) and not (self.hides and name.startswith(_HIDDEN)):
                attrs[self.names.get(name, name)] = self.attribute(tag, name, value, holder)
        if tag._classes:
            given = attrs.get("class")
            attrs["class"] = " ".join([given, *tag._classes] if given else tag._classes)
        if tag._styles:
            attrs["style"] = attrs.get("style", "") + "".join(
                f"{name}:{self.attribute(tag, name, value, holder)};"
                for name, value in tag._styles.items()
            )
        return tuple(attrs.items())

    def attribute(self, tag: Tag, name: str, value: Any, holder: ref[Memo]) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, AttributePlugin):
            if self.page.first_time(value.name):
                value.initialize(self.page)
                self.disturbed = True
            return value.value
        value.held_by(holder)
        text = value.get()
        if isinstance(text, bool) or not isinstance(text, str | int | float):
            raise PageError(f"{name!r} of {tag!r} needs text, but its box holds {text!r:.60}")
        return plain_text(text)


def _alike(was: Lowered, now: Lowered) -> bool:
    """Whether one can take the other's place without a look at the parent and the siblings."""
    return (
        now.steady
        and now.shows == was.shows
        and now.element.name == was.element.name
        and now.element.key == was.element.key
    )


def _with_tbody(nodes: list[Node]) -> list[Node]:
    """Rows straight in a table get the `tbody` that a browser would put around them."""
    grouped: list[Node] = []
    rows: list[Node] | None = None
    for node in nodes:
        name = node.name if isinstance(node, Element) else ""
        if name == "tr" and rows is None:
            rows = []
        if name in ("caption", "colgroup", "tbody", "tfoot", "thead") and rows is not None:
            grouped.append(Element("tbody", (), tuple(rows)))
            rows = None
        (grouped if rows is None else rows).append(node)
    if rows is not None:
        grouped.append(Element("tbody", (), tuple(rows)))
    return grouped
