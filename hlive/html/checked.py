"""Tags that refuse at once what a browser would move elsewhere, or run as a script."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from hlive.box import Box
from hlive.component import Component
from hlive.html.table import CHILDREN
from hlive.memo import Lowered
from hlive.nodes import plain_text
from hlive.shared import Recipe, plain
from hlive.tag import Tag
from hlive.urls import check_url
from hlive_proto.markup import RAW_TEXT
from hlive_proto.nesting import problem, seen
from hlive_proto.tree import Element, Raw, Text

_SCRIPTS = ("script", "template")
"""Allowed wherever only certain children are (HTML Standard, "script-supporting elements")."""

_PARTICULAR = RAW_TEXT | CHILDREN.keys()
"""Elements that can't hold just any text."""


@plain
class HtmlTag(Tag):
    """An element without bindings. Raises ValueError for what a page can't have where it is given.

    `_inside` remembers what its children show to those further out, so that each is looked at
    once. What is in boxes and groups, or made by functions, is known only when the page is shown.
    """

    __slots__ = ("_inside",)

    def __init__(self, name: str, *elements: object, key: object = None) -> None:
        self._inside = 0
        super().__init__(name, *elements, key=key)

    def _check_child(self, node: object) -> None:
        super()._check_child(node)
        self._inside |= _check_place(self.name, node)

    def _add_attributes(self, attrs: Mapping[str, Any]) -> None:
        _check_urls(attrs)
        super()._add_attributes(attrs)

    def _fill_from(self, recipe: Recipe) -> None:
        super()._fill_from(recipe)
        self._inside = _inside(self)


class HtmlComponent(Component):
    """An element that is a component; it refuses what `HtmlTag` does."""

    __slots__ = ("_inside",)

    def __init__(
        self, name: str, *elements: object, key: object = None, auto_render: bool = True
    ) -> None:
        self._inside = 0
        super().__init__(name, *elements, key=key, auto_render=auto_render)

    def _check_child(self, node: object) -> None:
        super()._check_child(node)
        self._inside |= _check_place(self.name, node)

    def _add_attributes(self, attrs: Mapping[str, Any]) -> None:
        _check_urls(attrs)
        super()._add_attributes(attrs)


def _check_urls(attrs: Mapping[str, Any]) -> None:
    for name, given in attrs.items():
        value = given.get() if isinstance(given, Box) else given
        if isinstance(value, str):
            check_url(name.lower(), value)


def _check_place(parent: str, node: object) -> int:
    """What a child shows to those around it; 0 for text, and for what isn't known yet."""
    if isinstance(node, Tag):
        shows = _shows(node)
        if _is_suspect(parent, node.name, shows):
            _check_tag(parent, node)
        return shows
    if parent in _PARTICULAR:
        if isinstance(node, str | int | float):
            _check_text(parent, plain_text(node))
        elif isinstance(node, Raw) and parent in RAW_TEXT:
            _check_text(parent, node.html)
    return 0


@lru_cache(maxsize=4096)
def _is_suspect(parent: str, name: str, shows: int) -> bool:
    """Whether such a child may be wrong: something inside it may have changed meanwhile."""
    return problem(_home(parent, name), Element(name), shows) is not None or not _is_allowed(
        parent, name
    )


def _check_tag(parent: str, child: Tag) -> None:
    """Raises ValueError, after a fresh look, when a child can't stand in this parent."""
    wrong = problem(_home(parent, child.name), _skeleton(child), _shows(child, fresh=True))
    if wrong is None and not _is_allowed(parent, child.name):
        only = ", ".join(f"<{allowed}>" for allowed in CHILDREN[parent])
        wrong = f"<{parent}> can't hold <{child.name}>, only {only}"
    if wrong:
        raise ValueError(f"{wrong} (given {child!r})")


def _check_text(parent: str, text: str) -> None:
    """Raises ValueError for text that can't stand in this parent."""
    if not text:
        return
    wrong = problem(parent, Text(text), 0)
    if wrong is None and parent in CHILDREN and not text.isspace():
        wrong = f"<{parent}> can't hold text"
    if wrong:
        raise ValueError(f"{wrong}: {text!r:.60}")


def _home(parent: str, name: str) -> str:
    """Where a child of this parent will be: a row straight in a table gets a tbody around it."""
    return "tbody" if parent == "table" and name == "tr" else parent


def _is_allowed(parent: str, name: str) -> bool:
    """Whether the content of such a parent may be such a child."""
    return parent not in CHILDREN or name in CHILDREN[parent] or name in _SCRIPTS


def _shows(tag: Tag, fresh: bool = False) -> int:
    """What a tag does to those around it: as was remembered, or as all inside is now."""
    if not fresh and isinstance(tag, HtmlTag | HtmlComponent):
        return seen(tag.name, tag._inside)
    return seen(tag.name, _inside(tag, fresh))


def _inside(tag: Tag, fresh: bool = False) -> int:
    """What the children of a tag do together."""
    inside = 0
    for child in tag._children:
        if isinstance(child, Tag):
            inside |= _shows(child, fresh)
        elif isinstance(child, Lowered):
            inside |= child.shows
    return inside


def _skeleton(tag: Tag) -> Element:
    """The tag and the tags inside it, for a message that names the one that is wrong."""
    children = [
        child.element if isinstance(child, Lowered) else _skeleton(child)
        for child in tag._children
        if isinstance(child, Tag | Lowered)
    ]
    return Element(tag.name, (), tuple(children))
