"""The children of one tag as a browser will have them, and what is wrong with them."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from weakref import ref

from hlive.errors import PageError
from hlive.memo import Lowered, Memo
from hlive.shared import Ingredient
from hlive_proto.fragment import unbalanced
from hlive_proto.markup import RAW_TEXT, sendable
from hlive_proto.nesting import problem, root_count, seen
from hlive_proto.tree import Element, Node, Raw, Text

if TYPE_CHECKING:
    from hlive.page import Page
    from hlive.tag import Tag

_MARKUP = re.compile("<[a-zA-Z!]")
_START_TAG = re.compile(r"<([a-zA-Z][^\s/>]*)")

_CHARACTER_DATA = RAW_TEXT | {"textarea", "title"}
"""Elements in which a browser takes markup for text."""


class Content:
    """What was found in one tag: boxes are opened, tags are lowered, nothing is checked yet.

    `fixed` says that it is what stands in the tag itself, and can't become anything else.
    """

    __slots__ = ("fixed", "holder", "home", "items", "parent", "steady")

    def __init__(self, parent: Tag, holder: ref[Memo]) -> None:
        self.parent = parent
        self.holder = holder
        self.items: list[Ingredient] = []
        self.fixed = True
        self.steady = True
        self.home: ref[Page] | None = None

    def add(self, lowered: Lowered) -> None:
        """A tag, or what was left of it."""
        self.items.append(lowered)
        if lowered.recipe is None:
            self.fixed = False
            self.steady = self.steady and lowered.steady
            self.home = self.home or lowered.home


class Nodes:
    """The browser's nodes for some content; raises PageError where a browser would change it.

    `shows` is what they do to the elements around them (`nesting.seen`), `keys` are theirs.
    """

    __slots__ = ("_markup", "_parent", "_text", "keys", "nodes", "shows")

    def __init__(self, content: Content) -> None:
        self.nodes: list[Node] = []
        self.shows = 0
        self._parent = content.parent
        self._text: list[str] = []
        self._markup: Raw | None = None
        self.keys: set[str] = set()
        for item in content.items:
            if isinstance(item, Lowered):
                self._add_element(item)
            elif isinstance(item, Raw):
                self._add_raw(item)
            else:
                self._text.append(str(item))
        self._end_text()
        if content.parent.name == "table":
            self.nodes = _with_tbody(self.nodes)

    def _end_text(self) -> None:
        """Adjacent texts are one node in a browser; an empty one is none."""
        if not self._text:
            return
        merged = self._parsed("".join(self._text))
        alone = len(self._text) == 1
        self._text.clear()
        if merged:
            text = Text(merged)
            wrong = problem(self._parent.name, text, 0)
            if wrong:
                raise PageError(f"{wrong}: {merged!r:.60} (in {self._parent!r})")
            self.nodes.append(self._markup if alone and self._markup else text)
        self._markup = None

    def _parsed(self, text: str) -> str:
        """The text as a parser leaves it: no NUL, and where nothing can be escaped no `\\r`."""
        if self._parent.name in RAW_TEXT:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return sendable(text)

    def _add_element(self, child: Lowered) -> None:
        if self._text:
            self._end_text()
        element = child.element
        wrong = self._problem(element, child.shows)
        if wrong:
            raise PageError(f"{wrong} ({child!r}, in {self._parent!r})")
        if element.key is not None:
            if element.key in self.keys:
                raise PageError(f"two children have the key {element.key!r} (in {self._parent!r})")
            self.keys.add(element.key)
        self.nodes.append(element)
        self.shows |= child.shows

    def _problem(self, child: Element, shows: int) -> str | None:
        """Why the child can't stand here; rows straight in a table are going to be in a `tbody`."""
        parent = self._parent.name
        in_body = parent == "table" and child.name == "tr"
        return problem("tbody" if in_body else parent, child, shows)

    def _add_raw(self, raw: Raw) -> None:
        """Raw markup is one node; where it is just text, it merges with the text around it."""
        if self._parent.name in RAW_TEXT:
            self._text.append(raw.html)
        elif self._parent.name in _CHARACTER_DATA:
            self._text.append(unescape(raw.html))
        elif raw.html:
            self._check_raw(raw.html)
            if _MARKUP.match(raw.html):
                self._end_text()
                self.nodes.append(raw)
            else:
                self._text.append(unescape(raw.html))
                self._markup = raw

    def _check_raw(self, html: str) -> None:
        """It must make one whole node, and the element that it makes must be allowed here."""
        loose = unbalanced(html)
        if loose:
            raise PageError(f"{loose} in this HTML: {html!r:.60} (in {self._parent!r})")
        count = root_count(html)
        if count != 1:
            raise PageError(
                f"HTML must make one node, this makes {count}: {html!r:.60} "
                f"(in {self._parent!r}); put it into one element"
            )
        name = _raw_name(html)
        wrong = self._problem(Element(name), seen(name, 0)) if name else None
        if wrong:
            raise PageError(f"{wrong}: {html!r:.60} (in {self._parent!r})")


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
