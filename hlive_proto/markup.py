"""Nodes to HTML: the only place that escapes."""

from collections.abc import Callable, Iterable

from hlive_proto.tree import VOID, Element, Node, Raw, Text, is_foreign_inside

RAW_TEXT = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext"})
"""Elements whose text the HTML parser takes as it stands (HTML standard, 13.1.2)."""

_WRITTEN_ONCE = ""
"""In place of the markup that an element remembers."""

_EATS_NEWLINE = frozenset({"pre", "textarea", "listing"})

_UNSENDABLE = {0: "\ufffd", **dict.fromkeys(range(0xD800, 0xE000), "?")}
_ESCAPES = _UNSENDABLE | str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;", "\r": "&#13;"}
)


def escape(text: str) -> str:
    """Text as HTML, with the reference's five escapes.

    A carriage return becomes a character reference too: a parser would turn it into a newline.
    """
    return text.translate(_ESCAPES)


def sendable(text: str) -> str:
    """The text without what can't arrive: NUL becomes U+FFFD, a lone surrogate `?`."""
    if text.isascii() and "\0" not in text:
        return text
    return text.translate(_UNSENDABLE)


def html(nodes: Iterable[Node]) -> str:
    """The HTML of some nodes, without anything between them."""
    out: list[str] = []
    for node in nodes:
        _recall(node, out, foreign=False)
    return "".join(out)


def attribute(name: str, value: str) -> str:
    """One attribute as it stands in a start tag, with the space before it."""
    return f' {name}="{escape(value)}"'


Write = Callable[[Node, list[str], bool], None]
"""Adds the HTML of a node to a list of parts; the last argument says that it stands in SVG or
MathML, where `<style>` holds text like any other."""


def _write(node: Node, out: list[str], foreign: bool) -> None:
    if isinstance(node, Element):
        _write_element(node, out, foreign, _write)
    else:
        out.append(escape(node.text) if isinstance(node, Text) else node.html)


def _recall(node: Node, out: list[str], foreign: bool) -> None:
    """An element that is written for the second time is in more than one page: its HTML is kept,
    though not once more that of what is in it."""
    if foreign or not isinstance(node, Element):
        _write(node, out, foreign)
    elif node.markup:
        out.append(node.markup)
    elif node.markup is None:
        object.__setattr__(node, "markup", _WRITTEN_ONCE)
        _write_element(node, out, foreign, _recall)
    else:
        parts: list[str] = []
        _write(node, parts, foreign)
        object.__setattr__(node, "markup", "".join(parts))
        out.append(node.markup)


def _write_element(element: Element, out: list[str], foreign: bool, write: Write) -> None:
    name = element.name
    out.append(f"<{name}")
    for attr_name, value in element.attrs:
        out.append(attribute(attr_name, value))
    out.append(">")
    if name in VOID:
        return
    if name in RAW_TEXT and not foreign:
        out.extend(map(_as_it_stands, element.children))
    else:
        if name in _EATS_NEWLINE and _starts_with_newline(element):
            out.append("\n")
        foreign = is_foreign_inside(name, foreign)
        for child in element.children:
            write(child, out, foreign)
    out.append(f"</{name}>")


def _as_it_stands(node: Node) -> str:
    return sendable(node.text) if isinstance(node, Text) else html((node,))


def _starts_with_newline(element: Element) -> bool:
    """Whether the parser would swallow the first character of the content."""
    first = element.children[0] if element.children else None
    if isinstance(first, Raw):
        return first.html.startswith(("\n", "\r"))
    return isinstance(first, Text) and first.text.startswith("\n")
