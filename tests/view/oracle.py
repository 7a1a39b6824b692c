"""Lowers an author tree from scratch, slowly and without any memory: what lowering must equal."""

from __future__ import annotations

from typing import Any

from hlive.box import Box, Group
from hlive.component import Component
from hlive.page import Page
from hlive.tag import Tag
from hlive_proto.dialect import DIALECT_02, Dialect
from hlive_proto.tree import DOCTYPE, Document, Element, Node, Raw, Text


def lowered_page(page: Page, dialect: Dialect = DIALECT_02) -> Document:
    """The browser tree that a live page stands for."""
    return (DOCTYPE, lowered(page.html, dialect))


def lowered(tag: Tag, dialect: Dialect = DIALECT_02) -> Element:
    nodes: list[Node] = []
    for child in tag.children:
        _collect(child, nodes, dialect, tag.name in ("script", "style"))
    if tag.name == "table":
        nodes = _in_bodies(nodes)
    id = tag.id if isinstance(tag, Component) else None
    return Element(tag.name, _attributes(tag, dialect), tuple(nodes), id, tag.key)


def component_count(page: Page, component: Component) -> int:
    """How often a component stands in the page."""

    def count(node: Node) -> int:
        if not isinstance(node, Element):
            return 0
        return (node.id == component.id) + sum(map(count, node.children))

    return 0 if component.id is None else count(lowered(page.html))


def _collect(child: Any, nodes: list[Node], dialect: Dialect, is_script: bool) -> None:
    if child is None:
        return
    if isinstance(child, Box):
        _collect(child.get(), nodes, dialect, is_script)
    elif isinstance(child, Group | list | tuple):
        for each in child:
            _collect(each, nodes, dialect, is_script)
    elif isinstance(child, Tag):
        nodes.append(lowered(child, dialect))
    elif isinstance(child, Raw) and not is_script:
        nodes.append(child)
    elif callable(child):
        _collect(child(), nodes, dialect, is_script)
    else:
        text = child.html if isinstance(child, Raw) else str(child)
        if nodes and isinstance(nodes[-1], Text):
            nodes[-1] = Text(nodes[-1].text + text)
        elif text:
            nodes.append(Text(text))


def _attributes(tag: Tag, dialect: Dialect) -> tuple[tuple[str, str], ...]:
    attrs: dict[str, str] = {}
    names = {"hid": dialect.id_attr, "hon": dialect.on_attr}
    for name, value in tag._attrs.items():
        text = value.get() if isinstance(value, Box) else value
        assert isinstance(text, str)
        if text or name != "hon":
            attrs[names.get(name, name)] = text
    if tag._classes:
        attrs["class"] = " ".join([*filter(None, [attrs.get("class")]), *tag._classes])
    for name, value in tag._styles.items():
        shown = value.get() if isinstance(value, Box) else value
        attrs["style"] = attrs.get("style", "") + f"{name}:{shown};"
    return tuple(attrs.items())


def _in_bodies(nodes: list[Node]) -> list[Node]:
    parts: list[Node] = []
    for node in nodes:
        last = parts[-1] if parts else None
        implied = isinstance(last, Element) and last.key == "implied"
        if isinstance(node, Element) and node.name == "tr":
            if implied:
                assert isinstance(last, Element)
                parts[-1] = Element("tbody", (), (*last.children, node), key="implied")
            else:
                parts.append(Element("tbody", (), (node,), key="implied"))
        else:
            parts.append(node)
    return [
        Element("tbody", (), part.children)
        if isinstance(part, Element) and part.key == "implied"
        else part
        for part in parts
    ]
