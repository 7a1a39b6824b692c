"""Author tree to browser tree, in one walk: components get their ids, boxes are opened, what a
browser would do to the markup is done beforehand, and what has not changed is not built again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from weakref import ref

from hlive.attrs import ID, ON, AttributePlugin, attribute_value, class_text, style_text
from hlive.box import Box, Group
from hlive.component import Component
from hlive.errors import PageError
from hlive.memo import Lowered, Memo, Stale
from hlive.nodes import check_node, plain_text
from hlive.page import Page
from hlive.tag import Tag
from hlive_proto.dialect import DIALECT_02, Dialect
from hlive_proto.fragment import unbalanced
from hlive_proto.markup import RAW_TEXT, sendable
from hlive_proto.nesting import problem, root_count, seen
from hlive_proto.tree import Document, Element, Node, Raw, Text

_PASSES = 10
"""How often a page is lowered again because plugins or mounts changed it on the way."""

_HIDDEN = "data-hlive"
"""How attributes start that dialect 0.1 leaves out of the first HTML."""

_UNDER_WAY = Lowered(Element(""), 0, steady=False, aligned=False, home=None, steps=())
"""Stands for a tag's memory while it is lowered: if it is gone afterwards, the tag changed."""

_MANY = 32
"""If more children of a tag changed, it is quicker to visit all than to look for each of them."""

_MARKUP = re.compile("<[a-zA-Z!]")
_START_TAG = re.compile(r"<([a-zA-Z][^\s/>]*)")

_CHARACTER_DATA = RAW_TEXT | {"textarea", "title"}
"""Elements in which a browser takes markup for text."""


def lower_page(
    page: Page, dialect: Dialect = DIALECT_02, enter: Callable[[Component], None] | None = None
) -> Document:
    """The browser tree of a whole page.

    `enter` is called for each component that is lowered in a live page, before its children;
    without it the page is lowered for its first HTML, in which components have no ids.
    Raises PageError, naming the author's line, for what a browser would not show as written.
    """
    return (page.doctype, _settled(page.html, page, dialect, enter))


def lower_component(
    component: Component, page: Page, dialect: Dialect, enter: Callable[[Component], None]
) -> Element:
    """The browser tree of one component of a live page; raises PageError like `lower_page`."""
    return _settled(component, page, dialect, enter)


def _settled(
    tag: Tag, page: Page, dialect: Dialect, enter: Callable[[Component], None] | None
) -> Element:
    """Lowers again what mounts and plugins changed while it was lowered."""
    for _ in range(_PASSES):
        walk = _Walk(page, dialect, enter)
        element = walk.tag(tag).element
        if not walk.disturbed:
            return element
    raise PageError("the page changes each time it is rendered: a mount or a plugin never settles")


@dataclass(slots=True)
class _Content:
    """The children of one tag as they are collected."""

    parent: Tag
    holder: ref[Memo]
    nodes: list[Node] = field(default_factory=list)
    shows: int = 0
    steady: bool = True
    home: ref[Page] | None = None
    text: list[str] = field(default_factory=list)
    markup: Raw | None = None
    keys: set[str] = field(default_factory=set)

    def end_text(self) -> None:
        """Adjacent texts are one node in a browser; an empty one is none."""
        merged = self.parsed("".join(self.text))
        alone = len(self.text) == 1
        self.text.clear()
        if merged:
            text = Text(merged)
            wrong = problem(self.parent.name, text, 0)
            if wrong:
                raise PageError(f"{wrong}: {merged!r:.60} (in {self.parent!r})")
            self.nodes.append(self.markup if alone and self.markup else text)
        self.markup = None

    def parsed(self, text: str) -> str:
        """The text as a parser leaves it: no NUL, and where nothing can be escaped no `\\r`."""
        if self.parent.name in RAW_TEXT:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return sendable(text)

    def add_child(self, child: Tag, lowered: Lowered) -> None:
        if self.text:
            self.end_text()
        parent, element = self.parent, lowered.element
        wrong = self.problem(element, lowered.shows)
        if wrong:
            raise PageError(f"{wrong} ({child!r}, in {parent!r})")
        if element.key is not None:
            if element.key in self.keys:
                raise PageError(f"two children have the key {element.key!r} (in {parent!r})")
            self.keys.add(element.key)
        self.nodes.append(element)
        self.shows |= lowered.shows
        self.steady = self.steady and lowered.steady
        self.home = self.home or lowered.home

    def problem(self, child: Element, shows: int) -> str | None:
        """Why the child can't stand here; rows straight in a table are going to be in a `tbody`."""
        parent = self.parent.name
        in_body = parent == "table" and child.name == "tr"
        return problem("tbody" if in_body else parent, child, shows)

    def add_raw(self, raw: Raw) -> None:
        """Raw markup is one node; where it is just text, it merges with the text around it."""
        if self.parent.name in RAW_TEXT:
            self.text.append(raw.html)
        elif self.parent.name in _CHARACTER_DATA:
            self.text.append(unescape(raw.html))
        elif raw.html:
            self.check_raw(raw.html)
            if _MARKUP.match(raw.html):
                self.end_text()
                self.nodes.append(raw)
            else:
                self.text.append(unescape(raw.html))
                self.markup = raw

    def check_raw(self, html: str) -> None:
        """It must make one whole node, and the element that it makes must be allowed here."""
        loose = unbalanced(html)
        if loose:
            raise PageError(f"{loose} in this HTML: {html!r:.60} (in {self.parent!r})")
        count = root_count(html)
        if count != 1:
            raise PageError(
                f"HTML must make one node, this makes {count}: {html!r:.60} "
                f"(in {self.parent!r}); put it into one element"
            )
        name = _raw_name(html)
        wrong = self.problem(Element(name), seen(name, 0)) if name else None
        if wrong:
            raise PageError(f"{wrong}: {html!r:.60} (in {self.parent!r})")


