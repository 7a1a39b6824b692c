"""Lowers an author tree from scratch, slowly and without any memory: what lowering must equal."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from hlive.box import Box, Group
from hlive.component import Component
from hlive.page import Page
from hlive.tag import Tag
from hlive_proto.dialect import DIALECT_02, Dialect
from hlive_proto.tree import DOCTYPE, Document, Element, Node, Raw, Text


class Wrong(Exception):
    """The page can't be shown as it is."""


def lowered_page(page: Page, dialect: Dialect = DIALECT_02) -> Document:
    """The browser tree that a live page stands for; raises Wrong where there is none."""
    return (DOCTYPE, _Walk(page, dialect).tag(page.html))


def lowered(component: Component, page: Page, dialect: Dialect = DIALECT_02) -> Element:
    """The browser tree of one component; raises Wrong where there is none."""
    return _Walk(page, dialect).tag(component)


class _Walk:
    def __init__(self, page: Page, dialect: Dialect) -> None:
        self.page = page
        self.names = {"hid": dialect.id_attr, "hon": dialect.on_attr}
        self.visited: list[Component] = []

    def tag(self, tag: Tag) -> Element:
        id = self.id(tag) if isinstance(tag, Component) else None
        nodes: list[Node] = []
        for child in tag.children:
            self.collect(child, nodes, tag.name == "script")
        keys = [node.key for node in nodes if isinstance(node, Element) and node.key is not None]
        if len(keys) > len(set(keys)):
            raise Wrong("two children have the same key")
        if tag.name == "table":
            nodes = _in_bodies(nodes)
        return Element(tag.name, self.attributes(tag), tuple(nodes), id, tag.key)

    def id(self, component: Component) -> str | None:
        if component in self.visited:
            raise Wrong("a component stands in the page twice")
        self.visited.append(component)
        if component.home is not None and component.home() is not self.page:
            raise Wrong("a component stands in two pages")
        return component.id

    def collect(self, child: Any, nodes: list[Node], is_script: bool) -> None:
        if child is None:
            return
        if isinstance(child, Box):
            self.collect(child.get(), nodes, is_script)
        elif isinstance(child, Group | list | tuple):
            for each in child:
                self.collect(each, nodes, is_script)
        elif isinstance(child, Tag):
            nodes.append(self.tag(child))
        elif isinstance(child, Raw) and not is_script:
            nodes.append(child)
        elif callable(child):
            self.collect(child(), nodes, is_script)
        else:
            text = child.html if isinstance(child, Raw) else _text(child)
            if nodes and isinstance(nodes[-1], Text):
                nodes[-1] = Text(nodes[-1].text + text)
            elif text:
                nodes.append(Text(text))

    def attributes(self, tag: Tag) -> tuple[tuple[str, str], ...]:
        attrs: dict[str, str] = {}
        for name, value in tag._attrs.items():
            held = value.get() if isinstance(value, Box) else value
            if held is not None and held is not False and (held or name != "hon"):
                attrs[self.names.get(name, name)] = "" if held is True else _text(held)
        if tag._classes:
            attrs["class"] = " ".join([*filter(None, [attrs.get("class")]), *tag._classes])
        for name, value in tag._styles.items():
            held = value.get() if isinstance(value, Box) else value
            attrs["style"] = attrs.get("style", "") + f"{name}:{_text(held)};"
        return tuple(attrs.items())


def _text(held: Any) -> str:
    if isinstance(held, bool) or not isinstance(held, str | int):
        raise Wrong("this needs text")
    return str(held)


def _in_bodies(nodes: list[Node]) -> list[Node]:
    parts: list[Node] = []
    for is_row, group in groupby(nodes, lambda node: getattr(node, "name", "") == "tr"):
        children = tuple(group)
        parts += [Element("tbody", (), children)] if is_row else children
    return parts
