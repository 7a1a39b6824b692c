"""A page's declared state and named boxes as bytes, and back into a newly made page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from hlive.box import Box, Group
from hlive.component import Component
from hlive.errors import StateError
from hlive.plain import NotPlain, from_plain, to_plain
from hlive.state import state_fields
from hlive.tag import Tag

if TYPE_CHECKING:
    from hlive.page import Page

FORMAT = 1
"""The version of what `save` writes; each component class has its own `version` besides."""


def save(page: Page) -> bytes:
    """The page's state as JSON.

    Raises StateError, naming the place, for a page that declares nothing, a box without a name
    (it would be lost), two boxes with one name, or a value that is no plain data.
    """
    components: dict[str, Any] = {}
    boxes: dict[str, Box[Any]] = {}
    for place, item in _stateful(page):
        if isinstance(item, Component):
            components[place] = _save_component(item, place)
        elif boxes.setdefault(place, item) is not item:
            raise StateError(f"two boxes are named {place!r}: a name must be the only one")
    if not components and not boxes:
        raise StateError(
            "this page can't be saved: it declares no state. Make its parts components with "
            "state() fields and render(), or give its boxes names"
        )
    values = {name: _save_box(box) for name, box in boxes.items()}
    content = {"hlive": FORMAT, "components": components, "boxes": values}
    # A browser may send half of a surrogate pair, and what it typed has to come back.
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def load(page: Page, data: bytes) -> None:
    """Puts saved state into a new page of the same kind, before it is shown.

    A component that isn't in `data` keeps what it starts with; what isn't in the page any more is
    left out. Older state goes through the class's `migrate`. Raises StateError when the data
    isn't what `save` wrote or doesn't fit.
    """
    try:
        content = json.loads(data)
        version = content["hlive"]
        components, boxes = dict(**content["components"]), dict(**content["boxes"])
    except (ValueError, TypeError, KeyError) as error:
        raise StateError(f"this is no saved page: {error!r}") from error
    if version != FORMAT:
        raise StateError(f"this page was saved in format {version!r:.60}, not {FORMAT}")
    for place, item in _stateful(page):
        if isinstance(item, Component):
            if place in components:
                _load_component(item, components[place], place)
                item.refresh()
        elif place in boxes:
            _load_box(item, boxes[place])


def _save_component(component: Component, place: str) -> dict[str, Any]:
    fields = state_fields(type(component)).items()
    try:
        state = {
            name: to_plain(getattr(component, name), field.kind, f"{place}.{name}")
            for name, field in fields
        }
    except NotPlain as error:
        raise StateError(f"the state of {component!r} can't be saved: {error}") from error
    return {"version": type(component).version, "state": state}


def _save_box(box: Box[Any]) -> Any:
    try:
        return to_plain(box.get(), Any, f"box {box.name!r}")
    except NotPlain as error:
        raise StateError(f"this page can't be saved: {error}") from error


def _load_box(box: Box[Any], data: Any) -> None:
    try:
        box.set(data)
    except TypeError as error:
        raise StateError(f"what was saved of box {box.name!r} doesn't fit: {error}") from error


def _load_component(component: Component, saved: Any, place: str) -> None:
    kind = type(component)
    try:
        state = dict(saved["state"])
        if saved["version"] != kind.version:
            state = kind.migrate(saved["version"], state)
        for name, each in state_fields(kind).items():
            if name in state:
                setattr(component, name, from_plain(state[name], each.kind, f"{place}.{name}"))
    except (KeyError, TypeError, ValueError) as error:
        raise StateError(f"the saved state of {place} doesn't fit: {error}") from error


def _stateful(page: Page) -> Iterator[tuple[str, Component | Box[Any]]]:
    """Every component with declared state, by its place, and every named box, by its name.

    A place is the classes of the components around it, each with its key and its turn, so it
    stays the same as long as the page is built the same way. Whoever takes a component from here
    may change it before its own content is looked at.
    """
    yield from _in_tag(page.html, "", Counter())


def _in_tag(tag: Tag, around: str, turns: Counter[str]) -> Iterator[tuple[str, Any]]:
    if isinstance(tag, Component) and tag.keeps_itself:
        name = f"{around}/{type(tag).__qualname__}"
        name += f"[{tag.key!r}]" if tag.key is not None else ""
        place = f"{name}#{turns[name]}"
        turns[name] += 1
        tag.refresh()
        if state_fields(type(tag)):
            yield place, tag
        around, turns = place, Counter()
    for node in [*tag._children, *tag.boxes()]:
        yield from _in_node(node, tag, around, turns)


def _in_node(
    node: object, parent: Tag, around: str, turns: Counter[str]
) -> Iterator[tuple[str, Any]]:
    if isinstance(node, Tag):
        yield from _in_tag(node, around, turns)
    elif isinstance(node, Box):
        yield from _in_box(node, parent, around, turns)
    elif isinstance(node, Group | list | tuple):
        for each in node:
            yield from _in_node(each, parent, around, turns)


def _in_box(
    box: Box[Any], parent: Tag, around: str, turns: Counter[str]
) -> Iterator[tuple[str, Any]]:
    """A box with a name is state; one that holds nodes is looked into."""
    value = box.get()
    if box.name is not None:
        yield box.name, box
    elif isinstance(value, Tag | Group | list | tuple):
        yield from _in_node(value, parent, around, turns)
    else:
        raise StateError(
            f"this page can't be saved: {box!r} in {parent!r} has no name. Write "
            'Box(..., name="...") or declare state in a component'
        )