class _Walk:
    """One walk over a page."""

    def __init__(
        self, page: Page, dialect: Dialect, enter: Callable[[Component], None] | None
    ) -> None:
        self.page = page
        self.home = ref(page)
        self.names = {ID: dialect.id_attr, ON: dialect.on_attr}
        self.enter = enter
        self.hides = dialect.hides_in_html and enter is None
        self.steps = (page.html_pipeline if enter is None else page.live_pipeline).steps
        self.visited: set[Component] = set()
        self.disturbed = False

    def tag(self, tag: Tag) -> Lowered:
        """What the tag is in the browser; from memory where nothing in it changed."""
        known = tag._memo
        if known is not None and known.steady and self.is_true_here(known):
            return known
        if known is _UNDER_WAY:
            raise PageError(f"{tag!r} can't stand inside itself")
        if isinstance(tag, Component):
            self.component(tag)
        stale, tag._stale = tag._stale, None
        tag._memo = _UNDER_WAY
        try:
            lowered = self.renew(tag, stale) or self.build(tag)
        except BaseException:
            tag._memo = None
            raise
        return self.remember(tag, known, lowered)

    def is_true_here(self, lowered: Lowered) -> bool:
        return lowered.home in (None, self.home) and lowered.steps == self.steps

    def component(self, component: Component) -> None:
        """A component has one place in one page; in a live page it gets its id now."""
        if component.home not in (None, self.home):
            raise PageError(f"{component!r} belongs to another page: make it in the page function")
        if self.enter is not None:
            self.enter(component)
        elif component in self.visited:
            raise PageError(f"{component!r} stands in the page twice: make two components")
        else:
            self.visited.add(component)
        component.refresh()

    def build(self, tag: Tag) -> Lowered:
        """The long way: all children are visited."""
        content = self.content(tag)
        element = Element(
            tag.name,
            self.attributes(tag, content.holder),
            tuple(_with_tbody(content.nodes) if tag.name == "table" else content.nodes),
            tag.id if isinstance(tag, Component) else None,
            tag.key,
        )
        for step in self.steps:
            element = step(tag, element)
        return Lowered(
            element,
            shows=seen(tag.name, content.shows),
            steady=content.steady and not (self.enter is None and self.differs_live(tag)),
            aligned=tag.name != "table" and all(isinstance(child, Tag) for child in tag._children),
            home=self.home if _is_of_a_page(tag) else content.home,
            steps=self.steps,
        )

    def differs_live(self, tag: Tag) -> bool:
        """Whether the first HTML of a tag isn't what it will be in the live page."""
        return isinstance(tag, Component) or (
            self.hides and any(name.startswith(_HIDDEN) for name in tag._attrs)
        )

    def renew(self, tag: Tag, stale: Stale | None) -> Lowered | None:
        """The short way where only some child tags changed: the other children aren't visited.

        None where it can't be taken: all is built again then.
        """
        if stale is None or not stale.lowered.aligned or len(stale.children) > _MANY:
            return None
        if self.steps or not self.is_true_here(stale.lowered):
            return None
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
        renewed = Element(element.name, element.attrs, tuple(nodes), element.id, element.key)
        return stale.lowered._replace(element=renewed)

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
        elif isinstance(node, bool):
            raise PageError(f"a box in {content.parent!r} holds {node}: it can't be shown as text")
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
        try:
            check_node(value)
        except TypeError as error:
            raise PageError(f"{error} (from {compute!r}, in {content.parent!r})") from None
        self.node(value, content)

    def attributes(self, tag: Tag, holder: ref[Memo]) -> tuple[tuple[str, str], ...]:
        """In the order of adding, then class, then style."""
        attrs: dict[str, str] = {}
        for name, value in tag._attrs.items():
            text = self.attribute(tag, name, value, holder)
            hidden = self.hides and name.startswith(_HIDDEN)
            if text is not None and not hidden and (text or name != ON):
                attrs[self.names.get(name, name)] = text
        if isinstance(tag, Component) and tag._held:
            attrs |= tag._held
        if tag._classes:
            attrs["class"] = class_text(attrs.get("class"), tag._classes)
        if tag._styles:
            styles = [
                (name, self.style(tag, name, value, holder)) for name, value in tag._styles.items()
            ]
            attrs["style"] = style_text(attrs.get("style"), styles)
        return tuple(attrs.items())

    def attribute(self, tag: Tag, name: str, value: Any, holder: ref[Memo]) -> str | None:
        """The value as text, None where the attribute is to be absent."""
        if isinstance(value, str):
            return value
        if isinstance(value, AttributePlugin):
            if self.page.first_time(value.name):
                value.initialize(self.page)
                self.disturbed = True
                if self.page.renderer is not None:
                    # If only a component is rendered now, the page follows.
                    self.page.renderer.render()
            return value.value
        value.held_by(holder)
        held = value.get()
        if isinstance(held, Memo | Raw) or callable(held):
            raise PageError(f"{name!r} of {tag!r} needs text, but its box holds {held!r:.60}")
        try:
            text = attribute_value(name, held)
        except (TypeError, ValueError) as error:
            raise PageError(f"{error} (in {tag!r})") from None
        assert text is None or isinstance(text, str)
        return text

    def style(self, tag: Tag, name: str, value: Any, holder: ref[Memo]) -> str:
        if isinstance(value, str):
            return value
        value.held_by(holder)
        held = value.get()
        if isinstance(held, bool) or not isinstance(held, str | int | float):
            raise PageError(f"style {name!r} of {tag!r} needs text, its box holds {held!r:.60}")
        return plain_text(held)


