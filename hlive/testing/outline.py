"""A page as a tree that people read: in failures, and wherever a test prints it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hlive_proto.dom import DomElement, DomNode, DomOther, DomText

Notes = Callable[[DomElement], list[str]]
"""What to say of an element besides its attributes."""

LONGEST_TEXT = 70
HIDDEN = frozenset({"hid", "hon", "data-hlive-id", "data-hlive-on", "data-hlive-options"})
_CODE = frozenset({"script", "style"})


def outline(node: DomNode, notes: Notes | None = None) -> str:
    """The node and what is in it, a line for each, indented.

    With `notes` HLive's own attributes are left out; without, all are there.
    """
    return "\n".join(_lines(node, notes, ""))


def one_line(element: DomElement, notes: Notes) -> str:
    """The start tag, with what there is to say of the element, and its text."""
    return next(_lines(element, notes, ""))


def _lines(node: DomNode, notes: Notes | None, indent: str) -> Iterator[str]:
    if isinstance(node, DomText):
        yield indent + _quoted(node.text)
    elif isinstance(node, DomOther):
        yield indent + node.source
    else:
        yield from _element(node, notes, indent)


def _element(element: DomElement, notes: Notes | None, indent: str) -> Iterator[str]:
    parts = [_start_tag(element, notes is not None)]
    children = element.children
    if element.name in _CODE:
        parts += ["…"] if children else []
        children = []
    elif len(children) == 1 and isinstance(children[0], DomText):
        parts.append(_quoted(children[0].text))
        children = []
    said = notes(element) if notes else []
    if said:
        parts.append(f"({', '.join(said)})")
    yield indent + " ".join(parts)
    for child in children:
        yield from _lines(child, notes, indent + "  ")


def _start_tag(element: DomElement, hide: bool) -> str:
    attrs = {name: value for name, value in element.attrs.items() if name not in HIDDEN or not hide}
    if element.value is not None and not hide:
        attrs["value"] = element.value
    written = (f' {name}="{value}"' if value else f" {name}" for name, value in attrs.items())
    return f"<{element.name}{''.join(written)}>"


def _quoted(text: str) -> str:
    shown = text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
    return '"' + shown.replace("\n", "\\n") + '"'
