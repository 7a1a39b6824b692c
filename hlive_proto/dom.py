"""A small DOM, and the parser that makes it from HTML with the habits of a browser's."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from hlive_proto.markup import RAW_TEXT
from hlive_proto.svg import SPELLING
from hlive_proto.tree import FOREIGN, VOID, is_foreign_inside

_TABLE_PARTS = frozenset({"caption", "colgroup", "tbody", "tfoot", "thead"})
_TEXT_ONLY = RAW_TEXT | {"noscript"}
"""Browsers run scripts, so what stands in `<noscript>` is text for them."""

_EATS_NEWLINE = frozenset({"pre", "textarea", "listing"})

FIELDS = frozenset({"input", "select", "textarea"})
"""Elements whose `value` property lives apart from the attribute."""


@dataclass(slots=True)
class DomText:
    """A text node."""

    text: str


@dataclass(slots=True)
class DomOther:
    """A doctype or a comment, by its source."""

    source: str


@dataclass(slots=True)
class DomElement:
    """An element; `value` is the property, once a patch has set it.

    `foreign` says that it is SVG or MathML and not HTML.
    """

    name: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[DomNode] = field(default_factory=list)
    value: str | None = None
    foreign: bool = False

    def has_foreign_inside(self) -> bool:
        """Whether a parser makes SVG or MathML of the markup in it."""
        return is_foreign_inside(self.name, self.foreign)


DomNode = DomText | DomOther | DomElement

Snapshot = str | tuple[object, ...]
"""A DOM as plain data: text, ("!", source), or (name, attributes by name, child, child, ...)."""


def parse(html: str) -> list[DomNode]:
    """The nodes that a browser makes of this HTML, as far as HLive's markup goes.

    Knows void elements, raw text, SVG, implied `tbody`, dropped and normalised newlines and merged
    text; it does not repair broken nesting.
    """
    builder = _Builder()
    builder.feed(html.replace("\r\n", "\n").replace("\r", "\n"))
    builder.close()
    return builder.top.children


def snapshot(node: DomNode, in_foreign: bool = False) -> Snapshot:
    """The node as plain data that can be compared and printed.

    A field shows its value, however it came there. An HTML element in the midst of SVG or MathML,
    where no parser makes one, has the name "html:...".
    """
    if isinstance(node, DomText):
        return node.text
    if isinstance(node, DomOther):
        return ("!", node.source)
    attrs = dict(node.attrs)
    if node.value is not None:
        attrs["value"] = node.value
    if node.name in FIELDS and not attrs.get("value"):
        attrs.pop("value", None)
    misplaced = in_foreign and not node.foreign
    name = f"html:{node.name}" if misplaced else node.name
    inside = is_foreign_inside(node.name, in_foreign)
    children = (snapshot(child, inside) for child in node.children)
    return (name, dict(sorted(attrs.items())), *children)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top = DomElement("")
        self.open = [self.top]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._imply(tag)
        foreign = tag in FOREIGN or self.open[-1].has_foreign_inside()
        element = DomElement(tag, foreign=foreign)
        for name, value in attrs:
            element.attrs.setdefault(SPELLING.get(name, name) if foreign else name, value or "")
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)
        if tag in _TEXT_ONLY:
            self.set_cdata_mode(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """The slash ends an element in SVG and MathML; in HTML it means nothing."""
        self.handle_starttag(tag, attrs)
        if self.open[-1].foreign:
            self.open.pop()

    def set_cdata_mode(self, elem: str, **options: bool) -> None:
        """In SVG and MathML the text of `<style>` is like any other."""
        if not self.open[-1].foreign:
            super().set_cdata_mode(elem, **options)

    def handle_endtag(self, tag: str) -> None:
        names = [element.name for element in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        parent = self.open[-1]
        if parent.name in _EATS_NEWLINE and not parent.children:
            data = data.removeprefix("\n")
        last = parent.children[-1] if parent.children else None
        if isinstance(last, DomText):
            last.text += data
        elif data:
            parent.children.append(DomText(data))

    def handle_decl(self, decl: str) -> None:
        self.open[-1].children.append(DomOther(f"<!{decl}>"))

    def handle_comment(self, data: str) -> None:
        self.open[-1].children.append(DomOther(f"<!--{data}-->"))

    def _imply(self, tag: str) -> None:
        """A row straight in a table gets a `tbody`; the next part of the table ends it."""
        if tag in _TABLE_PARTS and len(self.open) > 2 and self.open[-2].name == "table":
            self.open.pop()
        if tag == "tr" and self.open[-1].name == "table":
            self.handle_starttag("tbody", [])