def _alike(was: Lowered, now: Lowered) -> bool:
    """Whether one can take the other's place without a look at the parent and the siblings."""
    return (
        now.steady
        and now.shows == was.shows
        and now.home == was.home
        and now.element.name == was.element.name
        and now.element.key == was.element.key
    )


def _is_of_a_page(tag: Tag) -> bool:
    """Whether lowering it has an effect on the page, or depends on it."""
    return isinstance(tag, Component) or any(
        isinstance(value, AttributePlugin) or name.startswith(_HIDDEN)
        for name, value in tag._attrs.items()
    )


def _raw_name(html: str) -> str:
    """The name of the element that raw markup makes; empty for text and comments."""
    start = _START_TAG.match(html)
    return start[1].lower() if start else ""


def _node_name(node: Node) -> str:
    if isinstance(node, Raw):
        return _raw_name(node.html)
    return node.name if isinstance(node, Element) else ""


def _with_tbody(nodes: list[Node]) -> list[Node]:
    """Rows straight in a table get the `tbody` that a browser would put around them."""
    grouped: list[Node] = []
    rows: list[Node] | None = None
    for node in nodes:
        name = _node_name(node)
        if name == "tr" and rows is None:
            rows = []
        if name in ("caption", "colgroup", "tbody", "tfoot", "thead") and rows is not None:
            grouped.append(Element("tbody", (), tuple(rows)))
            rows = None
        (grouped if rows is None else rows).append(node)
    if rows is not None:
        grouped.append(Element("tbody", (), tuple(rows)))
    return grouped
