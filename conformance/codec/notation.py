"""Reads the JSON notation of spec/protocol.md, appendix A: nodes, lines, events, DOM."""

from collections.abc import Iterator
from typing import Any

from hlive_proto.dialect import Dialect
from hlive_proto.dom import Snapshot
from hlive_proto.events import BrowserEvent, ClientLog, DomEvent, FileInfo
from hlive_proto.outbound import ExtensionLine, Line, SessionLine
from hlive_proto.patch import Attribute, Content, Op, Patch
from hlive_proto.tree import Document, Element, Node, Raw, Text


def nodes(notation: list[Any], dialect: Dialect) -> Document:
    """The browser tree that a list of nodes describes."""
    return tuple(node(item, dialect) for item in notation)


def node(notation: Any, dialect: Dialect) -> Node:
    """One node of a browser tree."""
    if isinstance(notation, str):
        return Text(notation)
    if isinstance(notation, dict):
        return Raw(notation["raw"])
    name, attrs, *children = notation
    pairs = tuple((attr, value) for attr, value in attrs.items() if attr != ":key")
    return Element(
        name, pairs, nodes(children, dialect), attrs.get(dialect.id_attr), attrs.get(":key")
    )


def dom(notation: Any) -> Snapshot:
    """One node of a DOM, as `hlive_proto.dom.snapshot` gives it."""
    if isinstance(notation, str):
        return notation
    if isinstance(notation, dict):
        return ("!", f"<!--{notation['comment']}-->")
    name, attrs, *children = notation
    shown = {attr.removeprefix(":"): value for attr, value in attrs.items() if attr != ":key"}
    return (name, dict(sorted(shown.items())), *map(dom, children))


def line(notation: dict[str, Any], dialect: Dialect) -> Line:
    """One line of a frame from the server."""
    if "session" in notation:
        return SessionLine(notation["session"])
    if "line" in notation:
        kind, *fields = notation["line"]
        return ExtensionLine(kind, tuple(fields))
    path = tuple(notation["path"])
    return Patch(Op(notation["op"]), notation["root"], path, _content(notation, dialect))


def _content(notation: dict[str, Any], dialect: Dialect) -> Content:
    if "text" in notation:
        return Text(notation["text"])
    if "raw" in notation:
        return Raw(notation["raw"])
    if "node" in notation:
        return node(notation["node"], dialect)
    if "attr" in notation:
        return Attribute(*notation["attr"])
    return None


def event(notation: dict[str, Any]) -> BrowserEvent:
    """What a frame from the browser says."""
    if "log" in notation:
        return ClientLog(notation["log"])
    fields = {**notation, "bindings": tuple(notation["bindings"])}
    if "values" in fields:
        fields["values"] = tuple(fields["values"])
    if "file" in fields:
        fields["file"] = FileInfo(**fields["file"])
    if "data" in fields:
        fields["data"] = fields["data"].encode()
    return DomEvent(**fields)


def objects(notation: Any) -> Iterator[dict[str, Any]]:
    """All JSON objects in a notation, from the outside in."""
    if isinstance(notation, dict):
        yield notation
    elif isinstance(notation, list):
        for item in notation:
            yield from objects(item)
