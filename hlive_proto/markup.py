"""Nodes to HTML: the only place that escapes."""

from collections.abc import Iterable

from hlive_proto.tree import VOID, Element, Node, Raw, Text

RAW_TEXT = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext"})
"""Elements whose text the HTML parser takes as it stands (HTML standard, 13.1.2)."""

_EATS_NEWLINE = frozenset({"pre", "textarea", "listing"})
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;", "\r": "&#13;"}
)


def escape(text: str) -> str:
    """Text as HTML, with the reference's five escapes.

    A carriage return becomes a character reference too: a parser would turn it into a newline.
    """
    return text.translate(_ESCAPES)


def html(nodes: Iterable[Node]) -> str:
    """The HTML of some nodes, without anything between them."""
    out: list[str] = []
    for node in nodes:
        _write(node, out)
    return "".join(out)


def attribute(name: str, value: str) -> str:
    """One attribute as it stands in a start tag, with the space before it."""
    return f' {name}="{escape(value)}"'


def _write(node: Node, out: list[str]) -> None:
    if isinstance(node, Text):
        out.append(escape(node.text))
    elif isinstance(node, Raw):
        out.append(node.html)
    else:
        _write_element(node, out)


def _write_element(element: Element, out: list[str]) -> None:
    name = element.name
    out.append(f"<{name}")
    for attr_name, value in element.attrs:
        out.append(attribute(attr_name, value))
    out.append(">")
    if name in VOID:
        return
    if name in RAW_TEXT:
        out.extend(
            child.text if isinstance(child, Text) else html((child,)) for child in element.children
        )
    else:
        if name in _EATS_NEWLINE and _starts_with_newline(element):
            out.append("\n")
        for child in element.children:
            _write(child, out)
    out.append(f"</{name}>")


def _starts_with_newline(element: Element) -> bool:
    """Whether the parser would swallow the first character of the content."""
    first = element.children[0] if element.children else None
    return isinstance(first, Text) and first.text.startswith("\n")
